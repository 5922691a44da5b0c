"""From the link in the mail to a finished account."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.contracts.billing import OpenInvoice
from services.contracts.envelope import Done
from services.contracts.identity import (
    AcceptInvitation,
    AskForNewInvitation,
    AssertFor,
    BankIdStarted,
    BeginRegistration,
    CompleteWithPassword,
    InvitationShown,
    RegistrationShown,
    SaveDetails,
    ShowInvitation,
    ShowRegistration,
    StartBankId,
)
from services.contracts.rights import Role
from tests.gateway.conftest import Visitor
from tests.gateway.fake_bus import FakeBus, asserts
from tests.gateway.test_sign_in import opened

TOKEN = "invitation-token-" + "x" * 26
DETAILS = {"given_name": "Anna", "surname": "Lindgren", "phone": "070-123 45 67", "language": "sv"}


def invitation(state: str = "pending", **more: Any) -> InvitationShown:
    """What the link shows."""
    given = {
        "state": state,
        "kind": "tenant",
        "organisation_name": "Company AB",
        "role": Role.MAIN_ADMIN,
        "invited_by": "Karin Holm",
        "email": "anna@company.example",
        "name": "Anna Lindgren",
        "message": "",
        "language": "sv",
        "expires_at": datetime.now(UTC) + timedelta(days=3),
        "has_account": False,
    }
    return InvitationShown.model_validate(given | more)


def registration(**more: Any) -> RegistrationShown:
    """A registration on its way."""
    given = {
        "registration": "r" * 43,
        "kind": "tenant",
        "organisation_name": "Company AB",
        "role": Role.MAIN_ADMIN,
        "email": "anna@company.example",
        "given_name": "Anna",
        "surname": "Lindgren",
        "phone": "",
        "language": "sv",
        "has_account": False,
        "details_saved": True,
    }
    return RegistrationShown.model_validate(given | more)


@pytest.fixture
def invited(bus: FakeBus, visitor: Visitor) -> Visitor:
    """Somebody who has opened the link."""
    bus.give(ShowInvitation, invitation())
    assert visitor.get(f"/inbjudan/{TOKEN}").headers["Location"] == "/inbjudan"
    return visitor


@pytest.fixture
def registering(bus: FakeBus, visitor: Visitor) -> Visitor:
    """Somebody who has clicked Kom igång."""
    bus.give(ShowRegistration, registration())
    visitor.carry("registration", "r" * 43)
    return visitor


def test_opening_the_link_takes_the_token_out_of_the_address_and_uses_nothing_up(bus: FakeBus, visitor: Visitor) -> None:
    answer = visitor.get(f"/inbjudan/{TOKEN}")
    assert answer.headers["Location"] == "/inbjudan"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert not bus.asked
    assert visitor.cookie("invitation") == TOKEN


def test_the_invitation_says_who_invites_to_what_and_until_when(bus: FakeBus, invited: Visitor) -> None:
    page = invited.get("/inbjudan").text
    assert "Welcome" not in page
    assert "Karin Holm har bjudit in dig" in page
    assert "Company AB" in page
    assert "Huvudadministratör" in page
    assert "Kom igång" in page
    assert not bus.asks_of(BeginRegistration)


@pytest.mark.parametrize(
    ("state", "status", "says"),
    [("expired", 410, "Be om ny inbjudan"), ("withdrawn", 410, "dragits tillbaka"), ("accepted", 410, "redan använd")],
)
def test_a_link_that_does_not_work_says_why_and_what_to_do(state: str, status: int, says: str, bus: FakeBus, invited: Visitor) -> None:
    bus.give(ShowInvitation, invitation(state))
    answer = invited.get("/inbjudan")
    assert answer.status_code == status
    assert says in answer.text


@pytest.mark.parametrize("token", ["short", "x" * 300, TOKEN])
def test_a_broken_link_has_its_own_page(token: str, bus: FakeBus, visitor: Visitor) -> None:
    bus.refuse(ShowInvitation, "not_found")
    visitor.get(f"/inbjudan/{token}")
    answer = visitor.get("/inbjudan")
    assert answer.status_code == 404
    assert "Länken går inte att använda" in answer.text


def test_a_new_invitation_can_be_asked_for(bus: FakeBus, invited: Visitor) -> None:
    bus.give(ShowInvitation, invitation("expired"))
    bus.give(AskForNewInvitation, Done())
    invited.get("/inbjudan")
    invited.post("/inbjudan/ny")
    assert len(bus.asks_of(AskForNewInvitation)) == 1
    assert "Vi har bett om en ny inbjudan" in invited.get("/inbjudan").text


def test_kom_igang_begins_the_registration(bus: FakeBus, invited: Visitor) -> None:
    bus.give(BeginRegistration, registration(details_saved=False))
    invited.get("/inbjudan")
    assert invited.post("/inbjudan").headers["Location"] == "/registrera/uppgifter"
    assert invited.cookie("registration") == "r" * 43
    assert not invited.cookie("invitation")


def test_a_link_used_meanwhile_goes_back_and_says_so(bus: FakeBus, invited: Visitor) -> None:
    bus.refuse(BeginRegistration, "invitation_used")
    invited.get("/inbjudan")
    assert invited.post("/inbjudan").headers["Location"] == "/inbjudan"


def test_details_are_filled_in_and_kept(bus: FakeBus, registering: Visitor) -> None:
    bus.give(SaveDetails, registration())
    assert 'value="Lindgren"' in registering.get("/registrera/uppgifter").text
    assert registering.post("/registrera/uppgifter", DETAILS).headers["Location"] == "/registrera/inloggning"
    (saved,) = bus.asks_of(SaveDetails)
    assert saved.phone == "070-123 45 67"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [({"given_name": ""}, "Skriv ditt förnamn"), ({"phone": "ring mig"}, "Skriv ett telefonnummer"), ({"language": "fr"}, "språk")],
)
def test_what_is_wrong_is_said_in_the_summary_and_at_the_field(
    wrong: dict[str, str], says: str, bus: FakeBus, registering: Visitor
) -> None:
    registering.get("/registrera/uppgifter")
    answer = registering.post("/registrera/uppgifter", DETAILS | wrong)
    assert answer.status_code == 422
    assert 'class="errors" role="alert"' in answer.text
    assert not bus.asks_of(SaveDetails)
    assert says in answer.text or 'class="err"' in answer.text


def test_nobody_skips_the_details(bus: FakeBus, registering: Visitor) -> None:
    bus.give(ShowRegistration, registration(details_saved=False))
    assert registering.get("/registrera/inloggning").headers["Location"] == "/registrera/uppgifter"


@pytest.mark.parametrize(("way", "leads_to"), [("bankid", "/registrera/bankid"), ("password", "/registrera/losenord")])
def test_the_way_chosen_leads_on(way: str, leads_to: str, registering: Visitor) -> None:
    registering.get("/registrera/inloggning")
    assert registering.post("/registrera/inloggning", {"way": way}).headers["Location"] == leads_to


def test_no_way_chosen_is_asked_for(registering: Visitor) -> None:
    registering.get("/registrera/inloggning")
    answer = registering.post("/registrera/inloggning")
    assert answer.status_code == 422
    assert "Välj hur du vill logga in" in answer.text


def test_staff_register_with_bankid_only(bus: FakeBus, registering: Visitor) -> None:
    bus.give(ShowRegistration, registration(kind="staff", role=None, organisation_name=None))
    assert registering.get("/registrera/inloggning").headers["Location"] == "/registrera/bankid"
    assert registering.get("/registrera/losenord").status_code == 404


def test_bankid_is_started_for_this_registration(bus: FakeBus, registering: Visitor) -> None:
    bus.give(StartBankId, BankIdStarted(attempt="a" * 43))
    registering.get("/registrera/bankid")
    assert registering.post("/registrera/bankid", {"way": "other_device"}).headers["Location"] == "/logga-in/bankid"
    (started,) = bus.asks_of(StartBankId)
    assert (started.purpose, started.registration) == ("register", "r" * 43)


def test_a_short_password_is_not_sent(bus: FakeBus, registering: Visitor) -> None:
    registering.get("/registrera/losenord")
    answer = registering.post("/registrera/losenord", {"password": "kort"})
    assert answer.status_code == 422
    assert "minst 15 tecken" in answer.text
    assert not bus.asks_of(CompleteWithPassword)


@pytest.mark.parametrize("code", ["password_too_common", "password_too_guessable", "account_exists"])
def test_a_password_that_identity_refuses_is_asked_for_again(code: str, bus: FakeBus, registering: Visitor) -> None:
    bus.refuse(CompleteWithPassword, code)
    registering.get("/registrera/losenord")
    answer = registering.post("/registrera/losenord", {"password": "sommar sommar sommar"})
    assert answer.status_code == 422
    assert "sommar" not in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_a_finished_registration_is_signed_in_and_shows_what_to_do(bus: FakeBus, registering: Visitor) -> None:
    bus.give(CompleteWithPassword, opened())
    bus.give(AssertFor, asserts())
    registering.get("/registrera/losenord")
    assert (
        registering.post("/registrera/losenord", {"password": "rätt häst batteri klammer", "remember": "y"}).headers["Location"]
        == "/registrera/klart"
    )
    page = registering.get("/registrera/klart").text
    assert "Klart, välkommen Anna" in page
    assert "Bjud in kollegor" in page
    assert not registering.cookie("registration")


def test_a_user_is_not_told_to_invite(bus: FakeBus, member: Callable[..., Visitor]) -> None:
    assert "Bjud in kollegor" not in member(Role.USER).get("/registrera/klart").text


def test_an_existing_account_signs_in_to_accept(bus: FakeBus, invited: Visitor) -> None:
    bus.give(BeginRegistration, registration(has_account=True))
    bus.give(ShowRegistration, registration(has_account=True))
    invited.get("/inbjudan")
    assert invited.post("/inbjudan").headers["Location"] == "/registrera/godkann"
    assert "Logga in för att godkänna" in invited.get("/registrera/godkann").text
    assert not bus.asks_of(AcceptInvitation)


def test_accepting_gives_a_new_session(bus: FakeBus, member: Callable[..., Visitor]) -> None:
    bus.give(ShowRegistration, registration(has_account=True))
    bus.give(AcceptInvitation, opened(several=True))
    anna = member()
    anna.carry("registration", "r" * 43)
    assert "Du är inloggad som Anna Lindgren" in anna.get("/registrera/godkann").text
    assert anna.post("/registrera/godkann").headers["Location"] == "/valj-organisation"
    assert anna.cookie("portal") == "n" * 43


def test_somebody_else_is_told_whose_invitation_it_is(bus: FakeBus, member: Callable[..., Visitor]) -> None:
    bus.give(ShowRegistration, registration(has_account=True))
    bus.refuse(AcceptInvitation, "other_account", email="anna@company.example")
    other = member()
    other.carry("registration", "r" * 43)
    other.get("/registrera/godkann")
    answer = other.post("/registrera/godkann")
    assert answer.status_code == 409
    assert "anna@company.example" in answer.text


def test_a_registration_that_is_gone_is_not_found(bus: FakeBus, visitor: Visitor) -> None:
    assert visitor.get("/registrera/uppgifter").status_code == 404
    bus.refuse(ShowRegistration, "not_found")
    visitor.carry("registration", "r" * 43)
    assert visitor.get("/registrera/uppgifter").status_code == 404


def test_space_is_no_name(bus: FakeBus, registering: Visitor) -> None:
    registering.get("/registrera/uppgifter")
    answer = registering.post("/registrera/uppgifter", DETAILS | {"given_name": "   "})
    assert answer.status_code == 422
    assert "Skriv ditt förnamn" in answer.text
    assert not bus.asks_of(SaveDetails)


def test_an_option_nobody_offered_is_refused_in_the_pages_language(bus: FakeBus, registering: Visitor) -> None:
    registering.get("/registrera/inloggning")
    answer = registering.post("/registrera/inloggning", {"way": "carrier-pigeon"})
    assert answer.status_code == 422
    assert "Not a valid" not in answer.text


@pytest.mark.parametrize("name", ["registration", "invitation", "device", "portal"])
def test_a_cookie_that_cannot_be_a_token_is_no_token(name: str, bus: FakeBus, visitor: Visitor) -> None:
    visitor.carry(name, "x" * 300)
    for path in ("/registrera/uppgifter", "/inbjudan", "/o/company/oversikt", "/logga-in"):
        assert visitor.get(path).status_code in (200, 303, 404)
    assert not bus.asked


def test_what_no_ask_can_hold_is_refused_without_a_fault(bus: FakeBus, member: Callable[..., Visitor]) -> None:
    anna = member()
    assert anna.get("/o/company/fakturor/" + "9" * 60).status_code == 422
    assert not bus.asks_of(OpenInvoice)
