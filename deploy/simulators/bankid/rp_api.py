"""The RP API v6.0 without its transport: one request in, status and JSON out."""

import json
import logging
from dataclasses import dataclass

from deploy.simulators.bankid import validation
from deploy.simulators.bankid.faults import error_body
from deploy.simulators.bankid.order_book import AlreadyInProgress, NoSuchOrder, OrderBook

PREFIX = "/rp/v6.0/"
STARTS = ("auth", "sign", "phone/auth", "phone/sign")
OPERATIONS = (*STARTS, "collect", "cancel")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RpRequest:
    """A request as it came through the TLS server; `certificate` is the client certificate's SHA-256, `rp_name` its name."""

    method: str
    path: str
    content_type: str | None
    body: bytes | None
    certificate: str
    rp_name: str


@dataclass(frozen=True)
class RpAnswer:
    """What goes back."""

    status: int
    body: bytes


def operation_of(path: str) -> str:
    """The operation in a path, or the empty string."""
    name = path.removeprefix(PREFIX)
    return name if path.startswith(PREFIX) and name in OPERATIONS else ""


def answer(book: OrderBook, request: RpRequest) -> RpAnswer:
    """Answer as BankID does, errors included. `body` None means that it was too large to read."""
    operation = operation_of(request.path)
    if not operation:
        return _error(404, "notFound", "No such endpoint")
    if request.method != "POST":
        return _error(405, "methodNotAllowed", "Use POST")
    if request.content_type != "application/json":
        return _error(415, "unsupportedMediaType", "Content-Type must be application/json")
    if request.body is None:
        return _error(400, "invalidParameters", "Invalid request")
    try:
        return RpAnswer(200, json.dumps(_perform(book, operation, request, validation.parse(request.body))).encode())
    except validation.InvalidParameters as wrong:
        return _error(400, "invalidParameters", str(wrong))
    except NoSuchOrder:
        return _error(400, "invalidParameters", "No such order")
    except AlreadyInProgress:
        return _error(400, "alreadyInProgress", "Order already in progress for pno")


def _perform(book: OrderBook, operation: str, request: RpRequest, body: dict[str, object]) -> dict[str, object]:
    if operation == "collect":
        return book.collect(validation.order_ref(body), request.certificate)
    if operation == "cancel":
        book.cancel(validation.order_ref(body), request.certificate)
        return {}
    order = book.start(validation.wanted(operation, body), request.certificate, request.rp_name)
    if operation.startswith("phone/"):
        return {"orderRef": order.order_ref}
    return {
        "orderRef": order.order_ref,
        "autoStartToken": order.auto_start_token,
        "qrStartToken": order.qr_start_token,
        "qrStartSecret": order.qr_start_secret,
    }


def _error(status: int, code: str, details: str) -> RpAnswer:
    _log.info("refused %s %s: %s", status, code, details)
    return RpAnswer(status, error_body(code, details))
