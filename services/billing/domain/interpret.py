"""Turns a submitted file that breaks no rule into the document we keep."""

from datetime import date

from services.billing.domain.concerns import concerns, quarter_of
from services.billing.domain.document import Document, Line, VatGroup
from services.billing.domain.money import to_ore
from services.billing.domain.rules_sweden import BANKGIRO
from services.billing.domain.submitted import Given, Period, Submitted, SubmittedLine, TaxSubtotal

_PIECES = {"EA": "st", "C62": "st", "H87": "st"}
_UNITS = _PIECES | {"MTK": "m²", "MON": "mån", "ANN": "år", "DAY": "dygn", "HUR": "h", "KWH": "kWh", "MWH": "MWh"}


def interpret(given: Submitted, customer_number: str) -> Document:
    """What the file says. Raises ValueError where a rule that should have been held was not."""
    means = next((each for each in given.payment_means if each.account is not None), None)
    start, end = _days(given.period)
    issued, due = _day(given.issue_date), None if given.due_date is None else _day(given.due_date)
    totals = given.totals
    vat_total = next(each for each in given.tax_totals if each.subtotals)
    on_bankgiro = means is not None and means.branch is not None and means.branch.text == BANKGIRO
    return Document(
        kind="credit_note" if given.is_credit_note else "invoice",
        number=_text(given.number),
        credits=given.preceding[0].text if given.is_credit_note else None,
        concerns=concerns(_text(given.lines[0].name), start, end),
        quarter=quarter_of(start or due or issued),
        invoice_date=issued,
        due_date=due,
        period_start=start,
        period_end=end,
        note=given.notes[0].text if given.notes else "",
        payee_name=_text(given.supplier.name),
        payee_organisation_number=_maybe(given.supplier.organisation_number) or "",
        customer_name=_text(given.customer.name),
        customer_number=customer_number,
        lease_number=_maybe(given.lease_number),
        your_reference=_maybe(given.buyer_reference),
        order_reference=_maybe(given.order_reference),
        ocr=None if means is None or given.is_credit_note else _maybe(means.reference),
        bankgiro=_maybe(means.account) if means is not None and on_bankgiro and not given.is_credit_note else None,
        lines=tuple(_line(each) for each in given.lines),
        vat=tuple(_group(each) for each in vat_total.subtotals),
        net_ore=_ore(totals.without_vat),
        vat_ore=_ore(vat_total.amount),
        rounding_ore=0 if totals.rounding is None else _ore(totals.rounding),
        payable_ore=_ore(totals.payable),
    )


def _line(given: SubmittedLine) -> Line:
    start, end = _days(given.period)
    quantity = given.quantity
    if quantity is None or quantity.number is None:
        raise ValueError("a line without quantity")
    shown = f"{quantity.number.normalize():f}".replace(".", ",").replace("-", "−")
    tax = given.taxes[0]
    return Line(
        line_id=_text(given.line_id),
        text=_text(given.name),
        note=_maybe(given.description) or _maybe(given.note) or "",
        period_start=start,
        period_end=end,
        quantity=f"{shown} {_UNITS.get(quantity.unit, quantity.unit)}",
        net_ore=_ore(given.net),
        vat_rate=0 if tax.percent is None else _hundredths(tax.percent),
        vat_category=_text(tax.code),
    )


def _group(given: TaxSubtotal) -> VatGroup:
    reason = _maybe(given.tax.exemption_reason) or _maybe(given.tax.exemption_code) or ""
    rate = 0 if given.tax.percent is None else _hundredths(given.tax.percent)
    return VatGroup(_text(given.tax.code), rate, _ore(given.base), _ore(given.vat), reason)


def _text(given: Given | None) -> str:
    if given is None or not given.text:
        raise ValueError("a required text is missing")
    return given.text


def _maybe(given: Given | None) -> str | None:
    return given.text if given is not None and given.text else None


def _day(given: Given | None) -> date:
    day = None if given is None else given.day
    if day is None:
        raise ValueError("a required day is missing")
    return day


def _days(period: Period | None) -> tuple[date | None, date | None]:
    if period is None:
        return None, None
    return (None if period.start is None else period.start.day), (None if period.end is None else period.end.day)


def _ore(given: Given | None) -> int:
    number = None if given is None else given.number
    if number is None:
        raise ValueError("a required amount is missing")
    return to_ore(number)


def _hundredths(percent: Given) -> int:
    if percent.number is None:
        raise ValueError("a rate that is not a number")
    return int(percent.number * 100)
