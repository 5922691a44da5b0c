"""An invoice or credit note as we keep it: whole, unchanged for ever, money in öre."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["invoice", "credit_note"]


@dataclass(frozen=True)
class Line:
    """One line. `vat_rate` in hundredths of a per cent: 2500 is 25 %."""

    line_id: str
    text: str
    note: str
    period_start: date | None
    period_end: date | None
    quantity: str
    net_ore: int
    vat_rate: int
    vat_category: str


@dataclass(frozen=True)
class VatGroup:
    """The VAT of one category and rate."""

    category: str
    rate: int
    base_ore: int
    vat_ore: int
    exemption_reason: str


@dataclass(frozen=True)
class Document:
    """What a received file says. `credits` is the number of the invoice that a credit note takes back."""

    kind: Kind
    number: str
    credits: str | None
    concerns: str
    quarter: str
    invoice_date: date
    due_date: date | None
    period_start: date | None
    period_end: date | None
    note: str
    payee_name: str
    payee_organisation_number: str
    customer_name: str
    customer_number: str
    lease_number: str | None
    your_reference: str | None
    order_reference: str | None
    ocr: str | None
    bankgiro: str | None
    lines: tuple[Line, ...]
    vat: tuple[VatGroup, ...]
    net_ore: int
    vat_ore: int
    rounding_ore: int
    payable_ore: int
