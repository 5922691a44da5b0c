"""Översikt: what is broken now, what needs us, what is going on."""

from flask import Blueprint, render_template

from gateway.asking import ask_all, current
from services.contracts.billing import InvoicesSummed, SumInvoices
from services.contracts.cases import CasesSummed, SumCases
from services.contracts.content import ContentSummed, SumContent
from services.contracts.envelope import Ask
from services.contracts.identity import OrganisationShown, ShowOrganisation
from services.contracts.rights import Function

pages = Blueprint("home", __name__, url_prefix="/o/<org>")


@pages.get("/oversikt")
def overview() -> str:
    """One round of asks; every part may fail alone and says so."""
    me = current()
    questions: dict[str, Ask] = {"cases": SumCases(), "content": SumContent()}
    if me.may(Function.ORGANISATION):
        questions["organisation"] = ShowOrganisation()
    if me.may(Function.INVOICES) and me.with_bankid:
        questions["invoices"] = SumInvoices()
    answers = ask_all(**questions)
    organisation = answers.of("organisation", OrganisationShown) if "organisation" in questions else None
    return render_template(
        "home/overview.html",
        cases=answers.of("cases", CasesSummed),
        content=answers.of("content", ContentSummed),
        invoices=answers.of("invoices", InvoicesSummed) if "invoices" in questions else None,
        asked_for_invoices="invoices" in questions,
        expiring=[each for each in organisation.invitations if each.state == "pending"] if organisation else [],
    )
