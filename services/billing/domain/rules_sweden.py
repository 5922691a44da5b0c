"""Sweden's own rules (SE-R-xxx), for sellers in Sweden."""

from collections.abc import Iterator
from decimal import Decimal

from services.billing.domain.references import is_digits, luhn_holds
from services.billing.domain.submitted import PaymentMeans, Submitted, Violation

BANKGIRO, PLUSGIRO = "SE:BANKGIRO", "SE:PLUSGIRO"
F_SKATT = "Godkänd för F-skatt"
_RATES = frozenset({Decimal(25), Decimal(12), Decimal(6)})


def swedish_rules(document: Submitted) -> Iterator[Violation]:
    """What a Swedish seller's document must follow."""
    country = document.supplier.country
    if country is None or country.text != "SE":
        return
    yield from _registrations(document)
    yield from _rates(document)
    for means in document.payment_means:
        yield from _account(means)
        code = "" if means.code is None else means.code.text
        if code in ("50", "56") and means.code is not None:
            yield Violation("SE-R-011", means.code.line, "Använd kod 30 med SE:BANKGIRO eller SE:PLUSGIRO i stället för 50 och 56.")
        customer = document.customer.country
        if code == "31" and means.code is not None and customer is not None and customer.text == "SE":
            yield Violation("SE-R-012", means.code.line, "Använd kod 30 för betalningar inom Sverige.")


def _registrations(document: Submitted) -> Iterator[Violation]:
    for scheme in document.supplier.tax_schemes:
        if scheme.company_id is None:
            continue
        text, line = scheme.company_id.text, scheme.company_id.line
        if scheme.scheme_id is not None and scheme.scheme_id.text == "VAT":
            if not text.startswith("SE"):
                continue
            if len(text) != 14:
                yield Violation("SE-R-001", line, "Momsregistreringsnumret ska ha 14 tecken (SE, tio siffror, 01).")
            elif not is_digits(text[2:]):
                yield Violation("SE-R-002", line, "Momsregistreringsnumrets tolv sista tecken ska vara siffror.")
        elif text != F_SKATT:
            yield Violation("SE-R-005", line, f"Texten ska vara exakt ”{F_SKATT}”.")
    number = document.supplier.organisation_number
    if number is None:
        return
    if not is_digits(number.text):
        yield Violation("SE-R-003", number.line, "Säljarens organisationsnummer ska bara ha siffror.")
    elif len(number.text) != 10:
        yield Violation("SE-R-004", number.line, "Säljarens organisationsnummer ska ha tio siffror.")
    elif not luhn_holds(number.text):
        yield Violation("SE-R-013", number.line, "Säljarens organisationsnummer har fel kontrollsiffra.")


def _rates(document: Submitted) -> Iterator[Violation]:
    taxes = [tax for line in document.lines for tax in line.taxes]
    taxes += [each.tax for each in document.allowances if each.tax is not None]
    taxes += [group.tax for total in document.tax_totals for group in total.subtotals]
    for tax in taxes:
        if tax.code is None or tax.code.text != "S" or tax.percent is None or tax.percent.number is None:
            continue
        if tax.percent.number not in _RATES:
            yield Violation("SE-R-006", tax.percent.line, "Momssatsen ska vara 25, 12 eller 6 %.")


def _account(means: PaymentMeans) -> Iterator[Violation]:
    if means.account is None or means.branch is None:
        return
    number, line = means.account.text, means.account.line
    if means.branch.text == BANKGIRO:
        if not is_digits(number):
            yield Violation("SE-R-008", line, "Bankgironumret ska bara ha siffror.")
        elif len(number) not in (7, 8):
            yield Violation("SE-R-009", line, "Bankgironumret ska ha sju eller åtta siffror.")
    if means.branch.text == PLUSGIRO:
        if not is_digits(number):
            yield Violation("SE-R-007", line, "Plusgironumret ska bara ha siffror.")
        elif not 2 <= len(number) <= 8:
            yield Violation("SE-R-010", line, "Plusgironumret ska ha två till åtta siffror.")
