"""Floors of a house: kept sorted and once each, and said the way a person says them."""

from collections.abc import Iterable

from services.content.domain.errors import BrokenRule

LOWEST, HIGHEST = -20, 200


def in_order(floors: Iterable[int]) -> list[int]:
    """Each floor once, lowest first. BrokenRule: invalid(floors) where no house reaches."""
    ordered = sorted(set(floors))
    if ordered and (ordered[0] < LOWEST or ordered[-1] > HIGHEST):
        raise BrokenRule("invalid", place="floors")
    return ordered


def floors_text(floors: Iterable[int]) -> str:
    """`plan 3`, `plan 3–4`, `plan −1, 3–5 och 8`; empty without floors. A run of neighbours is written with a dash."""
    runs: list[list[int]] = []
    for floor in in_order(floors):
        if runs and floor == runs[-1][-1] + 1:
            runs[-1].append(floor)
        else:
            runs.append([floor])
    if not runs:
        return ""
    parts = [_numeral(run[0]) if len(run) == 1 else f"{_numeral(run[0])}–{_numeral(run[-1])}" for run in runs]
    return "plan " + (parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} och {parts[-1]}")


def _numeral(floor: int) -> str:
    return str(floor) if floor >= 0 else f"−{-floor}"
