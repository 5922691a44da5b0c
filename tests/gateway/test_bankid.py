"""Signing in with BankID, on this device or on another."""

import html

import pytest

from gateway.bankid import MESSAGES, drawn
from gateway.errors import SENTENCES
from services.contracts.envelope import Done
from services.contracts.identity import (
    BankIdStarted,
    CancelBankId,
    FinishBankId,
    PollBankId,
    StartBankId,
)
from services.identity.domain import bankid as identity_bankid
from tests.gateway.conftest import Visitor
from tests.gateway.fake_bus import FakeBus
from tests.gateway.given.signing_in import CODE, PHONE, opened, state


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
