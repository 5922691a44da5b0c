"""Fakturor: what is unpaid, and what is needed to pay and book one invoice."""

from base64 import b64decode
from typing import Literal

from flask import Blueprint, Response, render_template, request

from gateway.asking import ask
from services.contracts.billing import DownloadInvoice, ListAccess, ListInvoices, OpenInvoice

pages = Blueprint("invoices", __name__, url_prefix="/o/<org>/fakturor")

View = Literal["all", "unpaid", "overdue", "paid"]
VIEWS: dict[str, View] = {"": "all", "obetalda": "unpaid", "forfallna": "overdue", "betalda": "paid"}


@pages.get("")
def overview() -> str:
    """The list by quarter, with what is to pay on top."""
    chosen = request.args.get("visa", "")
    page = max(1, request.args.get("sida", 1, type=int))
    listed = ask(ListInvoices(view=VIEWS.get(chosen, "all"), page=page))
    return render_template("invoices/overview.html", listed=listed, chosen=chosen if chosen in VIEWS else "", page=page)


@pages.get("/insyn")
def access() -> str:
    """Who has looked at our invoices."""
    page = max(1, request.args.get("sida", 1, type=int))
    return render_template("invoices/access.html", access=ask(ListAccess(page=page)), page=page)


@pages.get("/<number>")
def show(number: str) -> str:
    """One invoice."""
    return render_template("invoices/invoice.html", opened=ask(OpenInvoice(number=number)))


@pages.get("/<number>/xml")
def download(number: str) -> Response:
    """The Peppol document as it was received, byte for byte."""
    found = ask(DownloadInvoice(number=number))
    response = Response(b64decode(found.content_base64), mimetype=found.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=found.name)
    return response
