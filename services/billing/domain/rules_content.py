"""What the values must say: Peppol's ids, codes, currency and periods."""

from collections.abc import Iterator

from services.billing.domain.submitted import Given, Period, Submitted, TaxCategory, Violation

CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
INVOICE_TYPE, CREDIT_NOTE_TYPE = "380", "381"
_CATEGORIES = frozenset({"S", "Z", "E", "AE", "K", "G", "O", "L", "M"})
_ZERO_RATED = frozenset({"Z", "E", "AE", "K", "G", "O"})
_WITH_REASON = frozenset({"E", "AE", "K", "G", "O"})


def content_rules(document: Submitted) -> Iterator[Violation]:
    """Wrong ids, codes, currencies and periods."""
    yield from _ids(document)
    yield from _currency(document)
    yield from _periods(document)
    yield from _categories(document)
    if len(document.notes) > 1:
        yield Violation("PEPPOL-EN16931-R002", document.notes[1].line, "Högst en fritext (Note) i dokumentet.")
    for line in document.lines:
        if line.price is not None and (line.price.number or 0) < 0:
            yield Violation("BR-27", line.price.line, "Priset får inte vara negativt; skriv antalet med minus.")
        if line.base_quantity is not None and line.base_quantity.number is not None and line.base_quantity.number <= 0:
            yield Violation("PEPPOL-EN16931-R121", line.base_quantity.line, "BaseQuantity ska vara större än noll.")
        base, quantity = line.base_quantity, line.quantity
        if base is not None and quantity is not None and base.unit and base.unit != quantity.unit:
            yield Violation("PEPPOL-EN16931-R130", base.line, "BaseQuantity ska ha samma enhet som antalet.")


def _ids(document: Submitted) -> Iterator[Violation]:
    if document.customization is not None and document.customization.text != CUSTOMIZATION:
        yield Violation("PEPPOL-EN16931-R004", document.customization.line, f"CustomizationID ska vara {CUSTOMIZATION}.")
    if document.profile is not None and document.profile.text != PROFILE:
        yield Violation("PEPPOL-EN16931-R007", document.profile.line, f"ProfileID ska vara {PROFILE}.")
    rule, wanted = ("PEPPOL-EN16931-P0101", CREDIT_NOTE_TYPE) if document.is_credit_note else ("PEPPOL-EN16931-P0100", INVOICE_TYPE)
    if document.type_code is not None and document.type_code.text != wanted:
        yield Violation(rule, document.type_code.line, f"Typkoden ska vara {wanted}.")


def _currency(document: Submitted) -> Iterator[Violation]:
    if document.currency is None:
        return
    allowed = {document.currency.text}
    if document.tax_currency is not None:
        yield Violation("PORTAL-06", document.tax_currency.line, "Moms i en annan valuta (TaxCurrencyCode) tas inte emot.")
        allowed.add(document.tax_currency.text)
    for each in document.amounts:
        if each.currency not in allowed:
            yield Violation("PEPPOL-EN16931-R051", each.line, f"{each.name} är inte i dokumentets valuta ({document.currency.text}).")


def _periods(document: Submitted) -> Iterator[Violation]:
    whole = document.period
    yield from _order("BR-29", whole)
    for line in document.lines:
        part = line.period
        yield from _order("BR-30", part)
        if whole is None or part is None:
            continue
        if _before(part.start, whole.start):
            yield Violation("PEPPOL-EN16931-R110", part.line, "Radens period börjar före fakturans.")
        if _before(whole.end, part.end):
            yield Violation("PEPPOL-EN16931-R111", part.line, "Radens period slutar efter fakturans.")


def _order(rule: str, period: Period | None) -> Iterator[Violation]:
    if period is not None and _before(period.end, period.start):
        yield Violation(rule, period.line, "Perioden slutar innan den börjar.")


def _before(first: Given | None, second: Given | None) -> bool:
    if first is None or second is None or first.day is None or second.day is None:
        return False
    return first.day < second.day


def _categories(document: Submitted) -> Iterator[Violation]:
    for line in document.lines:
        for tax in line.taxes:
            yield from _category(tax, "05", line.line)
    for each in document.allowances:
        if each.tax is not None:
            yield from _category(each.tax, "07" if each.is_charge is not None and each.is_charge.text == "true" else "06", each.line)
    for total in document.tax_totals:
        for group in total.subtotals:
            code = group.tax.code
            if code is None:
                continue
            yield from _category(group.tax, "05", group.line)
            if code.text in _WITH_REASON and group.tax.exemption_reason is None and group.tax.exemption_code is None:
                yield Violation(f"BR-{code.text}-10", group.line, "Ange varför det är momsfritt (TaxExemptionReason).")


def _category(tax: TaxCategory, rule: str, line: int) -> Iterator[Violation]:
    if tax.code is None:
        return
    if tax.code.text not in _CATEGORIES:
        yield Violation("BR-CL-17", tax.code.line, f"Momskategorin {tax.code.text[:20]} finns inte.")
        return
    percent = None if tax.percent is None else tax.percent.number
    if percent is None:
        return
    if tax.code.text in _ZERO_RATED and percent != 0:
        yield Violation(f"BR-{tax.code.text}-{rule}", line, "Momsfritt ska ha momssatsen 0.")
    if tax.code.text == "S" and percent <= 0:
        yield Violation(f"BR-S-{rule}", line, "Momspliktigt ska ha en momssats över 0.")
