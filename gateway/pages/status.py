"""Driftsinformation: what is and will be disturbed where we rent."""

from flask import Blueprint, render_template

from gateway.asking import ask
from services.contracts.content import OpenNotice, ShowStatus

pages = Blueprint("status", __name__, url_prefix="/o/<org>/drift")


@pages.get("")
def overview() -> str:
    """Running, planned and recently resolved."""
    return render_template("status/overview.html", status=ask(ShowStatus()))


@pages.get("/<notice_id>")
def show(notice_id: str) -> str:
    """One notice with its updates."""
    return render_template("status/notice.html", notice=ask(OpenNotice(notice_id=notice_id)).notice)
