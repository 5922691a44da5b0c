"""Who may look, by billing's own copies, and the register of every look."""

from datetime import timedelta
from typing import Any

import pytest

from services.billing.usecases.download_invoice import download_invoice
from services.billing.usecases.forget_sessions import forget_sessions
from services.billing.usecases.guard import register_refusal
from services.billing.usecases.keep_copies import heartbeat, sessions_ended
from services.billing.usecases.list_access import list_access
from services.billing.usecases.list_invoices import list_invoices
from services.billing.usecases.open_invoice import open_invoice
from services.billing.usecases.sum_invoices import sum_invoices
from services.chassis.caller import Caller
from services.contracts.billing import (
    DownloadInvoice,
    ListAccess,
    ListImports,
    ListInvoices,
    OpenInvoice,
    SumInvoices,
)
from services.contracts.identity import Heartbeat, SessionsEnded
from services.contracts.refusals import Refusal
from services.contracts.rights import Role
from tests.unit.billing.assertions import NOW, SECOND
from tests.unit.billing.driver import FIA, Billing, member, refused

ALL = [
    (list_invoices, ListInvoices(), "list", None),
    (sum_invoices, SumInvoices(), "summary", None),
    (open_invoice, OpenInvoice(number="1001"), "open", "1001"),
    (download_invoice, DownloadInvoice(number="1001"), "download", "1001"),
    (list_access, ListAccess(), "access_log", None),
]


@pytest.mark.parametrize(("use_case", "ask", "operation", "number"), ALL)
def test_every_look_is_registered_and_refused_without_bankid(
    filled: Billing, use_case: Any, ask: Any, operation: str, number: str | None
) -> None:
    filled.do(use_case, ask)
    refusal = refused(filled, use_case, ask, member(amr=["pwd"], acr="1", sid="s2"))
    assert (refusal.code, refusal.details) == ("step_up", {"reason": "no_bankid"})
    allowed, denied = filled.uow.state.register[-2:]
    assert (allowed.operation, allowed.invoice_number, allowed.allowed, allowed.reason, allowed.method) == (
        operation,
        number,
        True,
        "",
        "bankid",
    )
    assert (denied.operation, denied.invoice_number, denied.allowed, denied.reason, denied.method) == (
        operation,
        number,
        False,
        "no_bankid",
        "pwd",
    )


@pytest.mark.parametrize(("use_case", "ask", "operation", "number"), ALL)
def test_every_look_obeys_our_own_copies(filled: Billing, use_case: Any, ask: Any, operation: str, number: str | None) -> None:
    filled.membership("anna", "org-1", Role.ADMIN)
    assert refused(filled, use_case, ask, member()).code == "not_allowed"
    filled.membership("anna", "org-1", Role.MAIN_ADMIN)
    sessions_ended(
        SessionsEnded(person_id="anna", session_ids=["s1"], reason="theft", subject_id="anna", sequence=1, occurred_at=NOW), filled.uow
    )
    assert refused(filled, use_case, ask, member()).details == {"reason": "session_ended"}
    filled.do(use_case, ask, member(sid="s3"))
    filled.clock.advance(seconds=61)
    later: dict[str, Any] = {"iat": SECOND + 60, "exp": SECOND + 120}
    assert refused(filled, use_case, ask, member(sid="s3", **later)).code == "try_again"
    filled.heartbeat()
    filled.do(use_case, ask, member(sid="s3", **later))
    assert {each.reason for each in filled.uow.state.register} == {"", "membership_changed", "session_ended", "identity_silent"}


def test_an_old_heartbeat_does_not_make_a_new_one_older(billing: Billing) -> None:
    heartbeat(Heartbeat(subject_id="identity", sequence=1, occurred_at=NOW - timedelta(hours=1)), billing.uow)
    assert billing.uow.state.heard_at == NOW


def test_use_keeps_bankid_standing_alive_and_half_an_hour_without_ends_it(filled: Billing) -> None:
    def at_minute(minute: int) -> Caller:
        filled.clock.at = NOW + timedelta(minutes=minute)
        filled.heartbeat()
        return member(iat=SECOND + 60 * minute, exp=SECOND + 60 * minute + 60)

    for minute in (0, 28, 56, 84):
        filled.do(list_invoices, ListInvoices(), at_minute(minute))
    assert refused(filled, list_invoices, ListInvoices(), at_minute(114)).details == {"reason": "bankid_idle"}
    assert refused(filled, list_invoices, ListInvoices(), at_minute(115)).details == {"reason": "bankid_idle"}


def test_a_refusal_by_the_chassis_is_registered_too(billing: Billing) -> None:
    user = member(role="user")
    register_refusal(ListInvoices(), user, Refusal(code="not_allowed"), billing.uow, billing.clock)
    register_refusal(OpenInvoice(number="7"), FIA, Refusal(code="not_allowed"), billing.uow, billing.clock)
    register_refusal(ListImports(), user, Refusal(code="not_allowed"), billing.uow, billing.clock)
    assert [(each.operation, each.reason, each.organisation_id) for each in billing.uow.state.register] == [
        ("list", "role", "org-1"),
        ("open", "not_a_member", ""),
    ]


def test_who_has_looked_is_shown_to_the_main_admin_newest_first(filled: Billing) -> None:
    filled.do(open_invoice, OpenInvoice(number="1001"))
    shown = filled.do(list_access, ListAccess())
    assert [(each.operation, each.invoice_number) for each in shown.rows] == [("access_log", None), ("open", "1001")]
    assert (shown.total, shown.rows[0].person_name, shown.rows[0].method) == (2, "Anna Lindgren", "bankid")


def test_sessions_that_ended_long_ago_are_forgotten(billing: Billing) -> None:
    sessions_ended(
        SessionsEnded(person_id="a", session_ids=["old"], reason="sign_out", subject_id="a", sequence=1, occurred_at=NOW), billing.uow
    )
    forget_sessions(billing.uow, billing.clock)
    assert "old" in billing.uow.state.ended
    billing.clock.advance(hours=48, seconds=1)
    forget_sessions(billing.uow, billing.clock)
    assert billing.uow.state.ended == {}
