"""One invoice with everything needed to pay and book it."""

from services.billing.domain.document import Document, Line, VatGroup
from services.billing.domain.references import shown_bankgiro
from services.billing.domain.settlement import Entry, Posting, settle, swedish_day
from services.billing.usecases.guard import admit
from services.billing.usecases.ports import Caller, Clock, Opened, Uow
from services.billing.usecases.showing import listed
from services.contracts.billing import InvoiceLineShown, InvoiceListed, InvoiceOpened, OpenInvoice, VatShown
from services.contracts.refusals import NOT_FOUND, refuse


def open_invoice(ask: OpenInvoice, caller: Caller, uow: Uow, clock: Clock) -> InvoiceOpened:
    """By its number; another organisation's is as unknown as one that does not exist."""
    admit(ask, caller, uow, clock)
    with uow(caller, ask) as work:
        opened = work.documents.opened(caller.organisation_id, ask.number)
    if opened is None:
        refuse(NOT_FOUND, place="number")
    document = opened.document
    return InvoiceOpened(
        invoice=_row(opened, clock),
        ocr=document.ocr,
        bankgiro=None if document.bankgiro is None else shown_bankgiro(document.bankgiro),
        payee_name=document.payee_name,
        payee_organisation_number=document.payee_organisation_number,
        customer_name=document.customer_name,
        customer_number=document.customer_number,
        lease_number=document.lease_number,
        your_reference=document.your_reference,
        order_reference=document.order_reference,
        period_start=document.period_start,
        period_end=document.period_end,
        note=document.note,
        lines=[_line(each) for each in document.lines],
        vat=[_vat(each) for each in document.vat],
        net_ore=document.net_ore,
        vat_ore=document.vat_ore,
        rounding_ore=document.rounding_ore,
        payable_ore=document.payable_ore,
        document_sha256=opened.sha256,
    )


def _row(opened: Opened, clock: Clock) -> InvoiceListed:
    document: Document = opened.document
    posting = Posting(document.kind, document.number, document.payable_ore, document.due_date, document.credits)
    stands = settle(posting, opened.credited_ore, swedish_day(clock.now()))
    return listed(Entry(posting, document.concerns, document.invoice_date, document.quarter), stands)


def _line(line: Line) -> InvoiceLineShown:
    return InvoiceLineShown(
        line_id=line.line_id,
        text=line.text,
        note=line.note,
        period_start=line.period_start,
        period_end=line.period_end,
        quantity=line.quantity,
        net_ore=line.net_ore,
        vat_rate=line.vat_rate,
        vat_category=line.vat_category,
    )


def _vat(group: VatGroup) -> VatShown:
    return VatShown(
        category=group.category, rate=group.rate, base_ore=group.base_ore, vat_ore=group.vat_ore, exemption_reason=group.exemption_reason
    )
