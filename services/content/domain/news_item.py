"""A news item, for everyone or for those who rent in some properties."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

LONGEST_SLUG = 90
"""Of a slug made from a title; leaves room for the number of the hundredth one with the same title."""


@dataclass(eq=False)
class NewsItem:
    """The source in Markdown, and the HTML it was rendered to when it was published. English is empty where it does not exist."""

    news_id: str
    slug: str
    area: str
    for_everyone: bool
    published_at: datetime
    title: str
    lead: str
    text: str
    html: str
    title_en: str = ""
    lead_en: str = ""
    text_en: str = ""
    html_en: str = ""


def slug_of(title: str) -> str:
    """The address of a title: `Hissen är lagad` as `hissen-ar-lagad`; never empty."""
    letters = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", letters)[:LONGEST_SLUG].strip("-") or "nyhet"


def free_slug(title: str, taken: set[str]) -> str:
    """The slug of `title`, numbered from 2 where others have it already."""
    slug = slug_of(title)
    number = 2
    free = slug
    while free in taken:
        free = f"{slug}-{number}"
        number += 1
    return free
