"""The BankID page: the code or the button, what to do now, and the way back; the same for every purpose."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from gateway import bankid, errors
from gateway.asking import ask, browser
from gateway.security import cookies, headers
from gateway.security.rate_limit import RateLimit
from services.chassis.rpc_client import Unavailable
from services.contracts.identity import BankIdState, CancelBankId, PollBankId
from services.contracts.refusals import Refused

pages = Blueprint("bankid", __name__, url_prefix="/logga-in/bankid")

POLLS = RateLimit(120, 60)
"""A page asks once a second; two pages in one browser are let through, more are not."""

BACK = {"sign_in": "sign_in.choose", "staff_sign_in": "staff_sign_in.choose", "register": "registration.way", "step_up": "front.start"}


@pages.get("")
def show() -> Response | str | tuple[str, int]:
    """Where the order stands. A complete one is finished here, so that the page works without script too."""
    headers.never_keep()
    order = bankid.order()
    if order is None:
        return redirect(url_for("sign_in.choose"), 303)
    try:
        state = ask(PollBankId(attempt=order.attempt, browser=browser()))
        if state.state == "complete" and (not state.needs_return or order.nonce):
            return bankid.finish(order)
    except Refused as refused:
        known = refused.refusal.code != "not_found"
        message = errors.sentence(refused.refusal) if known else bankid.MESSAGES["stopped"]
        return render_template("sign_in/bankid.html", order=order, state=None, message=message, back=_back(order)), 409 if known else 200
    path, side = bankid.drawn(state.qr) if state.qr else ("", 0)
    return render_template(
        "sign_in/bankid.html", order=order, state=state, shows=_shows(state), message=_message(state), qr=path, side=side, back=_back(order)
    )


@pages.get("/lage")
def poll() -> Response | tuple[Response, int]:
    """The same for the script: what to show, the sentence, the code."""
    headers.never_keep()
    order = bankid.order()
    if order is None:
        return jsonify(shows="end"), 200
    POLLS.spend(order.attempt)
    try:
        state = ask(PollBankId(attempt=order.attempt, browser=browser()))
    except Refused:
        return jsonify(shows="end"), 200
    answer: dict[str, Any] = {"shows": _shows(state), "message": str(_message(state))}
    if state.qr:
        answer["qr"], answer["side"] = bankid.drawn(state.qr)
    return jsonify(answer)


@pages.get("/ater")
def returned() -> Response:
    """Back from BankID's app on the same device, with the nonce that proves it is the same person."""
    headers.never_keep()
    order = bankid.order()
    nonce = request.args.get("n", "")[:200]
    if order is None:
        return errors.page(409, errors.sentence("bankid_return_mismatch"))
    if nonce:
        bankid.remember(replace(order, nonce=nonce))
    return redirect(url_for("bankid.show"), 303)


@pages.post("/byt")
def change_way() -> Response:
    """Use BankID on the other kind of device: a new order, the pending one is cancelled by identity."""
    order = bankid.order()
    if order is None:
        return redirect(url_for("sign_in.choose"), 303)
    registration = cookies.REGISTRATION.token() if order.purpose == "register" else None
    session_token = cookies.PORTAL.token() if order.purpose == "step_up" else None
    way = request.form.get("way", "other_device")
    return bankid.start(order.purpose, way, leads_to=order.next, registration=registration, session_token=session_token)


@pages.post("/avbryt")
def cancel() -> Response:
    """Give up the order and go back to where it began."""
    order = bankid.order()
    if order is None:
        return redirect(url_for("sign_in.choose"), 303)
    cookies.ATTEMPT.clear()
    with suppress(Refused, Unavailable):
        ask(CancelBankId(attempt=order.attempt, browser=browser()))
    return redirect(_back(order), 303)


def _shows(state: BankIdState) -> str:
    """`code`, `button`, `wait`, `return`, `end`: what the page holds now."""
    if state.state != "waiting":
        return "return" if state.state == "complete" and state.needs_return else "end"
    if state.qr:
        return "code"
    return "button" if state.start_address else "wait"


def _message(state: BankIdState) -> Any:
    shows = _shows(state)
    code = {"return": "go_back", "button": "open_app"}.get(shows, state.message)
    return bankid.MESSAGES.get(code, bankid.MESSAGES["unknown" if state.state == "failed" else "working"])


def _back(order: bankid.Order) -> str:
    if order.purpose in ("sign_in", "staff_sign_in"):
        return url_for(BACK[order.purpose], next=order.next)
    return url_for(BACK[order.purpose])
