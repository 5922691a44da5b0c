"""What a person wrote, as we keep it: plain line ends, and nothing that cannot be seen (PostgreSQL takes no NUL)."""

import unicodedata

from services.content.domain.errors import BrokenRule


def written(text: str) -> str:
    """The text without control characters but tabs and line ends."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(each for each in lines if each in "\n\t" or unicodedata.category(each) not in {"Cc", "Cs"}).strip()


def on_one_line(text: str) -> str:
    """The text as one line, for what stands in lists."""
    return " ".join(written(text).split())


def said(text: str, place: str) -> str:
    """One line that must say something. BrokenRule: invalid(place) where nothing is left of it."""
    line = on_one_line(text)
    if not line:
        raise BrokenRule("invalid", place=place)
    return line
