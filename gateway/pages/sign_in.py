"""Logga in: choose a way, e-mail and password, sign out."""

from contextlib import suppress

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from gateway import bankid
from gateway.addresses import local
from gateway.asking import ask, browser, sessions, signed_in, visitor
from gateway.errors import sentence
from gateway.forms.sign_in import PasswordForm
from gateway.security import cookies, headers
from gateway.security.rate_limit import RateLimit
from services.chassis.rpc_client import Unavailable
from services.contracts.identity import SignInWithPassword, SignOut
from services.contracts.refusals import Refused

pages = Blueprint("sign_in", __name__, url_prefix="")

TRIES = RateLimit(120, 60)
"""Per address and worker: a whole office may share one address, and identity counts per account."""


@pages.get("/logga-in")
def choose() -> Response | str:
    """Two ways, BankID first. Somebody who is signed in goes straight on."""
    wanted = local(request.args.get("next"))
    if visitor() is not None:
        return redirect(wanted or url_for("front.start"), 303)
    last = cookies.LAST_WAY.read()
    return render_template("sign_in/choose.html", next=wanted, last=last, way=bankid.likely_way(request.user_agent.string), silent=False)


@pages.post("/logga-in/bankid")
def begin() -> Response | tuple[str, int]:
    """Start an order; only ever after a click."""
    wanted = local(request.form.get("next"))
    TRIES.spend(request.remote_addr or "")
    try:
        return bankid.start("sign_in", request.form.get("way", "other_device"), leads_to=wanted)
    except Refused as refused:
        if refused.refusal.code != "bankid_unavailable":
            raise
    return render_template(
        "sign_in/choose.html", next=wanted, last="password", way=bankid.likely_way(request.user_agent.string), silent=True
    ), 503


@pages.route("/logga-in/losenord", methods=["GET", "POST"])
def password() -> Response | str | tuple[str, int]:
    """E-mail and password; one answer for every kind of wrong."""
    form = PasswordForm(request.form)
    wanted = local(request.values.get("next"))
    if request.method == "GET":
        return render_template("sign_in/password.html", form=form, next=wanted)
    TRIES.spend(request.remote_addr or "")
    if not form.validate():
        return render_template("sign_in/password.html", form=form, next=wanted, invalid=True), 422
    question = SignInWithPassword(
        email=(form.email.data or "").strip(), password=form.password.data or "", remember=form.remember.data, browser=browser()
    )
    try:
        session = ask(question)
    except Refused as refused:
        form.email.errors = [sentence(refused.refusal)]
        status = 429 if refused.refusal.code == "too_many_attempts" else 422
        return render_template("sign_in/password.html", form=form, next=wanted, invalid=True), status
    signed_in(session)
    cookies.LAST_WAY.set("password")
    return redirect(wanted or bankid.first_page(session), 303)


@pages.post("/logga-ut")
def sign_out() -> Response:
    """End the session here and at identity. The browser forgets at once, even while identity is silent."""
    token = cookies.PORTAL.token()
    if token:
        sessions().forget_token(token)
        with suppress(Refused, Unavailable):
            ask(SignOut(session_token=token))
    response = make_response(redirect(url_for("sign_in.signed_out"), 303))
    for cookie in (cookies.PORTAL, cookies.DEVICE, cookies.BROWSER, cookies.ATTEMPT):
        cookie.clear()
    return headers.forget_everything(response)


@pages.get("/utloggad")
def signed_out() -> str:
    """Say that it is done."""
    return render_template("sign_in/signed_out.html")
