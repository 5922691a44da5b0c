"""What billing answers and tells: invoices, and who has looked at them."""

from datetime import date
from typing import Literal

from pydantic import Field

from services.contracts.envelope import Ask, Message, Moment, News, Reply, Write
from services.contracts.rights import Function, StaffRole, member, staff

Settlement = Literal["open", "part_paid", "paid", "overpaid", "credited"]


class InvoiceListed(Message):
    """One row of the invoice list. Amounts in öre."""

    number: str
    kind: Literal["invoice", "credit_note"]
    concerns: str
    """What it is for, such as `Hyra kvartal 1 2027`."""
    invoice_date: date
    due_date: date | None
    total_ore: int
    open_ore: int
    settlement: Settlement
    overdue: bool
    quarter: str
    """Such as `2027 Q1`, of the period or else of the due date; the list is grouped by it."""


class InvoicesListed(Reply):
    """A page of the organisation's invoices, newest due date first."""

    invoices: list[InvoiceListed]
    total: int
    unpaid_ore: int
    unpaid_count: int
    overdue_ore: int
    overdue_count: int
    paid_count: int
    next_due_date: date | None


class ListInvoices(Ask[InvoicesListed]):
    """The organisation's invoices, 25 a page from page 1.

    Refusals of every invoice ask: step_up (BankID is missing or has lapsed), not_allowed(reason), try_again (identity has been silent).
    """

    who = member(Function.INVOICES)
    view: Literal["all", "unpaid", "overdue", "paid"] = "all"
    page: int = Field(default=1, ge=1)


class InvoicesSummed(Reply):
    """What the overview shows."""

    unpaid_ore: int
    unpaid_count: int
    next_due_date: date | None
    overdue_ore: int
    overdue_count: int
    overdue: list[InvoiceListed]


class SumInvoices(Ask[InvoicesSummed]):
    """Unpaid and overdue amounts for the overview."""

    who = member(Function.INVOICES)


class InvoiceLineShown(Message):
    """One line. Amounts in öre; VAT in hundredths of a per cent (2500 is 25 %)."""

    line_id: str
    text: str
    note: str
    period_start: date | None
    period_end: date | None
    quantity: str
    net_ore: int
    vat_rate: int
    vat_category: str


class VatShown(Message):
    """VAT of one category and rate, in öre."""

    category: str
    rate: int
    base_ore: int
    vat_ore: int
    exemption_reason: str


class InvoiceOpened(Reply):
    """One invoice with what is needed to pay and book it."""

    invoice: InvoiceListed
    ocr: str | None
    bankgiro: str | None
    payee_name: str
    payee_organisation_number: str
    customer_name: str
    customer_number: str
    lease_number: str | None
    your_reference: str | None
    order_reference: str | None
    period_start: date | None
    period_end: date | None
    note: str
    lines: list[InvoiceLineShown]
    vat: list[VatShown]
    net_ore: int
    vat_ore: int
    rounding_ore: int
    payable_ore: int
    document_sha256: str


class OpenInvoice(Ask[InvoiceOpened]):
    """One invoice by its number. Refusals: not_found, and those of every invoice ask."""

    who = member(Function.INVOICES)
    number: str = Field(min_length=1, max_length=50)


class InvoiceFile(Reply):
    """A document as it was received, byte for byte (at most 1 MiB), Base64."""

    name: str
    media_type: str
    content_base64: str


class DownloadInvoice(Ask[InvoiceFile]):
    """The Peppol XML of one invoice. Refusals: not_found, and those of every invoice ask."""

    who = member(Function.INVOICES)
    number: str = Field(min_length=1, max_length=50)


class AccessShown(Message):
    """One row of the access register."""

    at: Moment
    person_name: str
    operation: Literal["list", "open", "download", "summary", "access_log"]
    invoice_number: str | None
    allowed: bool
    reason: str
    method: str


class AccessListed(Reply):
    """A page of the register, newest first."""

    rows: list[AccessShown]
    total: int


class ListAccess(Ask[AccessListed]):
    """Who has looked at our invoices, 50 a page from page 1. Refusals: those of every invoice ask."""

    who = member(Function.INVOICES)
    page: int = Field(default=1, ge=1)


# --- staff ---------------------------------------------------------------------------------------------------------------------


class DocumentGiven(Message):
    """A file that the gateway has put in the blob store, unread."""

    name: str = Field(max_length=200)
    blob_key: str = Field(pattern=r"^[0-9a-f]{64}$")


class Violation(Message):
    """A broken rule: its id (such as `BR-CO-15` or `SE-R-008`), the line of the file and what to do."""

    rule: str
    line: int | None
    text: str


class ImportResult(Message):
    """What became of one document. `repeated`: the same bytes were imported before, nothing changed."""

    name: str
    outcome: Literal["imported", "repeated", "refused"]
    number: str | None
    customer: str | None
    violations: list[Violation]


class InvoicesImported(Reply):
    """One result a document, in the same order."""

    results: list[ImportResult]


class ImportInvoices(Write[InvoicesImported]):
    """Import Peppol BIS Billing 3 documents. Each stands or falls by itself and is stored whole or not at all."""

    who = staff(StaffRole.FINANCE, StaffRole.ADMINISTRATOR)
    documents: list[DocumentGiven] = Field(min_length=1, max_length=50)


class ImportListed(Message):
    """One imported document, newest first."""

    number: str
    kind: Literal["invoice", "credit_note"]
    customer: str
    invoice_date: date
    due_date: date | None
    payable_ore: int
    imported_at: Moment
    imported_by: str


class ImportsListed(Reply):
    """The documents imported last."""

    imports: list[ImportListed]
    total: int


class ListImports(Ask[ImportsListed]):
    """Documents imported, 50 a page from page 1."""

    who = staff(StaffRole.FINANCE, StaffRole.ADMINISTRATOR)
    page: int = Field(default=1, ge=1)


# --- news ------------------------------------------------------------------------------------------------------------------------


class InvoiceIssued(News):
    """An invoice or credit note was imported. Subject: the document. No amounts and no references."""

    organisation_id: str
    number: str
    kind: Literal["invoice", "credit_note"]
