"""A text in Swedish, and in English where there is an English one."""

from dataclasses import dataclass
from typing import Literal

from services.content.domain.errors import BrokenRule
from services.content.domain.written import on_one_line, said, written

Language = Literal["sv", "en"]


@dataclass(frozen=True)
class Texts:
    """Title, lead and the text in Markdown, in one language."""

    title: str
    lead: str
    text: str


def english(title: str, lead: str, text: str) -> Texts | None:
    """The English version: all of it or none. BrokenRule: invalid(the first field that is missing)."""
    given = {"title_en": on_one_line(title), "lead_en": on_one_line(lead), "text_en": written(text)}
    if not any(given.values()):
        return None
    for place, value in given.items():
        if not value:
            raise BrokenRule("invalid", place=place)
    return Texts(given["title_en"], given["lead_en"], given["text_en"])


def swedish(title: str, lead: str, text: str) -> Texts:
    """The Swedish version, which there always is. BrokenRule: invalid(title or lead) where it says nothing."""
    return Texts(said(title, "title"), said(lead, "lead"), written(text))


def shown_language(wanted: str, has_english: bool) -> Language:
    """The language a reader gets: English where she wants it and it exists, otherwise Swedish."""
    return "en" if wanted == "en" and has_english else "sv"
