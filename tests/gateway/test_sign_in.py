"""Signing in: choice of way, BankID on either device, password, step-up, signing out."""

import html
from collections.abc import Callable
from typing import Any

import pytest

from gateway.bankid import MESSAGES, drawn
from gateway.errors import SENTENCES
from services.contracts.envelope import Done
from services.contracts.identity import (
    AssertFor,
    BankIdStarted,
    BankIdState,
    CancelBankId,
    FinishBankId,
    PollBankId,
    SignedIn,
    SignInWithPassword,
    SignOut,
    StartBankId,
)
from services.contracts.rights import Role
from services.identity.domain import bankid as identity_bankid
from tests.gateway.conftest import TOKEN, Visitor
from tests.gateway.fake_bus import COMPANY, STUDIO, FakeBus, asserts

CODE = "bankid.67df3917-fa0d-44e5-b327-edcc928297f8.0.dc69358e712458a66a7525beef148ae8526b1c71610eff2c16cdffb4cdac9bf8"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Mobile/15E148"


def opened(kind: str = "tenant", *, several: bool = False, last: str | None = "company") -> SignedIn:
    """A new session."""
    memberships = [] if kind == "staff" else [COMPANY, STUDIO] if several else [COMPANY]
    return SignedIn.model_validate(
        {
            "session_token": "n" * 43,
            "device_token": None,
            "kind": kind,
            "person_id": "person-1",
            "person_name": "Anna Lindgren",
            "language": "sv",
            "memberships": memberships,
            "last_organisation": last,
        }
    )


def state(now: str = "waiting", *, way: str = "other_device", message: str = "scan", qr: str | None = None, **more: Any) -> BankIdState:
    """What identity says of an order."""
    given = {"state": now, "way": way, "message": message, "qr": qr, "start_address": None, "needs_return": False}
    return BankIdState.model_validate(given | more)


@pytest.fixture
def ordered(bus: FakeBus, visitor: Visitor) -> Visitor:
    """Somebody who has clicked BankID on a computer."""
    bus.give(StartBankId, BankIdStarted(attempt="a" * 43))
    visitor.get("/logga-in")
    assert visitor.post("/logga-in/bankid", {"way": "other_device"}).headers["Location"] == "/logga-in/bankid"
    return visitor


def test_bankid_comes_first_and_an_order_is_started_by_a_click_only(bus: FakeBus, visitor: Visitor) -> None:
    page = visitor.get("/logga-in").text
    assert page.index("BankID</span>") < page.index("E-post och lösenord")
    assert not bus.asked


def test_a_phone_is_offered_the_app_it_has_and_a_computer_the_code(visitor: Visitor) -> None:
    assert 'name="way" value="same_device"' in visitor.get("/logga-in", User_Agent=PHONE).text
    assert 'name="way" value="other_device"' in visitor.get("/logga-in").text


def test_the_code_is_drawn_with_what_to_do_and_a_way_out(bus: FakeBus, ordered: Visitor) -> None:
    bus.give(PollBankId, state(qr=CODE))
    page = ordered.get("/logga-in/bankid").text
    path, side = drawn(CODE)
    assert f'd="{path}"' in page
    assert f'viewBox="0 0 {side} {side}"' in page
    assert "Skanna QR-koden med BankID-appen" in page
    assert "Avbryt" in page
    assert '<noscript><meta http-equiv="refresh" content="1"></noscript>' in page


def test_the_code_is_gone_once_it_is_scanned(bus: FakeBus, ordered: Visitor) -> None:
    bus.give(PollBankId, state(message="enter_code"))
    page = ordered.get("/logga-in/bankid").text
    assert "Skriv in din säkerhetskod" in page
    assert "data-code hidden" in page


def test_the_script_gets_the_same_as_the_page(bus: FakeBus, ordered: Visitor) -> None:
    bus.give(PollBankId, state(qr=CODE))
    path, side = drawn(CODE)
    assert ordered.get("/logga-in/bankid/lage").get_json() == {"shows": "code", "message": str(MESSAGES["scan"]), "qr": path, "side": side}
    bus.give(PollBankId, state("complete", message="complete"))
    assert ordered.get("/logga-in/bankid/lage").get_json()["shows"] == "end"
    assert not bus.asks_of(FinishBankId)


def test_a_complete_order_signs_in_and_leads_to_the_organisation_used_last(bus: FakeBus, ordered: Visitor) -> None:
    bus.give(PollBankId, state("complete", message="complete"))
    bus.give(FinishBankId, opened(several=True, last="company"))
    answer = ordered.get("/logga-in/bankid")
    assert answer.headers["Location"] == "/o/company/oversikt"
    assert ordered.cookie("portal") == "n" * 43
    assert not ordered.cookie("attempt")


def test_signing_in_leads_back_to_the_page_that_was_wanted(bus: FakeBus, visitor: Visitor) -> None:
    bus.give(StartBankId, BankIdStarted(attempt="a" * 43))
    bus.give(PollBankId, state("complete", message="complete"))
    bus.give(FinishBankId, opened())
    visitor.get("/logga-in?next=/o/company/arenden/4711")
    visitor.post("/logga-in/bankid", {"way": "other_device", "next": "/o/company/arenden/4711"})
    assert visitor.get("/logga-in/bankid").headers["Location"] == "/o/company/arenden/4711"


def test_nobody_is_sent_to_another_site_after_signing_in(bus: FakeBus, visitor: Visitor) -> None:
    bus.give(StartBankId, BankIdStarted(attempt="a" * 43))
    bus.give(PollBankId, state("complete", message="complete"))
    bus.give(FinishBankId, opened())
    visitor.get("/logga-in")
    visitor.post("/logga-in/bankid", {"way": "other_device", "next": "//evil.example/"})
    assert visitor.get("/logga-in/bankid").headers["Location"] == "/o/company/oversikt"


def test_on_the_same_device_the_nonce_that_came_back_goes_along(bus: FakeBus, visitor: Visitor) -> None:
    bus.give(StartBankId, BankIdStarted(attempt="a" * 43))
    visitor.get("/logga-in", User_Agent=PHONE)
    visitor.post("/logga-in/bankid", {"way": "same_device"})
    (started,) = bus.asks_of(StartBankId)
    assert started.return_address == "https://localhost/logga-in/bankid/ater"
    bus.give(PollBankId, state(way="same_device", message="starting_app", start_address="https://app.bankid.com/?autostarttoken=x"))
    page = visitor.get("/logga-in/bankid").text
    assert 'href="https://app.bankid.com/?autostarttoken=x"' in page
    bus.give(PollBankId, state("complete", way="same_device", message="complete", needs_return=True))
    assert "Gå tillbaka hit" in visitor.get("/logga-in/bankid").text
    assert not bus.asks_of(FinishBankId)
    bus.give(FinishBankId, opened())
    visitor.get("/logga-in/bankid/ater?n=nonce-from-bankid")
    visitor.get("/logga-in/bankid")
    (finished,) = bus.asks_of(FinishBankId)
    assert finished.nonce == "nonce-from-bankid"


def test_the_other_device_never_gets_a_start_link_and_the_same_device_never_a_code(bus: FakeBus, ordered: Visitor) -> None:
    bus.give(PollBankId, state(qr=CODE))
    assert "autostarttoken" not in ordered.get("/logga-in/bankid").text


def test_a_failed_order_says_why_and_offers_a_new_code(bus: FakeBus, ordered: Visitor) -> None:
    bus.give(PollBankId, state("failed", message="cancelled_by_user"))
    page = ordered.get("/logga-in/bankid").text
    assert "Du avbröt i BankID-appen." in page
    assert "Visa ny QR-kod" in page
    assert "http-equiv" not in page


@pytest.mark.parametrize("code", ["no_account", "bankid_risk", "bankid_return_mismatch", "bankid_other_person"])
def test_an_order_that_identity_refuses_is_over_and_says_why(code: str, bus: FakeBus, ordered: Visitor) -> None:
    bus.give(PollBankId, state("complete", message="complete"))
    bus.refuse(FinishBankId, code)
    answer = ordered.get("/logga-in/bankid")
    assert answer.status_code == 409
    assert str(SENTENCES[code].sentence) in html.unescape(answer.text)
    assert not ordered.cookie("portal")
    assert ordered.post("/logga-in/bankid/byt", {"way": "other_device"}).headers["Location"] == "/logga-in/bankid"


def test_coming_back_from_the_app_in_another_browser_says_so(visitor: Visitor) -> None:
    answer = visitor.get("/logga-in/bankid/ater?n=nonce-from-bankid")
    assert answer.status_code == 409
    assert "en annan webbläsare" in answer.text


def test_an_attempt_cookie_somebody_has_written_is_no_order(bus: FakeBus, visitor: Visitor) -> None:
    visitor.carry("attempt", '{"attempt": "' + "a" * 43 + '"}')
    assert visitor.get("/logga-in/bankid").headers["Location"] == "/logga-in"
    assert not bus.asked


def test_cancelling_tells_identity(bus: FakeBus, ordered: Visitor) -> None:
    bus.give(PollBankId, state(qr=CODE))
    bus.give(CancelBankId, Done())
    ordered.get("/logga-in/bankid")
    assert ordered.post("/logga-in/bankid/avbryt").headers["Location"] == "/logga-in"
    assert len(bus.asks_of(CancelBankId)) == 1


def test_while_bankid_is_silent_the_page_says_so_and_offers_e_mail(bus: FakeBus, visitor: Visitor) -> None:
    bus.refuse(StartBankId, "bankid_unavailable")
    visitor.get("/logga-in")
    answer = visitor.post("/logga-in/bankid", {"way": "other_device"})
    assert answer.status_code == 503
    assert "BankID svarar inte just nu" in answer.text
    assert "/logga-in/losenord" in answer.text


def test_every_message_of_identity_has_a_sentence() -> None:
    tables = (identity_bankid._PENDING, identity_bankid._FAILED, identity_bankid._ERRORS)
    codes = {code for table in tables for code in table.values()}
    assert codes | {"scan", "starting_app", "not_scanned", "app_missing", "working", "unknown", "complete"} <= set(MESSAGES)


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
