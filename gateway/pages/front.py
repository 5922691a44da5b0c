"""The start page: what the portal is, and the way in. Somebody signed in goes straight to work."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from gateway.asking import visitor
from gateway.security import cookies
from services.chassis.rpc_client import Unavailable

pages = Blueprint("front", __name__)


@pages.get("/")
def start() -> Response | str:
    """The door, shown even when nothing behind it answers."""
    try:
        me = visitor()
    except Unavailable:
        me = None
    if me is None:
        return render_template("front/start.html")
    slugs = [each.slug for each in me.memberships]
    last = cookies.LAST_ORGANISATION.read()
    if last in slugs or len(slugs) == 1:
        return redirect(f"/o/{last if last in slugs else slugs[0]}/oversikt", 303)
    return redirect(url_for("organisations.choose"), 303)
