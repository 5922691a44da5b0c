"""The link in the mail: what it shows, what it uses up, and accepting with an account one has."""

from collections.abc import Callable

import pytest

from services.contracts.envelope import Done
from services.contracts.identity import (
    AcceptInvitation,
    AskForNewInvitation,
    BeginRegistration,
    ShowInvitation,
    ShowRegistration,
)
from tests.gateway.conftest import Visitor
from tests.gateway.fake_bus import FakeBus
from tests.gateway.given.registering import TOKEN, invitation, registration
from tests.gateway.given.signing_in import opened


@pytest.fixture
def invited(bus: FakeBus, visitor: Visitor) -> Visitor:
    """Somebody who has opened the link."""
    bus.give(ShowInvitation, invitation())
    assert visitor.get(f"/inbjudan/{TOKEN}").headers["Location"] == "/inbjudan"
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
