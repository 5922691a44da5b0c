"""Check digits and shapes of payment references, giro accounts and organisation numbers (shared facts on invoices, sections 1 to 3)."""

DIGITS = frozenset("0123456789")
"""Only these: `str.isdigit` also accepts other scripts' digits."""


def is_digits(text: str) -> bool:
    """Whether `text` is one or more ASCII digits and nothing else."""
    return bool(text) and set(text) <= DIGITS


def luhn_holds(digits: str) -> bool:
    """Whether the last digit is the 10-modulus check of those before it."""
    if not is_digits(digits):
        return False
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_ocr(reference: str) -> bool:
    """Whether `reference` is an OCR number: 2 to 25 digits, the last a check digit. A length digit is not asked for."""
    return 2 <= len(reference) <= 25 and luhn_holds(reference)


def is_bankgiro(number: str) -> bool:
    """Whether `number` is 7 or 8 digits with a check digit."""
    return len(number) in (7, 8) and luhn_holds(number)


def is_plusgiro(number: str) -> bool:
    """Whether `number` is 2 to 8 digits with a check digit."""
    return 2 <= len(number) <= 8 and luhn_holds(number)


def is_organisation_number(number: str) -> bool:
    """Whether `number` is ten digits with a check digit; sole traders' (personal) numbers pass too."""
    return len(number) == 10 and luhn_holds(number)


def shown_bankgiro(number: str) -> str:
    """`9912346` as people read it: 991-2346."""
    return f"{number[:-4]}-{number[-4:]}"


def plain_organisation_number(text: str) -> str | None:
    """Ten digits out of `556677-8899`, `5566778899` or `165566778899`; None where there are none."""
    digits = "".join(each for each in text if each not in " -")
    if len(digits) == 12 and digits[:2] in ("16", "00"):
        digits = digits[2:]
    return digits if len(digits) == 10 and is_digits(digits) else None
