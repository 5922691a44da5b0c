"""What an invoice is for, in a few words, and which quarter it belongs to."""

from calendar import monthrange
from datetime import date

_MONTHS = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december")


def quarter_of(day: date) -> str:
    """Such as `2027 Q1`."""
    return f"{day.year} Q{(day.month + 2) // 3}"


def concerns(first_line: str, start: date | None, end: date | None) -> str:
    """The first line's word before a comma, with its period: `Hyra kvartal 1 2027`, `El och kyla oktober 2026`, `Passerkort`."""
    word = first_line.partition(",")[0].strip() or first_line
    if start is None or end is None:
        return word
    return f"{word} {_period(start, end)}"


def _period(start: date, end: date) -> str:
    whole_months = start.day == 1 and end.day == monthrange(end.year, end.month)[1]
    if not whole_months:
        return f"{start.isoformat()}–{end.isoformat()}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{_MONTHS[start.month - 1]} {start.year}"
    if start.year != end.year:
        return f"{_MONTHS[start.month - 1]} {start.year}–{_MONTHS[end.month - 1]} {end.year}"
    if end.month - start.month == 2 and end.month % 3 == 0:
        return f"kvartal {end.month // 3} {start.year}"
    if (start.month, end.month) == (1, 12):
        return f"{start.year}"
    return f"{_MONTHS[start.month - 1]}–{_MONTHS[end.month - 1]} {start.year}"
