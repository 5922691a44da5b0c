"""The landlord's own entrance: BankID only."""

from contextlib import suppress

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from gateway import bankid
from gateway.addresses import local
from gateway.asking import ask, sessions
from gateway.security import cookies, headers
from gateway.security.rate_limit import RateLimit
from services.chassis.rpc_client import Unavailable
from services.contracts.identity import SignOut
from services.contracts.refusals import Refused

pages = Blueprint("staff_sign_in", __name__, url_prefix="/personal")

TRIES = RateLimit(120, 60)
"""Per address and worker: a whole office may share one address, and identity counts per account."""


@pages.get("/logga-in")
def choose() -> str:
    """One way in."""
    return _page(silent=False)


@pages.post("/logga-in/bankid")
def begin() -> Response | tuple[str, int]:
    """Start an order after the click."""
    TRIES.spend(request.remote_addr or "")
    try:
        return bankid.start("staff_sign_in", request.form.get("way", "other_device"), leads_to=local(request.form.get("next")))
    except Refused as refused:
        if refused.refusal.code != "bankid_unavailable":
            raise
    return _page(silent=True), 503


@pages.post("/logga-ut")
def sign_out() -> Response:
    """End the staff session here and at identity."""
    token = cookies.STAFF.token()
    if token:
        sessions().forget_token(token)
        with suppress(Refused, Unavailable):
            ask(SignOut(session_token=token))
    cookies.STAFF.clear()
    cookies.ATTEMPT.clear()
    return headers.forget_everything(make_response(redirect(url_for("staff_sign_in.signed_out"), 303)))


@pages.get("/utloggad")
def signed_out() -> str:
    """Say that it is done."""
    return render_template("sign_in/signed_out.html", staff_door=True)


def _page(silent: bool) -> str:
    wanted = local(request.values.get("next"))
    return render_template("sign_in/staff.html", next=wanted, silent=silent, way=bankid.likely_way(request.user_agent.string))
