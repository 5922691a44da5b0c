"""What must be there (EN 16931 BR-xx and Peppol's own), and the form of numbers, days and repeated elements."""

from collections.abc import Iterator

from services.billing.domain.submitted import Given, Party, Submitted, SubmittedLine, Violation

_LONGEST_TEXT = 1000


def required_rules(document: Submitted) -> Iterator[Violation]:
    """Elements that are missing, empty, repeated or not of their type."""
    yield from _header(document)
    yield from _party(document.supplier, "säljaren", ("BR-06", "BR-08", "BR-09", "PEPPOL-EN16931-R020"))
    yield from _party(document.customer, "köparen", ("BR-07", "BR-10", "BR-11", "PEPPOL-EN16931-R010"))
    yield from _totals(document)
    for line in document.lines:
        yield from _line(line)
    for means in document.payment_means:
        yield from _wanted("BR-49", means.code, means.line, "betalsättets kod (PaymentMeansCode)")
        if means.code is not None and means.code.text in ("30", "58"):
            yield from _wanted("BR-50", means.account, means.line, "kontot (PayeeFinancialAccount/ID)")
    yield from _forms(document)


def _header(document: Submitted) -> Iterator[Violation]:
    line = document.line
    yield from _wanted("BR-01", document.customization, line, "CustomizationID")
    yield from _wanted("PEPPOL-EN16931-R001", document.profile, line, "ProfileID")
    yield from _wanted("BR-02", document.number, line, "fakturanumret (ID)")
    yield from _wanted("BR-03", document.issue_date, line, "fakturadatumet (IssueDate)")
    yield from _wanted("BR-04", document.type_code, line, "typkoden")
    yield from _wanted("BR-05", document.currency, line, "valutan (DocumentCurrencyCode)")
    if document.buyer_reference is None and document.order_reference is None:
        yield Violation("PEPPOL-EN16931-R003", line, "Ange köparens referens (BuyerReference) eller ordernummer (OrderReference).")
    if not document.lines:
        yield Violation("BR-16", line, "Dokumentet har inga rader.")


def _party(party: Party, who: str, rules: tuple[str, str, str, str]) -> Iterator[Violation]:
    name, address, country, endpoint = rules
    yield from _wanted(name, party.name, party.line, f"namnet på {who} (PartyLegalEntity/RegistrationName)")
    if not party.has_address:
        yield Violation(address, party.line, f"Adressen till {who} saknas (PostalAddress).")
    yield from _wanted(country, party.country, party.line, f"landet för {who} (PostalAddress/Country)")
    yield from _wanted(endpoint, party.endpoint, party.line, f"den elektroniska adressen till {who} (EndpointID)")


def _totals(document: Submitted) -> Iterator[Violation]:
    totals = document.totals
    for rule, value, what in (
        ("BR-12", totals.lines, "summan av raderna (LineExtensionAmount)"),
        ("BR-13", totals.without_vat, "summan utan moms (TaxExclusiveAmount)"),
        ("BR-14", totals.with_vat, "summan med moms (TaxInclusiveAmount)"),
        ("BR-15", totals.payable, "beloppet att betala (PayableAmount)"),
    ):
        yield from _wanted(rule, value, totals.line, what)
    for total in document.tax_totals:
        yield from _wanted("UBL-SCHEMA", total.amount, total.line, "momsbeloppet (TaxAmount)")
        for group in total.subtotals:
            yield from _wanted("BR-45", group.base, group.line, "momsunderlaget (TaxableAmount)")
            yield from _wanted("BR-46", group.vat, group.line, "momsen (TaxAmount)")
            yield from _wanted("BR-47", group.tax.code, group.line, "momskategorin (TaxCategory/ID)")
            yield from _wanted("BR-48", group.tax.percent, group.line, "momssatsen (TaxCategory/Percent)")
    for each in document.allowances:
        yield from _wanted("UBL-SCHEMA", each.is_charge, each.line, "ChargeIndicator")
        yield from _wanted("BR-36" if _is_charge(each.is_charge) else "BR-31", each.amount, each.line, "beloppet (Amount)")


def _line(line: SubmittedLine) -> Iterator[Violation]:
    yield from _wanted("BR-21", line.line_id, line.line, "radens nummer (ID)")
    yield from _wanted("BR-22", line.quantity, line.line, "antalet")
    if line.quantity is not None and not line.quantity.unit:
        yield Violation("BR-23", line.quantity.line, "Antalet saknar enhet (unitCode).")
    yield from _wanted("BR-24", line.net, line.line, "radens belopp (LineExtensionAmount)")
    yield from _wanted("BR-25", line.name, line.line, "radens benämning (Item/Name)")
    yield from _wanted("BR-26", line.price, line.line, "priset (Price/PriceAmount)")
    if len(line.taxes) != 1 or line.taxes[0].code is None:
        yield Violation("BR-CO-04", line.line, "Raden ska ha en momskategori (ClassifiedTaxCategory).")
    elif line.taxes[0].code.text != "O":
        yield from _wanted("UBL-SCHEMA", line.taxes[0].percent, line.line, "momssatsen (ClassifiedTaxCategory/Percent)")
    for each in line.allowances:
        yield from _wanted("UBL-SCHEMA", each.is_charge, each.line, "ChargeIndicator")
        yield from _wanted("BR-43" if _is_charge(each.is_charge) else "BR-41", each.amount, each.line, "beloppet (Amount)")


def _forms(document: Submitted) -> Iterator[Violation]:
    for each in document.empty_elements:
        yield Violation("PEPPOL-EN16931-R008", each.line, f"{each.name} är tomt; utelämna det.")
    for each in document.repeated_elements:
        yield Violation("UBL-SCHEMA", each.line, f"{each.name} får bara stå en gång.")
    for each in document.numbers:
        if each.text and each.number is None:
            yield Violation("UBL-SCHEMA", each.line, f"{each.name} är inte ett tal.")
        elif each.name.endswith("Amount") and each.name != "PriceAmount" and not _has_ore(each):
            yield Violation("UBL-DT-01", each.line, f"{each.name} har fler än två decimaler.")
    for each in document.days:
        if each.text and each.day is None:
            yield Violation("PEPPOL-EN16931-F001", each.line, f"{each.name} är inget datum (ÅÅÅÅ-MM-DD).")
    for each in document.texts:
        if len(each.text) > _LONGEST_TEXT:
            yield Violation("PORTAL-12", each.line, f"{each.name} är längre än {_LONGEST_TEXT} tecken.")


def _wanted(rule: str, value: Given | None, line: int, what: str) -> Iterator[Violation]:
    # An element that is there but empty is R008's to report.
    if value is None:
        yield Violation(rule, line, f"Ange {what}.")


def _is_charge(given: Given | None) -> bool:
    return given is not None and given.text == "true"


def _has_ore(given: Given) -> bool:
    number = given.number
    return number is None or number == round(number, 2)
