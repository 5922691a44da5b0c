"""Signing in and out: staff, password, step-up, and coming back to the page that was wanted."""

from collections.abc import Callable

import pytest

from services.contracts.envelope import Done
from services.contracts.identity import (
    AssertFor,
    BankIdStarted,
    FinishBankId,
    PollBankId,
    SignInWithPassword,
    SignOut,
    StartBankId,
)
from services.contracts.rights import Role
from tests.gateway.conftest import TOKEN, Visitor
from tests.gateway.fake_bus import FakeBus, asserts
from tests.gateway.given.signing_in import opened, state


def test_staff_sign_in_at_their_own_door_with_their_own_cookie(bus: FakeBus, visitor: Visitor) -> None:
    bus.give(StartBankId, BankIdStarted(attempt="a" * 43))
    bus.give(PollBankId, state("complete", message="complete"))
    bus.give(FinishBankId, opened("staff"))
    visitor.get("/personal/logga-in?next=/personal/ko")
    visitor.post("/personal/logga-in/bankid", {"way": "other_device", "next": "/personal/ko"})
    (started,) = bus.asks_of(StartBankId)
    assert started.purpose == "staff_sign_in"
    assert visitor.get("/logga-in/bankid").headers["Location"] == "/personal/ko"
    assert visitor.cookie("staff") == "n" * 43
    assert not visitor.cookie("portal")


def test_a_password_signs_in_and_remembers_the_device_when_asked_to(bus: FakeBus, visitor: Visitor) -> None:
    bus.give(SignInWithPassword, opened().model_copy(update={"device_token": "d" * 43}))
    visitor.get("/logga-in/losenord")
    answer = visitor.post("/logga-in/losenord", {"email": " omar@company.example ", "password": "rätt häst batteri", "remember": "y"})
    assert answer.headers["Location"] == "/o/company/oversikt"
    assert visitor.cookie("device") == "d" * 43
    (asked,) = bus.asks_of(SignInWithPassword)
    assert (asked.email, asked.remember) == ("omar@company.example", True)


def test_a_wrong_password_keeps_the_address_and_never_the_password(bus: FakeBus, visitor: Visitor) -> None:
    bus.refuse(SignInWithPassword, "wrong_credentials")
    visitor.get("/logga-in/losenord")
    answer = visitor.post("/logga-in/losenord", {"email": "omar@company.example", "password": "hemligt lösenord"})
    assert answer.status_code == 422
    assert "E-postadressen eller lösenordet stämmer inte" in answer.text
    assert 'value="omar@company.example"' in answer.text
    assert "hemligt" not in answer.text
    assert "<title>Fel: " in answer.text


def test_too_many_tries_say_how_long_to_wait(bus: FakeBus, visitor: Visitor) -> None:
    bus.refuse(SignInWithPassword, "too_many_attempts", wait_s=90)
    visitor.get("/logga-in/losenord")
    answer = visitor.post("/logga-in/losenord", {"email": "omar@company.example", "password": "x"})
    assert answer.status_code == 429
    assert "Vänta 90 sekunder" in answer.text


def test_signing_out_ends_the_session_and_forgets_the_device(bus: FakeBus, member: Callable[..., Visitor]) -> None:
    bus.give(SignOut, Done())
    anna = member(several=True)
    anna.carry("device", "d" * 43)
    anna.get("/valj-organisation")
    answer = anna.post("/logga-ut")
    assert answer.status_code == 303
    assert "storage" in answer.headers["Clear-Site-Data"]
    assert not anna.cookie("portal")
    assert not anna.cookie("device")
    (asked,) = bus.asks_of(SignOut)
    assert asked.session_token == TOKEN


def test_signing_out_works_while_identity_is_silent(bus: FakeBus, member: Callable[..., Visitor]) -> None:
    anna = member(several=True)
    anna.get("/valj-organisation")
    bus.silence(SignOut)
    assert anna.post("/logga-ut").status_code == 303
    assert not anna.cookie("portal")


def test_invoices_without_bankid_lead_to_the_step_up_and_back(bus: FakeBus, member: Callable[..., Visitor]) -> None:
    anna = member(with_bankid=False)
    answer = anna.get("/o/company/fakturor?visa=obetalda")
    assert answer.headers["Location"] == "/o/company/fakturor/bankid?next=/o/company/fakturor?visa%3Dobetalda"
    assert "Fakturor kräver BankID" in anna.get("/o/company/fakturor/bankid?next=/o/company/fakturor").text
    bus.give(StartBankId, BankIdStarted(attempt="a" * 43))
    anna.post("/o/company/fakturor/bankid", {"way": "other_device", "next": "/o/company/fakturor"})
    (started,) = bus.asks_of(StartBankId)
    assert started.purpose == "step_up"
    assert started.session_token == TOKEN
    bus.give(PollBankId, state("complete", message="complete"))
    bus.give(FinishBankId, opened())
    assert anna.get("/logga-in/bankid").headers["Location"] == "/o/company/fakturor"
    assert anna.cookie("portal") == "n" * 43


def test_a_first_bankid_wants_the_password_again_and_a_remembered_device_is_no_way_round(
    bus: FakeBus, member: Callable[..., Visitor]
) -> None:
    bus.refuse(StartBankId, "sign_in")
    anna = member(with_bankid=False)
    anna.carry("device", "d" * 43)
    anna.get("/o/company/fakturor/bankid")
    answer = anna.post("/o/company/fakturor/bankid", {"way": "other_device", "next": "/o/company/fakturor"})
    assert answer.headers["Location"].startswith("/logga-in/losenord?next=/o/company/fakturor/bankid")
    assert "Skriv ditt lösenord igen" in anna.get(answer.headers["Location"]).text


@pytest.mark.parametrize("role", [Role.ADMIN, Role.USER])
def test_others_are_refused_the_invoices_and_the_step_up(role: Role, bus: FakeBus, member: Callable[..., Visitor]) -> None:
    omar = member(role)
    assert omar.get("/o/company/fakturor").status_code == 403
    assert omar.get("/o/company/fakturor/bankid").status_code == 403


def test_a_lapsed_session_comes_back_to_the_page_it_was_on(bus: FakeBus, visitor: Visitor) -> None:
    bus.refuse(AssertFor, "sign_in")
    visitor.carry("portal", TOKEN)
    assert visitor.get("/o/company/arenden?visa=avslutade").headers["Location"] == "/logga-in?next=/o/company/arenden?visa%3Davslutade"
    assert not visitor.cookie("portal")


def test_somebody_signed_in_is_not_shown_the_door(bus: FakeBus, visitor: Visitor) -> None:
    bus.give(AssertFor, asserts())
    visitor.carry("portal", TOKEN)
    assert visitor.get("/logga-in?next=/o/company/drift").headers["Location"] == "/o/company/drift"
