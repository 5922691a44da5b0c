"""The organisation's people: inviting several, roles, removal."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from services.contracts.envelope import Done
from services.contracts.identity import (
    ChangeRole,
    InvitationListed,
    InvitationResult,
    InvitationsSent,
    InviteMembers,
    MemberShown,
    OrganisationShown,
    RemoveMember,
    ResendInvitation,
    ShowOrganisation,
    WithdrawInvitation,
)
from services.contracts.refusals import NOT_ALLOWED
from services.contracts.rights import Role
from tests.gateway.conftest import Visitor, hidden_fields
from tests.gateway.fake_bus import FakeBus

NOW = datetime.now(UTC)
OMAR = MemberShown(
    person_id="p-omar",
    name="Omar Berg",
    email="omar@company.example",
    role=Role.USER,
    methods=["password"],
    last_seen_at=NOW - timedelta(days=5),
    is_you=False,
    may_change=True,
)
ANNA = OMAR.model_copy(
    update={"person_id": "p-anna", "name": "Anna Lindgren", "role": Role.MAIN_ADMIN, "methods": ["bankid"], "is_you": True}
)
JONAS = InvitationListed(
    invitation_id="i-jonas",
    name="Jonas Ek",
    email="jonas@company.example",
    role=Role.USER,
    state="pending",
    invited_by="Anna Lindgren",
    sent_at=NOW,
    expires_at=NOW + timedelta(days=4),
    may_change=True,
)
ORGANISATION = OrganisationShown(
    organisation_id="org-1", name="Company AB", members=[ANNA, OMAR], invitations=[JONAS], may_grant=list(Role)
)
TWO = {
    "people-0-email": "moa@company.example",
    "people-0-name": "Moa Lund",
    "people-0-role": "admin",
    "people-1-email": "viktor@company.example",
    "people-1-name": "Viktor Sjö",
    "people-1-role": "user",
    "people-2-email": "",
    "people-2-name": "",
    "people-2-role": "user",
}


@pytest.fixture
def anna(bus: FakeBus, member: Callable[..., Visitor]) -> Visitor:
    """A main administrator looking at her organisation."""
    bus.give(ShowOrganisation, ORGANISATION)
    visitor = member()
    visitor.get("/o/company/organisation")
    return visitor


def sent(*refusals: str | None) -> Callable[[InviteMembers], InvitationsSent]:
    """Identity's answer, one result a row."""

    def answer(ask: InviteMembers) -> InvitationsSent:
        rows = zip(ask.people, refusals, strict=True)
        return InvitationsSent(results=[InvitationResult(email=person.email, refusal=code) for person, code in rows])

    return answer


def test_members_and_invitations_stand_in_one_table(anna: Visitor) -> None:
    page = anna.last.text
    assert "2 personer på Company AB kan logga in." in page
    assert "Omar Berg" in page
    assert "Jonas Ek" in page
    assert "Inbjuden" in page


def test_a_single_main_admin_is_a_warning(anna: Visitor) -> None:
    assert "Ni har bara en huvudadministratör" in anna.last.text


def test_two_are_invited_at_once_and_an_empty_row_is_passed_over(bus: FakeBus, anna: Visitor) -> None:
    bus.give(InviteMembers, sent(None, None))
    assert anna.post("/o/company/organisation/bjud-in", TWO).status_code == 303
    (asked,) = bus.asks_of(InviteMembers)
    assert [(each.email, each.role) for each in asked.people] == [
        ("moa@company.example", Role.ADMIN),
        ("viktor@company.example", Role.USER),
    ]
    assert "2 inbjudningar är skickade" in anna.get("/o/company/organisation").text


def test_one_more_row_sends_nothing_and_keeps_what_is_typed(bus: FakeBus, anna: Visitor) -> None:
    answer = anna.post("/o/company/organisation/bjud-in", TWO | {"fler": "1"})
    assert answer.status_code == 200
    assert 'name="people-3-email"' in answer.text
    assert 'value="Viktor Sjö"' in answer.text
    assert not bus.asks_of(InviteMembers)


def test_a_wrong_address_is_named_and_everything_is_kept(bus: FakeBus, anna: Visitor) -> None:
    answer = anna.post("/o/company/organisation/bjud-in", TWO | {"people-1-email": "viktor@company"})
    assert answer.status_code == 422
    assert "Skriv en hel e-postadress" in answer.text
    assert 'value="Moa Lund"' in answer.text
    assert not bus.asks_of(InviteMembers)


def test_an_empty_form_asks_for_an_address(bus: FakeBus, anna: Visitor) -> None:
    answer = anna.post("/o/company/organisation/bjud-in", {"people-0-email": "", "people-0-name": "", "people-0-role": "user"})
    assert answer.status_code == 422
    assert "Skriv en e-postadress" in answer.text


def test_a_refused_row_stays_with_its_reason_and_a_new_key_while_the_others_are_sent(bus: FakeBus, anna: Visitor) -> None:
    bus.give(InviteMembers, sent(None, "already_member"))
    before = hidden_fields(anna.last.text)["key"]
    answer = anna.post("/o/company/organisation/bjud-in", TWO)
    assert answer.status_code == 422
    assert "Personen har redan tillgång" in answer.text
    assert 'value="Viktor Sjö"' in answer.text
    assert 'value="Moa Lund"' not in answer.text
    assert "Inbjudan är skickad" in answer.text
    assert hidden_fields(answer.text)["key"] != before


def test_a_role_that_may_not_be_given_is_not_offered(bus: FakeBus, anna: Visitor) -> None:
    bus.give(ShowOrganisation, ORGANISATION.model_copy(update={"may_grant": [Role.ADMIN, Role.USER]}))
    assert '<option value="main_admin"' not in anna.get("/o/company/organisation").text
    assert anna.post("/o/company/organisation/bjud-in", TWO | {"people-0-role": "main_admin"}).status_code == 422
    assert not bus.asks_of(InviteMembers)


@pytest.mark.parametrize(("ask", "path"), [(ResendInvitation, "igen"), (WithdrawInvitation, "dra-tillbaka")])
def test_an_invitation_is_sent_again_or_taken_back(
    ask: type[ResendInvitation] | type[WithdrawInvitation], path: str, bus: FakeBus, anna: Visitor
) -> None:
    bus.give(ask, Done())
    assert anna.post(f"/o/company/organisation/inbjudan/i-jonas/{path}").headers["Location"] == "/o/company/organisation"
    (asked,) = bus.asks_of(ask)
    assert asked.invitation_id == "i-jonas"


def test_a_role_is_changed_from_the_one_that_was_shown(bus: FakeBus, anna: Visitor) -> None:
    bus.give(ChangeRole, Done())
    anna.get("/o/company/organisation/person/p-omar")
    assert anna.post("/o/company/organisation/person/p-omar", {"expected": "user", "role": "admin"}).status_code == 303
    (asked,) = bus.asks_of(ChangeRole)
    assert (asked.expected, asked.role) == (Role.USER, Role.ADMIN)
    assert "Omar Berg är nu administratör" in anna.get("/o/company/organisation").text


@pytest.mark.parametrize(("code", "says"), [("last_main_admin", "minst en huvudadministratör"), ("conflict", "Någon annan hann ändra")])
def test_a_refused_change_says_why_beside_the_form(code: str, says: str, bus: FakeBus, anna: Visitor) -> None:
    bus.refuse(ChangeRole, code)
    anna.get("/o/company/organisation/person/p-anna")
    answer = anna.post("/o/company/organisation/person/p-anna", {"expected": "main_admin", "role": "user"})
    assert answer.status_code == 409
    assert says in answer.text


@pytest.mark.parametrize("given", [{"expected": "king", "role": "admin"}, {"expected": "user", "role": "king"}])
def test_a_role_nobody_has_heard_of_changes_nothing(given: dict[str, str], bus: FakeBus, anna: Visitor) -> None:
    anna.get("/o/company/organisation/person/p-omar")
    assert anna.post("/o/company/organisation/person/p-omar", given).status_code in (400, 422)
    assert not bus.asks_of(ChangeRole)


def test_a_member_is_removed(bus: FakeBus, anna: Visitor) -> None:
    bus.give(RemoveMember, Done())
    anna.get("/o/company/organisation/person/p-omar")
    assert anna.post("/o/company/organisation/person/p-omar/ta-bort").headers["Location"] == "/o/company/organisation"
    assert "Omar Berg kan inte längre logga in" in anna.get("/o/company/organisation").text


def test_the_last_main_admin_is_not_removed_and_the_page_says_why(bus: FakeBus, anna: Visitor) -> None:
    bus.refuse(RemoveMember, "last_main_admin")
    anna.get("/o/company/organisation/person/p-anna")
    answer = anna.post("/o/company/organisation/person/p-anna/ta-bort")
    assert answer.status_code == 409
    assert "minst en huvudadministratör" in answer.text


def test_somebody_of_another_organisation_is_not_found(anna: Visitor) -> None:
    assert anna.get("/o/company/organisation/person/somebody-else").status_code == 404


def test_a_user_is_refused_by_the_service_and_told_so(bus: FakeBus, member: Callable[..., Visitor]) -> None:
    bus.refuse(ShowOrganisation, NOT_ALLOWED)
    answer = member(Role.USER).get("/o/company/organisation")
    assert answer.status_code == 403
    assert "Du har inte behörighet" in answer.text
