"""Fakturor: import Peppol documents, and see what has been imported."""

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from gateway.asking import ask
from gateway.files import blobs
from gateway.security.csrf import submitted_key
from services.contracts.billing import DocumentGiven, ImportInvoices, ImportResult, ListImports

pages = Blueprint("staff_invoices", __name__, url_prefix="/personal/fakturor")

DOCUMENTS = 50
DOCUMENT_BYTES = 5 * 1024 * 1024


@pages.get("")
def overview() -> str:
    """What has been imported, and the form for more."""
    return _page([], [])


@pages.post("")
def read_in() -> tuple[str, int]:
    """Import the chosen files; each stands or falls by itself, and the page says which."""
    documents, errors = _take()
    if errors or not documents:
        return _page([], errors or [_("Välj minst en fil")]), 422
    results = ask(ImportInvoices(idempotency_key=submitted_key(), documents=documents)).results
    return _page(results, []), 200


def _take() -> tuple[list[DocumentGiven], list[str]]:
    files = [each for each in request.files.getlist("documents") if each.filename]
    if len(files) > DOCUMENTS:
        return [], [_("Välj högst %(most)s filer åt gången", most=DOCUMENTS)]
    documents, errors = [], []
    for each in files:
        name = (each.filename or "")[-200:]
        content = each.stream.read(DOCUMENT_BYTES + 1)
        if len(content) > DOCUMENT_BYTES:
            errors.append(_("%(name)s är större än 5 MB", name=name))
        else:
            documents.append(DocumentGiven(name=name, blob_key=blobs().put(content, "application/xml")))
    return documents, errors


def _page(results: list[ImportResult], errors: list[str]) -> str:
    page = max(1, request.args.get("sida", 1, type=int))
    return render_template("staff/invoices.html", imports=ask(ListImports(page=page)), results=results, errors=errors, page=page)
