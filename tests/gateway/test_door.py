"""Who is let in: sessions, the organisation in the path, remembered devices, staff apart from tenants."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from gateway.security.session import Sessions
from gateway.session_news import hear_session_news
from services.contracts.identity import (
    AssertFor,
    MembershipChanged,
    OrganisationShown,
    ResumeDevice,
    SessionsEnded,
    ShowOrganisation,
    ShowProfile,
    SignedIn,
)
from services.contracts.refusals import Refusal, Refused
from services.contracts.rights import Role
from tests.gateway.conftest import TOKEN, Visitor
from tests.gateway.fake_bus import COMPANY, FakeBus, asserts

EMPTY = OrganisationShown(organisation_id="org-1", name="Company AB", members=[], invitations=[], may_grant=list(Role))


def resumed(token: str = "s" * 43, device: str | None = "d" * 43) -> SignedIn:
    """A session reopened on a remembered device."""
    return SignedIn(
        session_token=token,
        device_token=device,
        kind="tenant",
        person_id="person-1",
        person_name="Anna Lindgren",
        language="sv",
        memberships=[COMPANY],
        last_organisation="company",
    )


def test_a_page_of_an_organisation_sends_a_stranger_to_sign_in_and_back(visitor: Visitor) -> None:
    answer = visitor.get("/o/company/organisation")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/logga-in?next=/o/company/organisation"


def test_a_staff_page_sends_a_stranger_to_the_staff_entrance(visitor: Visitor) -> None:
    assert visitor.get("/personal/ko").headers["Location"] == "/personal/logga-in?next=/personal/ko"


def test_a_tenant_session_opens_no_staff_page(bus: FakeBus, visitor: Visitor) -> None:
    bus.give(AssertFor, asserts())
    visitor.carry("staff", TOKEN)
    assert visitor.get("/personal/ko").headers["Location"].startswith("/personal/logga-in")


def test_a_staff_session_opens_no_organisation(staff: Visitor) -> None:
    staff.carry("portal", TOKEN)
    assert staff.get("/o/company/organisation").headers["Location"].startswith("/logga-in")


def test_a_foreign_organisation_and_an_unknown_address_get_the_same_page(member: Callable[..., Visitor]) -> None:
    anna = member()
    foreign, unknown = anna.get("/o/someone-else/organisation"), anna.get("/o/company/nothing-here")
    assert (foreign.status_code, unknown.status_code) == (404, 404)
    assert foreign.text == unknown.text


def test_the_assertion_is_the_one_for_the_service_and_the_organisation_of_the_path(bus: FakeBus, member: Callable[..., Visitor]) -> None:
    bus.give(ShowOrganisation, EMPTY)
    assert member().get("/o/company/organisation").status_code == 200
    assert bus.assertion_of(ShowOrganisation) == "identity:company"


def test_assertions_are_fetched_once_and_kept(bus: FakeBus, member: Callable[..., Visitor]) -> None:
    bus.give(ShowOrganisation, EMPTY)
    anna = member()
    for _ in range(3):
        anna.get("/o/company/organisation")
    assert len(bus.asks_of(AssertFor)) == 1


def test_another_organisation_has_its_own_assertions(bus: FakeBus, member: Callable[..., Visitor]) -> None:
    bus.give(ShowOrganisation, EMPTY)
    anna = member(several=True)
    anna.get("/o/company/organisation")
    anna.get("/o/company-studio/organisation")
    assert [ask.organisation for ask in bus.asks_of(AssertFor)] == ["company", "company-studio"]


def test_news_of_an_ended_session_drops_what_is_kept(app: Flask, bus: FakeBus, member: Callable[..., Visitor]) -> None:
    heard: dict[type, Callable[[object], None]] = {}

    class Listening:
        def listen(self, handlers: dict[type, Callable[[object], None]], on_gap: Callable[[], None]) -> None:
            heard.update(handlers)

    sessions: Sessions = app.extensions["sessions"]
    hear_session_news(Listening(), sessions)  # type: ignore[arg-type]
    bus.give(ShowOrganisation, EMPTY)
    anna = member()
    anna.get("/o/company/organisation")
    told = {"subject_id": "person-1", "sequence": 1, "occurred_at": datetime.now(UTC), "person_id": "person-1"}
    heard[SessionsEnded](SessionsEnded.model_validate(told | {"session_ids": ["session-1"], "reason": "removed"}))
    bus.refuse(AssertFor, "sign_in")
    assert anna.get("/o/company/organisation").headers["Location"].startswith("/logga-in")
    assert MembershipChanged in heard


def test_kept_assertions_end_before_they_lapse() -> None:
    sessions, began = Sessions(), datetime.now(UTC)
    asserted = asserts()(AssertFor(session_token=TOKEN, organisation="company", audiences=["cases"]))
    held = sessions.keep(TOKEN, "company", asserted, began)
    assert held.missing(["cases", "billing"], began) == ["billing"]
    assert sessions.find(TOKEN, "company", began + timedelta(minutes=4)) is held
    assert sessions.find(TOKEN, "company", began + timedelta(minutes=5)) is None


def test_a_remembered_device_reopens_the_session_without_a_word(bus: FakeBus, visitor: Visitor) -> None:
    def answer(ask: AssertFor) -> object:
        if ask.session_token != "s" * 43:
            raise Refused(Refusal(code="sign_in"))
        return asserts(with_bankid=False)(ask)

    bus.give(AssertFor, answer)  # type: ignore[arg-type]
    bus.give(ResumeDevice, resumed())
    bus.give(ShowOrganisation, EMPTY)
    visitor.carry("portal", TOKEN)
    visitor.carry("device", "old-device-token-" + "x" * 30)
    assert visitor.get("/o/company/organisation").status_code == 200
    assert visitor.cookie("portal") == "s" * 43
    assert visitor.cookie("device") == "d" * 43


def test_a_device_that_is_refused_is_forgotten(bus: FakeBus, visitor: Visitor) -> None:
    bus.refuse(ResumeDevice, "sign_in")
    visitor.carry("device", "old-device-token-" + "x" * 30)
    assert visitor.get("/o/company/organisation").headers["Location"].startswith("/logga-in")
    assert not visitor.cookie("device")


def test_the_start_page_leads_to_the_organisation_used_last(bus: FakeBus, member: Callable[..., Visitor]) -> None:
    bus.give(ShowOrganisation, EMPTY)
    anna = member(several=True)
    assert anna.get("/").headers["Location"] == "/valj-organisation"
    anna.get("/o/company-studio/organisation")
    assert anna.get("/").headers["Location"] == "/o/company-studio/oversikt"


def test_the_start_page_is_shown_while_identity_is_silent(bus: FakeBus, visitor: Visitor) -> None:
    bus.silence(AssertFor)
    visitor.carry("portal", TOKEN)
    assert visitor.get("/").status_code == 200


def test_a_silent_identity_gives_a_page_that_says_so(bus: FakeBus, visitor: Visitor) -> None:
    bus.silence(AssertFor)
    visitor.carry("portal", TOKEN)
    answer = visitor.get("/o/company/organisation")
    assert answer.status_code == 503
    assert "kan inte visas just nu" in answer.text
    assert "031-390" in answer.text


def test_one_organisation_leaves_nothing_to_choose(member: Callable[..., Visitor]) -> None:
    assert member().get("/valj-organisation").headers["Location"] == "/o/company/oversikt"


def test_several_organisations_are_listed_with_the_role_in_each(member: Callable[..., Visitor]) -> None:
    page = member(several=True).get("/valj-organisation").text
    assert page.index("Company AB") < page.index("Company Studio AB")
    assert "Huvudadministratör" in page
    assert "Användare" in page


def test_a_fault_of_ours_names_the_correlation_id_and_nothing_else(
    app: Flask, bus: FakeBus, member: Callable[..., Visitor], caplog: pytest.LogCaptureFixture
) -> None:
    anna = member()
    bus.give(ShowProfile, RuntimeError("secret detail"))
    answer = anna.get("/profil")
    assert answer.status_code == 500
    assert answer.headers["X-Correlation-Id"] in answer.text
    assert "secret detail" not in answer.text


def test_every_ask_of_a_page_carries_its_correlation_id(bus: FakeBus, member: Callable[..., Visitor]) -> None:
    bus.give(ShowOrganisation, EMPTY)
    answer = member().get("/o/company/organisation")
    assert set(bus.correlation_ids) == {answer.headers["X-Correlation-Id"]}


def test_the_lock_stands_on_invoices_until_bankid(bus: FakeBus, member: Callable[..., Visitor]) -> None:
    bus.give(ShowOrganisation, EMPTY)
    locked = member(with_bankid=False).get("/o/company/organisation").text
    assert "kräver BankID</span>" in locked


@pytest.mark.parametrize(("role", "shown"), [(Role.MAIN_ADMIN, True), (Role.ADMIN, False), (Role.USER, False)])
def test_only_a_main_admin_sees_invoices_in_the_menu(role: Role, shown: bool, bus: FakeBus, member: Callable[..., Visitor]) -> None:
    bus.give(ShowOrganisation, EMPTY)
    page = member(role).get("/o/company/organisation").text
    assert ('href="/o/company/fakturor"' in page) is shown


def test_switching_is_not_offered_to_somebody_in_one_organisation(bus: FakeBus, member: Callable[..., Visitor]) -> None:
    bus.give(ShowOrganisation, EMPTY)
    assert "Byt organisation" not in member().get("/o/company/organisation").text


def test_switching_is_offered_to_somebody_in_two_organisations(bus: FakeBus, member: Callable[..., Visitor]) -> None:
    bus.give(ShowOrganisation, EMPTY)
    assert "Byt organisation" in member(several=True).get("/o/company/organisation").text
