"""Översikt: what is broken now, what needs us, what is going on."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from gateway.asking import ask_all, current
from gateway.drawing import House, floors_label, house
from services.contracts.billing import InvoicesSummed, SumInvoices
from services.contracts.cases import CasesSummed, SumCases
from services.contracts.content import ContentSummed, NoticeShown, PropertyShown, SumContent
from services.contracts.envelope import Ask
from services.contracts.identity import OrganisationShown, ShowOrganisation
from services.contracts.rights import Function

pages = Blueprint("home", __name__, url_prefix="/o/<org>")


@pages.get("/oversikt")
def overview() -> str:
    """One round of asks; every part may fail alone and says so."""
    me = current()
    questions: dict[str, Ask[Any]] = {"cases": SumCases(), "content": SumContent()}
    if me.may(Function.ORGANISATION):
        questions["organisation"] = ShowOrganisation()
    if me.may(Function.INVOICES) and me.with_bankid:
        questions["invoices"] = SumInvoices()
    answers = ask_all(**questions)
    organisation = answers.of("organisation", OrganisationShown) if "organisation" in questions else None
    cases = answers.of("cases", CasesSummed)
    content = answers.of("content", ContentSummed)
    invoices = answers.of("invoices", InvoicesSummed) if "invoices" in questions else None
    expiring = [each for each in organisation.invitations if each.state == "pending"] if organisation else []
    todo = len(expiring) + (len(cases.waiting) if cases else 0) + (len(invoices.overdue) if invoices else 0)
    told_all = cases is not None and ("invoices" not in questions or invoices is not None)
    return render_template(
        "home/overview.html",
        summary=_summary(content, todo, told_all),
        drawings=_drawings(content.status.current, content.houses) if content else {},
        cases=cases,
        content=content,
        invoices=invoices,
        asked_for_invoices="invoices" in questions,
        expiring=expiring,
    )


def _summary(content: ContentSummed | None, todo: int, told_all: bool) -> str:
    """What is known, and nothing about what could not be asked: a silent part may hold something that waits."""
    said = []
    if content is not None:
        running = len(content.status.current)
        said.append(ngettext("En störning pågår.", "%(num)s störningar pågår.", running) if running else _("Inga kända störningar."))
    if todo:
        said.append(ngettext("En sak väntar på er.", "%(num)s saker väntar på er.", todo))
    elif told_all:
        said.append(_("Inget väntar på er."))
    return " ".join(said)


def _drawings(notices: Sequence[NoticeShown], properties: Sequence[PropertyShown]) -> dict[str, Markup]:
    known = {each.property_id: each for each in properties}
    return {each.notice_id: _drawing(each, known[each.property_id]) for each in notices if each.property_id in known}


def _drawing(notice: NoticeShown, building: PropertyShown) -> Markup:
    own = [floor for floor in building.own_floors if 1 <= floor <= building.floors]
    lift = notice.system == "lift"
    return house(
        House(
            floors=building.floors,
            own=own,
            own_label=floors_label(own),
            shaft=lift,
            fault_floor=max(1, building.floors // 2) if lift else None,
            fault_label=notice.scope if lift else "",
        )
    )
