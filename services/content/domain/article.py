"""A help article, known by its slug."""

from dataclasses import dataclass
from datetime import datetime

from services.content.domain.texts import Texts


@dataclass(eq=False)
class Article:
    """The source in Markdown, and the HTML it was rendered to when it was published. English is empty where it does not exist."""

    slug: str
    category: str
    title: str = ""
    lead: str = ""
    text: str = ""
    html: str = ""
    title_en: str = ""
    lead_en: str = ""
    text_en: str = ""
    html_en: str = ""
    published_at: datetime | None = None

    def publish(self, category: str, swedish: tuple[Texts, str], english: tuple[Texts, str] | None, now: datetime) -> None:
        """Put these words on the page, each version with its rendered HTML, in place of the ones before."""
        words, self.html = swedish
        self.category = category
        self.title, self.lead, self.text = words.title, words.lead, words.text
        other, self.html_en = english or (Texts("", "", ""), "")
        self.title_en, self.lead_en, self.text_en = other.title, other.lead, other.text
        self.published_at = now
