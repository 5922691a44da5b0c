"""Nyheter: from the landlord and the area."""

from flask import Blueprint, render_template, request

from gateway.asking import ask
from services.contracts.content import ListNews, OpenNews

pages = Blueprint("news", __name__, url_prefix="/o/<org>/nyheter")


@pages.get("")
def overview() -> str:
    """A page of news, newest first."""
    page = max(1, request.args.get("sida", 1, type=int))
    return render_template("news/overview.html", news=ask(ListNews(page=page)), page=page)


@pages.get("/<slug>")
def show(slug: str) -> str:
    """One news item."""
    return render_template("news/item.html", news=ask(OpenNews(slug=slug)))
