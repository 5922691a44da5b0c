"""What billing does when asked, against stores in memory."""

from base64 import b64decode
from datetime import timedelta
from typing import Any

import pytest

from services.billing.adapters.ubl_reader import read_ubl
from services.billing.usecases.download_invoice import download_invoice
from services.billing.usecases.forget_sessions import forget_sessions
from services.billing.usecases.guard import register_refusal
from services.billing.usecases.import_invoices import import_invoices
from services.billing.usecases.keep_copies import heartbeat, membership_changed, organisation_changed, sessions_ended
from services.billing.usecases.list_access import list_access
from services.billing.usecases.list_imports import list_imports
from services.billing.usecases.list_invoices import list_invoices
from services.billing.usecases.open_invoice import open_invoice
from services.billing.usecases.sum_invoices import sum_invoices
from services.chassis.caller import Caller
from services.contracts.billing import (
    DocumentGiven,
    DownloadInvoice,
    ImportInvoices,
    ImportResult,
    ListAccess,
    ListImports,
    ListInvoices,
    OpenInvoice,
    SumInvoices,
)
from services.contracts.identity import Heartbeat, MembershipChanged, OrganisationChanged, SessionsEnded
from services.contracts.refusals import Refusal, Refused
from services.contracts.rights import Role, StaffRole
from tests.support.clock import FixedClock
from tests.unit.billing.assertions import NOW, SECOND, claims
from tests.unit.billing.fakes import FakeBlobs, FakeUow
from tests.unit.billing.files import CREDIT, MIXED, NAMES, RENT, changed, text_of

FIA = Caller("staff", person_id="fia", name="Fia Ek", staff_roles=frozenset({StaffRole.FINANCE}))


def member(organisation_id: str = "org-1", person_id: str = "anna", **changed_claims: Any) -> Caller:
    said = claims(sub=person_id, org=organisation_id, **changed_claims)
    return Caller(
        "member", person_id=person_id, organisation_id=organisation_id, role=Role(said["role"]), name="Anna Lindgren",
        session_id=said["sid"], methods=tuple(said["amr"]), assurance=int(said["acr"]), claims=said,
    )  # fmt: skip


class Billing:
    """The use cases with their ports, and two customers."""

    def __init__(self) -> None:
        self.uow, self.clock, self.blobs = FakeUow(), FixedClock(NOW), FakeBlobs()
        self.told = 0
        self.heartbeat()
        for organisation_id, number, name, own in (("org-1", "K-1001", "Company AB", "5566778899"), ("org-2", "K-2", "Other AB", None)):
            news = OrganisationChanged(
                organisation_id=organisation_id, slug=number, name=name, organisation_number=own, customer_number=number, active=True,
                **self._news(organisation_id),
            )  # fmt: skip
            organisation_changed(news, self.uow)
        self.membership("anna", "org-1", Role.MAIN_ADMIN)
        self.membership("eve", "org-2", Role.MAIN_ADMIN)

    def _news(self, subject: str) -> dict[str, Any]:
        self.told += 1
        return {"subject_id": subject, "sequence": self.told, "occurred_at": self.clock.now()}

    def heartbeat(self) -> None:
        heartbeat(Heartbeat(**self._news("identity")), self.uow)

    def membership(self, person_id: str, organisation_id: str, role: Role | None) -> None:
        news = MembershipChanged(
            person_id=person_id, organisation_id=organisation_id, role=role, name="", email="a@b.example", language="sv",
            **self._news(f"{person_id}:{organisation_id}"),
        )  # fmt: skip
        membership_changed(news, self.uow)

    def take(self, *contents: bytes) -> list[ImportResult]:
        given = []
        for at, content in enumerate(contents):
            key = f"{at:064x}"
            self.blobs.kept[key] = content
            given.append(DocumentGiven(name=f"{at}.xml", blob_key=key))
        ask = ImportInvoices(idempotency_key="k" * 16, documents=given)
        return import_invoices(ask, FIA, self.uow, self.clock, self.blobs, read_ubl).results

    def do(self, use_case: Any, ask: Any, caller: Caller | None = None) -> Any:
        return use_case(ask, caller or member(), self.uow, self.clock)


@pytest.fixture
def billing() -> Billing:
    return Billing()


@pytest.fixture
def filled(billing: Billing) -> Billing:
    assert {each.outcome for each in billing.take(*(text_of(name).encode() for name in NAMES))} == {"imported"}
    return billing


def refused(billing: Billing, use_case: Any, ask: Any, caller: Caller) -> Refusal:
    with pytest.raises(Refused) as caught:
        billing.do(use_case, ask, caller)
    return caught.value.refusal


def test_the_list_has_sums_settles_credits_and_shows_the_newest_due_date_first(filled: Billing) -> None:
    listed = filled.do(list_invoices, ListInvoices())
    assert [each.number for each in listed.invoices] == ["1002", "1001", "1004", "987", "917", "921"]
    assert (listed.unpaid_count, listed.unpaid_ore) == (4, 80_330_300 + 3_525_000 + 607_800 + 1_842_000)
    assert (listed.overdue_count, listed.overdue_ore) == (1, 1_842_000)
    assert listed.next_due_date is not None
    assert listed.next_due_date.isoformat() == "2026-12-18"
    by_number = {each.number: each for each in listed.invoices}
    assert by_number["987"].overdue
    assert (by_number["917"].settlement, by_number["917"].open_ore) == ("credited", 0)
    assert (by_number["921"].kind, by_number["921"].total_ore) == ("credit_note", -360_000)


@pytest.mark.parametrize(("view", "numbers"), [("unpaid", ["1002", "1001", "1004", "987"]), ("overdue", ["987"]), ("paid", [])])
def test_views_of_the_list(filled: Billing, view: Any, numbers: list[str]) -> None:
    listed = filled.do(list_invoices, ListInvoices(view=view))
    assert [each.number for each in listed.invoices] == numbers
    assert listed.total == len(numbers)


def test_the_list_has_25_a_page(billing: Billing) -> None:
    text = text_of("faktura-1004.xml")
    billing.take(*(text.replace("<cbc:ID>1004<", f"<cbc:ID>{number}<").encode() for number in range(2000, 2026)))
    assert len(billing.do(list_invoices, ListInvoices()).invoices) == 25
    second = billing.do(list_invoices, ListInvoices(page=2))
    assert ([each.number for each in second.invoices], second.total) == (["2000"], 26)
    assert billing.do(list_invoices, ListInvoices(page=3)).invoices == []


def test_the_overview_gets_sums_and_what_is_late(filled: Billing) -> None:
    sums = filled.do(sum_invoices, SumInvoices())
    assert (sums.unpaid_count, sums.overdue_count, [each.number for each in sums.overdue]) == (4, 1, ["987"])


def test_an_invoice_is_shown_with_what_is_needed_to_pay_it(filled: Billing) -> None:
    shown = filled.do(open_invoice, OpenInvoice(number="1001"))
    assert (shown.ocr, shown.bankgiro, shown.payable_ore, shown.rounding_ore) == ("27000010010", "991-2346", 80_330_300, 19)
    assert (shown.customer_number, shown.your_reference, shown.lease_number) == ("K-1001", "Anna Lindgren", "HA-23-0415")
    assert sum(each.net_ore for each in shown.lines) == shown.net_ore
    assert [(each.category, each.rate) for each in shown.vat] == [("S", 2500)]


def test_an_invoice_is_downloaded_byte_for_byte(filled: Billing) -> None:
    file = filled.do(download_invoice, DownloadInvoice(number="1001"))
    assert b64decode(file.content_base64) == text_of(RENT).encode()
    assert (file.name, file.media_type) == ("faktura-1001.xml", "application/xml")


@pytest.mark.parametrize(("use_case", "ask"), [(open_invoice, OpenInvoice), (download_invoice, DownloadInvoice)])
def test_a_foreign_number_is_as_unknown_as_one_that_does_not_exist(filled: Billing, use_case: Any, ask: Any) -> None:
    eve = member("org-2", "eve")
    foreign, unknown = refused(filled, use_case, ask(number="1001"), eve), refused(filled, use_case, ask(number="none"), eve)
    assert foreign == unknown
    assert foreign.code == "not_found"


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


def test_the_same_bytes_again_change_nothing(filled: Billing) -> None:
    (again,) = filled.take(text_of(RENT).encode())
    assert (again.outcome, again.number, again.violations) == ("repeated", "1001", [])
    assert len(filled.uow.state.documents) == len(NAMES)


def test_a_number_with_other_bytes_is_refused(filled: Billing) -> None:
    (result,) = filled.take(changed("Hyran betalas", "Hyra betalas"))
    assert (result.outcome, [(each.rule, each.line) for each in result.violations]) == ("refused", [("PORTAL-02", 5)])


def test_each_document_stands_or_falls_by_itself_and_is_told_of(billing: Billing) -> None:
    results = billing.take(text_of(CREDIT).encode(), b"not xml", changed(">380<", ">381<"), text_of(MIXED).encode())
    assert [each.outcome for each in results] == ["imported", "refused", "refused", "imported"]
    assert [each.number for each in results] == ["921", None, "1001", "1002"]
    assert results[0].customer == "Company AB"
    assert [each.organisation_id for each in billing.uow.state.news if hasattr(each, "organisation_id")] == ["org-1", "org-1"]
    assert billing.uow.state.audited == ["invoice.imported"] * 2
    assert billing.blobs.kept == {}


def test_a_file_that_is_gone_is_refused_by_name(billing: Billing) -> None:
    ask = ImportInvoices(idempotency_key="k" * 16, documents=[DocumentGiven(name="a.xml", blob_key="0" * 64)])
    (result,) = import_invoices(ask, FIA, billing.uow, billing.clock, billing.blobs, read_ubl).results
    assert (result.name, result.outcome, result.violations[0].rule) == ("a.xml", "refused", "PORTAL-03")


NUMBER = "<cac:PartyIdentification>\n        <cbc:ID>K-1001</cbc:ID>\n      </cac:PartyIdentification>"
LEGAL = '<cbc:CompanyID schemeID="0007">5566778899</cbc:CompanyID>'


@pytest.mark.parametrize(
    ("old", "new", "outcome"),
    [
        (NUMBER, "", "imported"),
        (LEGAL, LEGAL.replace("5566778899", "556677-8899"), "imported"),
        (LEGAL, "", "imported"),
        ("K-1001", "K-9999", "refused"),
        ("K-1001", "k-1001", "refused"),
        (LEGAL, LEGAL.replace("5566778899", "5567034482"), "refused"),
        (f"{NUMBER}", NUMBER.replace("<cbc:ID>K-1001", '<cbc:ID schemeID="0088">7300010000001'), "imported"),
    ],
)
def test_a_document_goes_to_the_customer_everything_in_it_agrees_on(billing: Billing, old: str, new: str, outcome: str) -> None:
    (result,) = billing.take(changed(old, new))
    assert result.outcome == outcome
    assert [each.rule for each in result.violations] == ([] if outcome == "imported" else ["PORTAL-01"])


def test_a_document_that_names_nobody_we_know_is_refused(billing: Billing) -> None:
    (result,) = billing.take(changed(NUMBER, "").replace(LEGAL.encode(), b""))
    assert [each.rule for each in result.violations] == ["PORTAL-01"]


def test_imports_are_listed_with_who_imported_them(filled: Billing) -> None:
    listed = list_imports(ListImports(), FIA, filled.uow)
    assert listed.total == len(NAMES)
    assert {each.imported_by for each in listed.imports} == {"Fia Ek"}


def test_sessions_that_ended_long_ago_are_forgotten(billing: Billing) -> None:
    sessions_ended(
        SessionsEnded(person_id="a", session_ids=["old"], reason="sign_out", subject_id="a", sequence=1, occurred_at=NOW), billing.uow
    )
    forget_sessions(billing.uow, billing.clock)
    assert "old" in billing.uow.state.ended
    billing.clock.advance(hours=48, seconds=1)
    forget_sessions(billing.uow, billing.clock)
    assert billing.uow.state.ended == {}
