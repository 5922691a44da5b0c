"""From Kom igång to a finished account."""

from collections.abc import Callable

import pytest

from services.contracts.billing import OpenInvoice
from services.contracts.identity import (
    AssertFor,
    BankIdStarted,
    CompleteWithPassword,
    SaveDetails,
    ShowRegistration,
    StartBankId,
)
from services.contracts.rights import Role
from tests.gateway.conftest import Visitor
from tests.gateway.fake_bus import FakeBus, asserts
from tests.gateway.given.registering import registration
from tests.gateway.given.signing_in import opened

DETAILS = {"given_name": "Anna", "surname": "Lindgren", "phone": "070-123 45 67", "language": "sv"}


@pytest.fixture
def registering(bus: FakeBus, visitor: Visitor) -> Visitor:
    """Somebody who has clicked Kom igång."""
    bus.give(ShowRegistration, registration())
    visitor.carry("registration", "r" * 43)
    return visitor


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
