"""Every place of the portal, one blueprint a file. Pages do not import each other."""

from flask import Blueprint

from gateway.pages import (
    about,
    bankid,
    cases,
    fault_report,
    front,
    help,  # noqa: A004 - the place is called so
    home,
    invitation,
    invoices,
    news,
    organisation,
    organisations,
    profile,
    property,  # noqa: A004 - the place is called so
    registration,
    sign_in,
    staff_sign_in,
    status,
    step_up,
)
from gateway.pages.staff import case, colleagues, content, customers, notices, queue, registers
from gateway.pages.staff import invoices as staff_invoices

_PLACES = (
    about,
    bankid,
    cases,
    fault_report,
    front,
    help,
    home,
    invitation,
    invoices,
    news,
    organisation,
    organisations,
    profile,
    property,
    registration,
    sign_in,
    staff_sign_in,
    status,
    step_up,
    queue,
    case,
    notices,
    registers,
    customers,
    staff_invoices,
    content,
    colleagues,
)
ALL: list[Blueprint] = [place.pages for place in _PLACES]
