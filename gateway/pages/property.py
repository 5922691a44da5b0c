"""Fastighet & lokaler, and Kontakter: where we rent, on what terms, and whom to call."""

from flask import Blueprint, render_template

from gateway.asking import ask
from services.contracts.content import ShowProperties

pages = Blueprint("property", __name__, url_prefix="/o/<org>")


@pages.get("/fastigheter")
def properties() -> str:
    """The buildings and the leases."""
    return render_template("property/properties.html", about=ask(ShowProperties()))


@pages.get("/kontakter")
def contacts() -> str:
    """The on-call number, the account manager and the people of each property."""
    return render_template("property/contacts.html", about=ask(ShowProperties()))
