"""What BankID answers with, read strictly where we rely on it and tolerantly where BankID may add things."""

import json
import re
from datetime import date, datetime

from services.identity.domain.bankid import BankIdRefused, BankIdUnavailable, Complete, Failed, Pending, StartedOrder

_TOKEN = re.compile(r"[0-9A-Za-z-]{8,64}")
_HINT = re.compile(r"[0-9A-Za-z_-]{1,64}")
_PERSONAL_NUMBER = re.compile(r"[0-9]{12}")
_BY_STATUS = {
    400: "invalidParameters",
    401: "unauthorized",
    403: "unauthorized",
    404: "notFound",
    405: "methodNotAllowed",
    408: "requestTimeout",
    415: "unsupportedMediaType",
    503: "maintenance",
}
_UNAVAILABLE = {"requesttimeout": "request_timeout", "internalerror": "internal_error", "maintenance": "maintenance"}
_REFUSED = {
    "alreadyinprogress": "already_in_progress",
    "invalidparameters": "invalid_parameters",
    "unauthorized": "unauthorized",
    "notfound": "not_found",
    "methodnotallowed": "method_not_allowed",
    "unsupportedmediatype": "unsupported_media_type",
}
Json = dict[str, object]


def read_object(raw: bytes) -> Json:
    """The body as a JSON object. Raises BankIdUnavailable(bad_answer)."""
    try:
        parsed = json.loads(raw)
    except (ValueError, RecursionError):
        raise BankIdUnavailable("bad_answer") from None
    if not isinstance(parsed, dict):
        raise BankIdUnavailable("bad_answer")
    return parsed


def error_from(status: int, raw: bytes) -> BankIdUnavailable | BankIdRefused:
    """The error in an answer other than 200. The body may be empty or no JSON at all: then the status decides.

    The spelling of error codes has varied between versions, so case does not count.
    """
    try:
        told = read_object(raw).get("errorCode")
    except BankIdUnavailable:
        told = None
    code = (told if isinstance(told, str) else _BY_STATUS.get(status, "")).lower()
    if code in _REFUSED and 400 <= status < 500:
        return BankIdRefused(_REFUSED[code])
    if status >= 500 or code in _UNAVAILABLE:
        return BankIdUnavailable(_UNAVAILABLE.get(code, "internal_error"))
    return BankIdRefused("refused") if 400 <= status < 500 else BankIdUnavailable("bad_answer")


def read_started(answer: Json, received_at: datetime) -> StartedOrder:
    """A started order. Raises BankIdUnavailable(bad_answer)."""
    order_ref, auto_start, qr_token, qr_secret = (
        _matching(answer, name, _TOKEN) for name in ("orderRef", "autoStartToken", "qrStartToken", "qrStartSecret")
    )
    return StartedOrder(order_ref, auto_start, qr_token, qr_secret, received_at)


def read_state(answer: Json, order_ref: str) -> Pending | Failed | Complete:
    """What collect says about the order asked for, and no other. Raises BankIdUnavailable(bad_answer)."""
    if answer.get("orderRef") != order_ref:
        raise BankIdUnavailable("bad_answer")
    status = answer.get("status")
    if status == "pending":
        return Pending(_matching(answer, "hintCode", _HINT))
    if status == "failed":
        return Failed(_matching(answer, "hintCode", _HINT))
    if status != "complete":
        raise BankIdUnavailable("bad_answer")
    completed = _inside(answer, "completionData")
    user = _inside(completed, "user")
    risk = completed.get("risk")
    return Complete(
        personal_number=_matching(user, "personalNumber", _PERSONAL_NUMBER),
        name=_text(user, "name"),
        given_name=_text(user, "givenName"),
        surname=_text(user, "surname"),
        device_ip=_text(_inside(completed, "device"), "ipAddress"),
        risk=risk.lower() if isinstance(risk, str) and risk else None,
        issue_date=_day(completed.get("bankIdIssueDate")),
    )


def _inside(answer: Json, name: str) -> Json:
    found = answer.get(name)
    if not isinstance(found, dict):
        raise BankIdUnavailable("bad_answer")
    return found


def _text(answer: Json, name: str) -> str:
    found = answer.get(name)
    if not isinstance(found, str):
        raise BankIdUnavailable("bad_answer")
    return found


def _matching(answer: Json, name: str, form: re.Pattern[str]) -> str:
    found = _text(answer, name)
    if not form.fullmatch(found):
        raise BankIdUnavailable("bad_answer")
    return found


def _day(found: object) -> date | None:
    try:
        return date.fromisoformat(found[:10]) if isinstance(found, str) else None
    except ValueError:
        return None
