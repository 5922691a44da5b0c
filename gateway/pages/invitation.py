"""The personal link in a mail. Opening it changes nothing (mail scanners open links too); the click on *Kom igång* does."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from gateway.asking import ask
from gateway.security import cookies, headers
from services.contracts.identity import AskForNewInvitation, BeginRegistration, InvitationShown, ShowInvitation
from services.contracts.refusals import NOT_FOUND, Refused

pages = Blueprint("invitation", __name__, url_prefix="/inbjudan")


@pages.get("/<token>")
def open_link(token: str) -> Response:
    """Move the token out of the address at once, into a cookie that lives an hour."""
    if 20 <= len(token) <= 200:
        cookies.INVITATION.set(token)
    return _untold(redirect(url_for("invitation.show"), 303))


@pages.get("")
def show() -> str | tuple[str, int]:
    """Who invites, to what, until when; or why the link does not work and what to do."""
    headers.never_keep()
    token = cookies.INVITATION.token()
    try:
        shown = ask(ShowInvitation(token=token)) if token else None
    except Refused as refused:
        if refused.refusal.code != NOT_FOUND:
            raise
        shown = None
    return _page(shown)


@pages.post("")
def begin() -> Response | str | tuple[str, int]:
    """Kom igång."""
    token = cookies.INVITATION.token()
    if not token:
        return _page(None)
    try:
        registration = ask(BeginRegistration(token=token))
    except Refused as refused:
        if refused.refusal.code == NOT_FOUND:
            return _page(None)
        if refused.refusal.code.startswith("invitation_"):
            return redirect(url_for("invitation.show"), 303)
        raise
    cookies.INVITATION.clear()
    cookies.REGISTRATION.set(registration.registration)
    accepts = registration.has_account and registration.kind == "tenant"
    return redirect(url_for("registration.accept" if accepts else "registration.details"), 303)


@pages.post("/ny")
def ask_for_new() -> Response | str | tuple[str, int]:
    """From an expired link: tell the one who invited."""
    token = cookies.INVITATION.token()
    if not token:
        return _page(None)
    try:
        ask(AskForNewInvitation(token=token))
    except Refused as refused:
        if refused.refusal.code != NOT_FOUND:
            raise
    flash(_("Vi har bett om en ny inbjudan. Den kommer med mejl."))
    return redirect(url_for("invitation.show"), 303)


def _page(shown: InvitationShown | None) -> str | tuple[str, int]:
    body = render_template("registration/invitation.html", invitation=shown)
    if shown is None:
        return body, 404
    return body if shown.state == "pending" else (body, 410)


def _untold(response: Response) -> Response:
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response
