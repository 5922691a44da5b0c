"""What goes around an ask on the wire."""

import json

import pytest

from services.chassis.envelopes import NotAnEnvelope, Opener, seal
from services.contracts.billing import ListInvoices
from services.contracts.identity import Browser, SignInWithPassword

OPENER = Opener(ListInvoices)


def test_what_is_sealed_is_opened_again() -> None:
    opened = OPENER.open(seal(ListInvoices(page=3), 'eyJ"\\', "page-1", 12.5))
    assert opened.ask == ListInvoices(page=3)
    assert (opened.assertion, opened.correlation_id, opened.deadline) == ('eyJ"\\', "page-1", 12.5)
    assert OPENER.open(seal(ListInvoices(), None, "", 1.0)).assertion is None


def test_a_wrong_ask_is_told_apart_from_a_wrong_envelope() -> None:
    body = json.loads(seal(ListInvoices(), "t", "c", 1.0))
    body["ask"]["page"] = 0
    opened = OPENER.open(json.dumps(body).encode())
    assert (opened.ask, opened.place, opened.assertion) == (None, "page", "t")
    del body["ask"]
    assert OPENER.open(json.dumps(body).encode()).ask is None


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b"{}", b"\xff", b'{"ask": {}}', b'{"assertion": null, "correlation_id": 1, "deadline": 1}']
)
def test_what_is_no_envelope_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(NotAnEnvelope):
        OPENER.open(body)


@pytest.mark.parametrize(
    ("number", "is_nul"), [("\x00", True), ("a\x00b", True), ("\\\x00", True), ("\\u0000", False), ("\\\\u0000", False), ("u0000", False)]
)
def test_a_nul_is_refused_and_what_only_looks_like_one_is_not(number: str, is_nul: bool) -> None:
    opener = Opener(SignInWithPassword)
    browser = Browser(browser_id="b" * 20, ip="::1", user_agent="x")
    ask = SignInWithPassword(email="a@example.se", password=number, remember=False, browser=browser)
    assert opener.open(seal(ask, None, "c", 1.0)).ask == (None if is_nul else ask)


def test_fields_a_later_gateway_adds_are_ignored() -> None:
    body = json.loads(seal(ListInvoices(), "t", "c", 1.0)) | {"trace": "x"}
    body["ask"]["colour"] = "blue"
    assert OPENER.open(json.dumps(body).encode()).ask == ListInvoices()


def test_an_assertion_is_not_shown_by_accident() -> None:
    assert "hemligt" not in repr(OPENER.open(seal(ListInvoices(), "hemligt", "c", 1.0)))
