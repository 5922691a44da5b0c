"""The sums must agree (BR-CO-10 to 17, the VAT breakdown, Peppol R053 and R120). Silent where a number is missing: others report that."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from services.billing.domain.money import rounded
from services.billing.domain.submitted import AllowanceCharge, Given, Submitted, SubmittedLine, TaxCategory, Violation

_LINE_SLACK = Decimal("0.02")
"""How far a line may be from quantity × price (R120's own tolerance)."""
_VAT_SLACK = Decimal(1)
"""How far the VAT of a group may be from base × rate (BR-CO-17's own tolerance): ledgers add up VAT rounded line by line."""


def sum_rules(document: Submitted) -> Iterator[Violation]:
    """Sums that do not agree."""
    yield from _totals(document)
    yield from _vat(document)
    for line in document.lines:
        yield from _line(line)


def _totals(document: Submitted) -> Iterator[Violation]:
    totals = document.totals
    allowances, charges = _sum(document.allowances, "false"), _sum(document.allowances, "true")
    lines = _added(line.net for line in document.lines)
    yield from _equal("BR-CO-10", totals.lines, lines, "summan av raderna")
    yield from _equal("BR-CO-11", totals.allowances, allowances, "summan av avdragen", left_out=allowances)
    yield from _equal("BR-CO-12", totals.charges, charges, "summan av tilläggen", left_out=charges)
    given_lines, given_allowances, given_charges = _value(totals.lines), _or_zero(totals.allowances), _or_zero(totals.charges)
    if None not in (given_lines, given_allowances, given_charges):
        without = (given_lines or Decimal()) - (given_allowances or Decimal()) + (given_charges or Decimal())
        yield from _equal("BR-CO-13", totals.without_vat, without, "raderna minus avdrag plus tillägg")
    without_vat, vat = _value(totals.without_vat), _whole_vat(document)
    if without_vat is not None and vat is not None:
        yield from _equal("BR-CO-15", totals.with_vat, without_vat + vat, "summan utan moms plus momsen")
    with_vat, prepaid, rounding = _value(totals.with_vat), _or_zero(totals.prepaid), _or_zero(totals.rounding)
    if with_vat is not None and prepaid is not None and rounding is not None:
        yield from _equal("BR-CO-16", totals.payable, with_vat - prepaid + rounding, "summan med moms minus förskott plus öresavrundning")


def _vat(document: Submitted) -> Iterator[Violation]:
    with_groups = [each for each in document.tax_totals if each.subtotals]
    if len(with_groups) != 1:
        yield Violation("PEPPOL-EN16931-R053", document.line, "Ange momsen (TaxTotal) en gång, med fördelning per momssats.")
    if not with_groups:
        yield Violation("BR-CO-18", document.line, "Momsfördelningen (TaxSubtotal) saknas.")
        return
    total = with_groups[0]
    yield from _equal("BR-CO-14", total.amount, _added(each.vat for each in total.subtotals), "summan av momsen per momssats")
    bases = _bases(document)
    seen: set[tuple[str, Decimal]] = set()
    for group in total.subtotals:
        base, vat, key = _value(group.base), _value(group.vat), _key(group.tax)
        if base is None or vat is None or key is None:
            continue
        if abs(vat - rounded(base * key[1] / 100)) >= _VAT_SLACK:
            yield Violation("BR-CO-17", group.line, f"Momsen ska vara {rounded(base * key[1] / 100)} (underlag gånger momssats).")
        if key in seen or base != bases.get(key, Decimal()):
            yield Violation(f"BR-{key[0]}-08", group.line, f"Momsunderlaget ska vara {bases.get(key, Decimal())}, radernas summa.")
        seen.add(key)
    for code, percent in sorted(bases.keys() - seen):
        yield Violation(f"BR-{code}-01", total.line, f"Momsfördelningen saknar kategori {code} {percent} %.")


def _line(line: SubmittedLine) -> Iterator[Violation]:
    quantity, price, net = _value(line.quantity), _value(line.price), _value(line.net)
    base = Decimal(1) if line.base_quantity is None else _value(line.base_quantity)
    if quantity is None or price is None or net is None or base is None or base <= 0:
        return
    allowances, charges = _sum(line.allowances, "false"), _sum(line.allowances, "true")
    if allowances is None or charges is None:
        return
    wanted = rounded(quantity * price / base) + charges - allowances
    if abs(wanted - net) > _LINE_SLACK and line.net is not None:
        yield Violation("PEPPOL-EN16931-R120", line.net.line, f"Radens belopp ska vara {wanted} (antal gånger pris).")


def _bases(document: Submitted) -> dict[tuple[str, Decimal], Decimal]:
    """What each category and rate adds up to over the lines, allowances and charges."""
    parts: list[tuple[TaxCategory | None, Given | None, int]] = [(line.taxes[0], line.net, 1) for line in document.lines if line.taxes]
    parts += [(each.tax, each.amount, 1 if _is(each, "true") else -1) for each in document.allowances]
    bases: dict[tuple[str, Decimal], Decimal] = {}
    for tax, amount, sign in parts:
        key, value = None if tax is None else _key(tax), _value(amount)
        if key is not None and value is not None:
            bases[key] = bases.get(key, Decimal()) + sign * value
    return bases


def _key(tax: TaxCategory) -> tuple[str, Decimal] | None:
    if tax.code is None:
        return None
    percent = Decimal() if tax.code.text == "O" else _value(tax.percent)
    return None if percent is None else (tax.code.text, percent.normalize() + 0)


def _whole_vat(document: Submitted) -> Decimal | None:
    with_groups = [each for each in document.tax_totals if each.subtotals]
    return _value(with_groups[0].amount) if len(with_groups) == 1 else None


def _value(given: Given | None) -> Decimal | None:
    return None if given is None else given.number


def _or_zero(given: Given | None) -> Decimal | None:
    return Decimal() if given is None else given.number


def _added(values: Iterable[Given | None]) -> Decimal | None:
    total = Decimal()
    for each in values:
        value = _value(each)
        if value is None:
            return None
        total += value
    return total


def _is(each: AllowanceCharge, indicator: str) -> bool:
    return each.is_charge is not None and each.is_charge.text == indicator


def _sum(parts: Iterable[AllowanceCharge], indicator: str) -> Decimal | None:
    return _added(each.amount for each in parts if _is(each, indicator))


def _equal(rule: str, given: Given | None, wanted: Decimal | None, what: str, left_out: Decimal | None = None) -> Iterator[Violation]:
    """`given` must be `wanted`; where it may be left out, `left_out` must then be zero."""
    if given is None:
        if left_out:
            yield Violation(rule, None, f"Beloppet saknas; det ska vara {wanted}, {what}.")
        return
    if wanted is not None and given.number is not None and given.number != wanted:
        yield Violation(rule, given.line, f"{given.name} är {given.number}, men ska vara {wanted}: {what}.")
