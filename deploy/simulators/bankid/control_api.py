"""The control API under /api: the app's deeds as JSON. A refusal by the app is 4xx with {"error": code}."""

from typing import Any

import segno
from flask import Blueprint, Response, jsonify, request

from deploy.simulators.bankid.app import RISKS, return_url, shown
from deploy.simulators.bankid.current import book, simulator
from deploy.simulators.bankid.faults import BadFault
from deploy.simulators.bankid.order_book import AppRefuses
from deploy.simulators.bankid.persons import PERSONS

STATUS = {
    "unknown_order": 404,
    "unknown_code": 404,
    "unknown_token": 404,
    "malformed_code": 400,
    "unknown_person": 400,
    "unknown_risk": 400,
}

api = Blueprint("api", __name__, url_prefix="/api")


class BadRequest(Exception):  # noqa: N818 - an answer, not an error
    """The JSON is missing or of the wrong form; the text says what was expected."""


@api.errorhandler(AppRefuses)
def app_refuses(refused: AppRefuses) -> tuple[Response, int]:
    """The app will not."""
    return jsonify(error=refused.code), STATUS.get(refused.code, 409)


@api.errorhandler(BadRequest)
@api.errorhandler(BadFault)
def not_understood(wrong: Exception) -> tuple[Response, int]:
    """The request is not understood."""
    return jsonify(error="bad_request", details=str(wrong)), 400


@api.get("/persons")
def persons() -> Response:
    """Who there is."""
    return jsonify(
        [{"id": p.id, "personal_number": p.personal_number, "name": p.name, "note": p.note, "expired": p.expired} for p in PERSONS.values()]
    )


@api.get("/orders")
def orders() -> Response:
    """Orders that have not ended, newest first."""
    return jsonify([shown(order) for order in book().waiting()])


@api.get("/orders/<order_id>")
def order(order_id: str) -> Response:
    """One order."""
    return jsonify(shown(book().by_id(order_id)))


@api.get("/orders/<order_id>/code.svg")
def code(order_id: str) -> Response:
    """The code of this second, as a picture."""
    drawn = segno.make(book().code_of(book().by_id(order_id)), error="m", mask=3)
    svg = drawn.svg_inline(scale=4, border=2, light="#fff", omitsize=True)
    return Response(
        svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1) if "xmlns=" not in svg else svg,
        mimetype="image/svg+xml",
        headers={"Cache-Control": "no-store"},
    )


@api.post("/orders/<order_id>/scan")
def scan_live(order_id: str) -> Response:
    """Pick up by the live code, through the same check as a real scan."""
    return jsonify(shown(book().scan(book().code_of(book().by_id(order_id)), _device_ip(_json(optional=True)))))


@api.post("/scan")
def scan() -> Response:
    """Pick up by the code's text."""
    body = _json()
    return jsonify(shown(book().scan(_text(body, "qr"), _device_ip(body))))


@api.post("/autostart")
def autostart() -> Response:
    """Pick up by the start link's token."""
    body = _json()
    return jsonify(shown(book().autostart(_text(body, "token"), _device_ip(body))))


@api.post("/orders/<order_id>/open")
def open_call(order_id: str) -> Response:
    """Pick up an order started in a phone call."""
    return jsonify(shown(book().open_call(order_id, _device_ip(_json(optional=True)))))


@api.post("/orders/<order_id>/step")
def step(order_id: str) -> Response:
    """Wait with this hint."""
    book().show(order_id, _text(_json(), "hint"))
    return jsonify(shown(book().by_id(order_id)))


@api.post("/orders/<order_id>/approve")
def approve(order_id: str) -> Response:
    """The person identifies; answers with where the app returns to."""
    body = _json()
    risk = body.get("risk", RISKS[0])
    order = simulator().approve(
        order_id,
        _text(body, "person"),
        risk=None if risk is None else str(risk),
        device_ip=str(body.get("device_ip") or ""),
        document_passed=body.get("document_passed", True) is True,
    )
    return jsonify({**shown(order), "return_url": return_url(order)})


@api.post("/orders/<order_id>/cancel")
def cancel(order_id: str) -> Response:
    """The person presses cancel."""
    book().end(order_id, "userCancel")
    return jsonify({})


@api.post("/orders/<order_id>/fail")
def fail(order_id: str) -> Response:
    """End with this hint."""
    book().end(order_id, _text(_json(), "hint"))
    return jsonify({})


@api.post("/clock")
def clock() -> Response:
    """Move time forward."""
    ahead = _json().get("advance_s")
    if isinstance(ahead, bool) or not isinstance(ahead, int | float) or not 0 <= ahead <= 86_400:
        raise BadRequest("advance_s is a number of seconds from 0 to 86400")
    simulator().clock.advance(ahead)
    return jsonify({})


@api.post("/faults")
def faults() -> Response:
    """Misbehave."""
    body = _json()
    hint = body.pop("first_hint", None)
    if hint not in (None, "outstandingTransaction", "noClient"):
        raise BadRequest("first_hint is outstandingTransaction or noClient")
    simulator().faults.set(body)
    book().first_hint = hint or book().first_hint
    return jsonify({})


@api.delete("/faults")
def no_faults() -> Response:
    """Behave again."""
    simulator().faults.clear()
    book().first_hint = "outstandingTransaction"
    return jsonify({})


def _json(*, optional: bool = False) -> dict[str, Any]:
    body = request.get_json(silent=True)
    if body is None and optional:
        return {}
    if not isinstance(body, dict):
        raise BadRequest("expected a JSON object")
    return body


def _text(body: dict[str, Any], name: str) -> str:
    found = body.get(name)
    if not isinstance(found, str) or not found:
        raise BadRequest(f"{name} is a text")
    return found


def _device_ip(body: dict[str, Any]) -> str:
    return str(body.get("device_ip") or request.remote_addr or "")
