"""A file as it was read, before anything is believed: every value is text with the line it stands on."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.billing.domain import money


@dataclass(frozen=True)
class Violation:
    """A broken rule: its id, the line of the file and what to do, in Swedish, for the landlord's staff."""

    rule: str
    line: int | None
    text: str


@dataclass(frozen=True)
class Given:
    """One value. `scheme` is its schemeID, `unit` its unitCode, `currency` its currencyID; empty where there is none."""

    text: str
    line: int
    name: str = ""
    scheme: str = ""
    unit: str = ""
    currency: str = ""

    @property
    def number(self) -> Decimal | None:
        """The value as a decimal; None where it is not one."""
        return money.number(self.text)

    @property
    def day(self) -> date | None:
        """The value as a day; None where it is not one."""
        try:
            day = date.fromisoformat(self.text)
        except ValueError:
            return None
        # The standard library also reads weeks (`2026-W47-1`) and days without hyphens.
        return day if day.isoformat() == self.text else None


@dataclass(frozen=True)
class Period:
    """From and to, both included."""

    line: int
    start: Given | None
    end: Given | None


@dataclass(frozen=True)
class TaxScheme:
    """One registration: a VAT number (scheme VAT) or the words about F-skatt (any other)."""

    line: int
    company_id: Given | None
    scheme_id: Given | None


@dataclass(frozen=True)
class Party:
    """Seller or buyer."""

    line: int
    endpoint: Given | None
    identifications: tuple[Given, ...]
    has_address: bool
    country: Given | None
    tax_schemes: tuple[TaxScheme, ...]
    name: Given | None
    organisation_number: Given | None


@dataclass(frozen=True)
class PaymentMeans:
    """One way to pay."""

    line: int
    code: Given | None
    reference: Given | None
    due_date: Given | None
    account: Given | None
    branch: Given | None


@dataclass(frozen=True)
class TaxCategory:
    """Category and rate of VAT."""

    code: Given | None
    percent: Given | None
    exemption_reason: Given | None
    exemption_code: Given | None = None


@dataclass(frozen=True)
class AllowanceCharge:
    """Something taken off (allowance) or put on (charge)."""

    line: int
    is_charge: Given | None
    amount: Given | None
    tax: TaxCategory | None


@dataclass(frozen=True)
class TaxSubtotal:
    """One row of the VAT breakdown."""

    line: int
    base: Given | None
    vat: Given | None
    tax: TaxCategory


@dataclass(frozen=True)
class TaxTotal:
    """The VAT, with its breakdown."""

    line: int
    amount: Given | None
    subtotals: tuple[TaxSubtotal, ...]


@dataclass(frozen=True)
class Totals:
    """The sums of the document."""

    line: int
    lines: Given | None
    allowances: Given | None
    charges: Given | None
    without_vat: Given | None
    with_vat: Given | None
    prepaid: Given | None
    rounding: Given | None
    payable: Given | None


@dataclass(frozen=True)
class SubmittedLine:
    """One line."""

    line: int
    line_id: Given | None
    quantity: Given | None
    net: Given | None
    period: Period | None
    name: Given | None
    description: Given | None
    note: Given | None
    taxes: tuple[TaxCategory, ...]
    price: Given | None
    base_quantity: Given | None
    allowances: tuple[AllowanceCharge, ...]


@dataclass(frozen=True)
class Submitted:
    """The whole file."""

    is_credit_note: bool
    line: int
    customization: Given | None
    profile: Given | None
    number: Given | None
    issue_date: Given | None
    due_date: Given | None
    type_code: Given | None
    notes: tuple[Given, ...]
    currency: Given | None
    tax_currency: Given | None
    buyer_reference: Given | None
    order_reference: Given | None
    lease_number: Given | None
    preceding: tuple[Given, ...]
    period: Period | None
    supplier: Party
    customer: Party
    payment_means: tuple[PaymentMeans, ...]
    terms: Given | None
    allowances: tuple[AllowanceCharge, ...]
    tax_totals: tuple[TaxTotal, ...]
    totals: Totals
    lines: tuple[SubmittedLine, ...]
    empty_elements: tuple[Given, ...]
    repeated_elements: tuple[Given, ...]
    amounts: tuple[Given, ...]
    """Every value with a currency."""
    numbers: tuple[Given, ...]
    """Every value that has to be a number."""
    days: tuple[Given, ...]
    """Every value that has to be a day."""
    texts: tuple[Given, ...]
    """Every value that was read."""
