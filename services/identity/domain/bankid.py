"""What we know of a BankID order: its moving code, its hints in our own words, and when to ask, renew and refuse."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlencode

COLLECT_EVERY = timedelta(seconds=2)
"""BankID's rule: an order is collected every second second, never more often."""
RENEW_FOR = timedelta(minutes=3)
RENEW_AT_MOST = 5
"""An order nobody picks up dies after 30 s; one attempt of a person may quietly replace it this long and this often."""


class Way(StrEnum):
    """How the person starts the app. Part of the order: a code is never shown for `same_device`, nor a start link for `other_device`."""

    OTHER_DEVICE = "other_device"
    SAME_DEVICE = "same_device"


@dataclass(frozen=True)
class StartedOrder:
    """BankID's answer to a start. `received_at` (UTC) is when the answer came: second 0 of the moving code."""

    order_ref: str
    auto_start_token: str
    qr_start_token: str
    qr_start_secret: str
    received_at: datetime


@dataclass(frozen=True)
class Pending:
    """The order waits; `hint` is BankID's word, kept as it came even when we do not know it."""

    hint: str


@dataclass(frozen=True)
class Failed:
    """The order is over without an identification. BankID says so once; asking again is refused."""

    hint: str


@dataclass(frozen=True)
class Complete:
    """The person identified. BankID says so once; asking again is refused. `risk` is low, moderate, high or
    None (not computed), in lower case.
    """

    personal_number: str
    name: str
    given_name: str
    surname: str
    device_ip: str
    risk: str | None
    issue_date: date | None


class BankIdUnavailable(Exception):  # noqa: N818 - an answer, not an error
    """BankID could not be reached or did not give a usable answer; `code` is for the log and `message_for_error`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class BankIdRefused(Exception):  # noqa: N818 - an answer, not an error
    """BankID answered that it will not: `already_in_progress`, `no_such_order`, or a code that means our own mistake."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def code_at(order: StartedOrder, now: datetime) -> str:
    """The text of the moving QR code at `now`; a new one every second since the order was received."""
    second = str(max(0, int((now - order.received_at).total_seconds())))
    seal = hmac.new(order.qr_start_secret.encode("ascii"), second.encode("ascii"), hashlib.sha256).hexdigest()
    return f"bankid.{order.qr_start_token}.{second}.{seal}"


def shows_code(way: Way, state: Pending | Failed | Complete) -> bool:
    """Whether the code may be shown: only on the other-device way, and only until an app has picked the order up."""
    return way is Way.OTHER_DEVICE and isinstance(state, Pending) and state.hint == "outstandingTransaction"


def start_link(base: str, order: StartedOrder) -> str:
    """The link that opens the app on this device. `base` is `https://app.bankid.com/` (phones) or `bankid:///` (computers)."""
    query = {"autostarttoken": order.auto_start_token}
    if base.startswith("bankid:"):
        query["redirect"] = "null"
    return f"{base}?{urlencode(query)}"


def may_collect(last_asked_at: datetime | None, now: datetime) -> bool:
    """Whether BankID may be asked again about one order, however often the browser asks us."""
    return last_asked_at is None or now - last_asked_at >= COLLECT_EVERY


def may_renew(way: Way, state: Failed, first_started_at: datetime, renewals: int, now: datetime) -> bool:
    """Whether an order nobody picked up is quietly replaced by a new one, within what the person sees as one attempt.

    Only for the code: on the same device a new start link would need a new press of the button.
    """
    return way is Way.OTHER_DEVICE and state.hint == "startFailed" and renewals < RENEW_AT_MOST and now - first_started_at < RENEW_FOR


def same_address(device_ip: str, end_user_ip: str) -> bool:
    """Whether the app ran behind the address that the browser came from; an IPv4 address written as IPv6 is the same address."""
    try:
        return _plain(device_ip) == _plain(end_user_ip)
    except ValueError:
        return False


def too_risky(result: Complete) -> bool:
    """Whether BankID advises against this sign-in. A missing value is no warning (it could not be computed); an unknown one is."""
    return result.risk not in (None, "low", "moderate")


_PENDING = {
    "noClient": "open_app",
    "started": "looking_for_bankid",
    "userSign": "enter_code",
    "userMrtd": "read_document",
    "userFace": "show_face",
    "userStepUp": "confirm_identity",
    "processing": "working",
    "userCallConfirm": "working",
}
_FAILED = {
    "cancelled": "cancelled",
    "userCancel": "cancelled_by_user",
    "expiredTransaction": "app_not_answering",
    "certificateErr": "bankid_blocked",
    "notSupportedByUserApp": "update_app",
    "userDeclinedCall": "in_a_call",
    "mrtdVerificationFailed": "document_failed",
    "facialRecognitionFailed": "face_failed",
    "nfcNotSupportedByDevice": "reader_missing",
    "multipleBankIdsOnDevice": "several_bankids",
    "stepUpFailed": "identity_not_confirmed",
}
_ERRORS = {
    "already_in_progress": "already_in_progress",
    "request_timeout": "unavailable",
    "internal_error": "unavailable",
    "maintenance": "unavailable",
    "connect_failed": "unavailable",
    "connection_lost": "unavailable",
    "timed_out": "unavailable",
}


def message_for(way: Way, state: Pending | Failed) -> str:
    """Our own code for what to tell the person (BankID's list of recommended messages, by situation).

    BankID adds hints without notice: an unknown pending one is `working`, an unknown failed one `unknown`.
    """
    if isinstance(state, Pending):
        if state.hint == "outstandingTransaction":
            return "scan" if way is Way.OTHER_DEVICE else "starting_app"
        return _PENDING.get(state.hint, "working")
    if state.hint == "startFailed":
        return "not_scanned" if way is Way.OTHER_DEVICE else "app_missing"
    return _FAILED.get(state.hint, "unknown")


def message_for_error(error: BankIdUnavailable | BankIdRefused) -> str:
    """What to tell the person when BankID gave no state at all; our own mistakes are never shown as BankID's."""
    return _ERRORS.get(error.code, "unknown")


def _plain(address: str) -> IPv4Address | IPv6Address:
    parsed = ip_address(address)
    return (parsed.ipv4_mapped or parsed) if isinstance(parsed, IPv6Address) else parsed
