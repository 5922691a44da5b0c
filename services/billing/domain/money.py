"""Money: decimal text in, whole öre out, nothing rounded on the way without being asked."""

import re
from decimal import ROUND_HALF_UP, Decimal

_NUMBER = re.compile(r"[+-]?[0-9]{1,13}(\.[0-9]{1,10})?")
_CENT = Decimal("0.01")


def number(text: str) -> Decimal | None:
    """A plain decimal such as `-12.50`; None for anything else (no exponent, no other digits, at most 13 before the point)."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def has_ore(value: Decimal) -> bool:
    """Whether `value` has no more than two decimals."""
    return value == value.quantize(_CENT)


def to_ore(value: Decimal) -> int:
    """Kronor with at most two decimals as öre. Raises ValueError for more decimals."""
    if not has_ore(value):
        raise ValueError("an amount with parts of an öre")
    return int(value * 100)


def rounded(value: Decimal) -> Decimal:
    """To two decimals, half away from zero, as EN 16931 rounds."""
    return value.quantize(_CENT, ROUND_HALF_UP)
