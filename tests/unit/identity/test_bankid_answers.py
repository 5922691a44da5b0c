"""BankID's answers are read strictly where we rely on them, and tolerantly where BankID may add things."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.identity.adapters.bankid_answers import error_from, read_object, read_started, read_state
from services.identity.domain.bankid import BankIdRefused, BankIdUnavailable, Complete, Failed, Pending

REF = "131daac9-16c6-4618-beb0-365768f37288"
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def complete(**changes: Any) -> dict[str, Any]:
    data = {
        "user": {"personalNumber": "199001012385", "name": "ANNA LINDGREN", "givenName": "ANNA", "surname": "LINDGREN"},
        "device": {"ipAddress": "192.0.2.1"},
        "bankIdIssueDate": "2025-03-14",
        "signature": "",
        "ocspResponse": "",
    }
    return {"orderRef": REF, "status": "complete", "completionData": data | changes, "addedLater": True}


def test_a_complete_answer_is_read() -> None:
    expected = Complete("199001012385", "ANNA LINDGREN", "ANNA", "LINDGREN", "192.0.2.1", None, date(2025, 3, 14))
    assert read_state(complete(), REF) == expected


@pytest.mark.parametrize(
    ("sent", "kept"), [("LOW", "low"), ("moderate", "moderate"), ("High", "high"), ("NEW", "new"), ("", None), (None, None), (3, None)]
)
def test_risk_is_read_in_any_case(sent: object, kept: str | None) -> None:
    state = read_state(complete(risk=sent), REF)
    assert isinstance(state, Complete)
    assert state.risk == kept


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("2025-03-14+01:00", date(2025, 3, 14)), ("2025-03-14Z", date(2025, 3, 14)), ("soon", None), (None, None), (20250314, None)],
)
def test_the_issue_date_is_read_leniently(sent: object, kept: date | None) -> None:
    state = read_state(complete(bankIdIssueDate=sent), REF)
    assert isinstance(state, Complete)
    assert state.issue_date == kept


def test_unknown_hints_are_kept() -> None:
    assert read_state({"orderRef": REF, "status": "pending", "hintCode": "somethingNew2027"}, REF) == Pending("somethingNew2027")
    assert read_state({"orderRef": REF, "status": "failed", "hintCode": "somethingNew2027"}, REF) == Failed("somethingNew2027")


USER = complete()["completionData"]["user"]


@pytest.mark.parametrize(
    "answer",
    [
        complete() | {"orderRef": "another"},
        complete() | {"orderRef": None},
        complete() | {"status": "new"},
        {"orderRef": REF, "status": "complete"},
        {"orderRef": REF, "status": "pending"},
        {"orderRef": REF, "status": "failed", "hintCode": 5},
        {"orderRef": REF, "status": "failed", "hintCode": "<script>"},
        complete(user=None),
        complete(user=USER | {"personalNumber": "900101-2385"}),
        complete(user=USER | {"personalNumber": 199001012385}),
        complete(user=USER | {"personalNumber": "19900101238٥"}),
        complete(user={"personalNumber": "199001012385"}),
        complete(device={}),
    ],
)
def test_an_answer_we_cannot_rely_on_is_no_answer(answer: dict[str, Any]) -> None:
    with pytest.raises(BankIdUnavailable, match="bad_answer"):
        read_state(answer, REF)


STARTED = {"orderRef": REF, "autoStartToken": REF, "qrStartToken": REF, "qrStartSecret": REF}


def test_a_started_order_is_read() -> None:
    order = read_started(STARTED | {"addedLater": 1}, NOW)
    assert (order.order_ref, order.qr_start_secret, order.received_at) == (REF, REF, NOW)


@pytest.mark.parametrize(
    "change", [{"qrStartSecret": None}, {"orderRef": ""}, {"autoStartToken": "å" * 36}, {"qrStartToken": "a b c d e f g"}]
)
def test_a_start_without_its_four_tokens_is_no_answer(change: dict[str, object]) -> None:
    with pytest.raises(BankIdUnavailable, match="bad_answer"):
        read_started(STARTED | change, NOW)


@pytest.mark.parametrize("raw", [b"", b"<html>", b"[]", b"[" * 100_000, b"\xff\xfe\x00"])
def test_what_is_no_json_object_is_no_answer(raw: bytes) -> None:
    with pytest.raises(BankIdUnavailable, match="bad_answer"):
        read_object(raw)


def told(code: str) -> bytes:
    return json.dumps({"errorCode": code, "details": "for logs"}).encode()


@pytest.mark.parametrize(
    ("status", "body", "kind", "code"),
    [
        (400, told("alreadyInProgress"), BankIdRefused, "already_in_progress"),
        (400, told("invalidParameters"), BankIdRefused, "invalid_parameters"),
        (400, told("somethingNew2027"), BankIdRefused, "refused"),
        (400, b"", BankIdRefused, "invalid_parameters"),
        (401, b"<html>", BankIdRefused, "unauthorized"),
        (403, told("unauthorized"), BankIdRefused, "unauthorized"),
        (404, b"", BankIdRefused, "not_found"),
        (405, b"", BankIdRefused, "method_not_allowed"),
        (408, b"", BankIdUnavailable, "request_timeout"),
        (415, b"null", BankIdRefused, "unsupported_media_type"),
        (500, told("internalError"), BankIdUnavailable, "internal_error"),
        (502, b"<html>", BankIdUnavailable, "internal_error"),
        (503, told("Maintenance"), BankIdUnavailable, "maintenance"),
        (503, b"", BankIdUnavailable, "maintenance"),
        (500, told("invalidParameters"), BankIdUnavailable, "internal_error"),
        (302, b"", BankIdUnavailable, "bad_answer"),
        (204, b"", BankIdUnavailable, "bad_answer"),
    ],
)
def test_errors_are_told_apart(status: int, body: bytes, kind: type[Exception], code: str) -> None:
    error = error_from(status, body)
    assert (type(error), error.code) == (kind, code)
