"""A text in Swedish, and in English where there is an English one."""

from dataclasses import dataclass
from typing import Literal

from services.content.domain.errors import BrokenRule

Language = Literal["sv", "en"]


@dataclass(frozen=True)
class Texts:
    """Title, lead and the text in Markdown, in one language."""

    title: str
    lead: str
    text: str


def english(title: str, lead: str, text: str) -> Texts | None:
    """The English version: all of it or none. BrokenRule: invalid(the first field that is missing)."""
    given = {"title_en": title.strip(), "lead_en": lead.strip(), "text_en": text.strip()}
    if not any(given.values()):
        return None
    for place, value in given.items():
        if not value:
            raise BrokenRule("invalid", place=place)
    return Texts(given["title_en"], given["lead_en"], given["text_en"])


def shown_language(wanted: str, has_english: bool) -> Language:
    """The language a reader gets: English where she wants it and it exists, otherwise Swedish."""
    return "en" if wanted == "en" and has_english else "sv"
