"""Kö: what needs work now, the most urgent promise first."""

from typing import Literal

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from gateway.asking import ask
from services.contracts.cases import ListQueue

pages = Blueprint("staff_queue", __name__, url_prefix="/personal")

View = Literal["new", "ours", "late", "all"]
VIEWS: dict[str, View] = {"": "new", "vara": "ours", "sena": "late", "alla": "all"}


@pages.get("")
def begin() -> Response:
    """The queue is where the day starts."""
    return redirect(url_for("staff_queue.show"), 303)


@pages.get("/ko")
def show() -> str:
    """The queue."""
    return _page(request.args.get("visa", ""))


@pages.get("/arenden")
def search() -> str:
    """All cases, open and closed, with a search."""
    return _page("alla")


def _page(view: str) -> str:
    chosen = {"visa": view if view in VIEWS else "", "q": request.args.get("q", "").strip()[:100]}
    page = max(1, request.args.get("sida", 1, type=int))
    queue = ask(ListQueue(view=VIEWS[chosen["visa"]], search=chosen["q"], page=page))
    return render_template(
        "staff/queue.html", queue=queue, chosen=chosen, kept={name: value for name, value in chosen.items() if value}, page=page
    )
