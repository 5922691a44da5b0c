"""BankID for somebody who is signed in without it: invoices need it in this very session."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from gateway import bankid
from gateway.addresses import local
from gateway.asking import current, session_token
from gateway.navigation import org_path
from gateway.security.headers import never_keep
from services.contracts.refusals import NOT_ALLOWED, SIGN_IN, Refused, refuse
from services.contracts.rights import Function

pages = Blueprint("step_up", __name__, url_prefix="/o/<org>/fakturor/bankid")


@pages.get("")
def show() -> str:
    """Say why, and offer it."""
    return _page(silent=False)


@pages.post("")
def begin() -> Response | tuple[str, int]:
    """Start an order that will lift this session, and no other."""
    _may()
    wanted = local(request.form.get("next")) or org_path("fakturor")
    try:
        return bankid.start("step_up", request.form.get("way", "other_device"), leads_to=wanted, session_token=session_token())
    except Refused as refused:
        if refused.refusal.code == SIGN_IN:
            # A first BankID is linked only after a password given just now; a remembered device would lead round in a circle.
            flash(_("Skriv ditt lösenord igen, så kan ditt BankID kopplas till kontot."))
            return redirect(url_for("sign_in.password", next=url_for("step_up.show", next=wanted)), 303)
        if refused.refusal.code != "bankid_unavailable":
            raise
    return _page(silent=True), 503


def _page(silent: bool) -> str:
    never_keep()
    _may()
    wanted = local(request.values.get("next")) or org_path("fakturor")
    return render_template("sign_in/step_up.html", next=wanted, silent=silent, way=bankid.likely_way(request.user_agent.string))


def _may() -> None:
    if not current().may(Function.INVOICES):
        refuse(NOT_ALLOWED)
