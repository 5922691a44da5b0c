"""Driftsinformation: what is and will be disturbed where we rent."""

from datetime import datetime

from flask import Blueprint, current_app, render_template

from gateway.asking import ask
from gateway.security.session import now
from services.chassis.rpc_client import Unavailable
from services.contracts.content import OpenNotice, ShowStatus

pages = Blueprint("status", __name__, url_prefix="/o/<org>/drift")

SEEN = "status_last_seen"


@pages.get("")
def overview() -> str | tuple[str, int]:
    """Running, planned and recently resolved. Silence is said to be silence, never shown as calm."""
    try:
        status = ask(ShowStatus())
    except Unavailable:
        since: datetime = current_app.extensions.get(SEEN, now())
        return render_template("status/silent.html", since=since), 503
    current_app.extensions[SEEN] = status.checked_at
    return render_template("status/overview.html", status=status)


@pages.get("/<notice_id>")
def show(notice_id: str) -> str:
    """One notice with its updates."""
    return render_template("status/notice.html", notice=ask(OpenNotice(notice_id=notice_id)).notice)
