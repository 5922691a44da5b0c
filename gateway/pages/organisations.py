"""Välj organisation: for those who belong to several."""

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from gateway.asking import current

pages = Blueprint("organisations", __name__)


@pages.get("/valj-organisation")
def choose() -> Response | str:
    """The list, in the order identity gives (Swedish). With one organisation there is nothing to choose."""
    me = current()
    if len(me.memberships) == 1:
        return redirect(f"/o/{me.memberships[0].slug}/oversikt", 303)
    return render_template("organisations/choose.html", memberships=me.memberships)
