"""News and help as they are read, each text in the language the reader gets."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.orm import Session

from services.content.adapters.ordering import in_swedish
from services.content.adapters.renting import rented_by
from services.content.adapters.tables import articles, news_item_properties, news_items
from services.content.domain.texts import shown_language
from services.contracts.content import ArticleListed, NewsListed

Line = Row[*tuple[Any, ...]]
"""A row of whatever columns."""

_NEWS = news_items.c
_NEWS_LISTED = (_NEWS.slug, _NEWS.area, _NEWS.published_at, _NEWS.title, _NEWS.lead, _NEWS.title_en, _NEWS.lead_en)
_HELP = articles.c
_HELP_LISTED = (_HELP.slug, _HELP.category, _HELP.title, _HELP.lead, _HELP.title_en, _HELP.lead_en)


class ReadingQueries:
    """One SELECT each."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def news(self, organisation_id: str, day: date, language: str, *, limit: int, skip: int = 0) -> list[NewsListed]:
        """News for everyone or for one of the organisation's properties, newest first."""
        query = select(*_NEWS_LISTED).where(_for(organisation_id, day)).order_by(_NEWS.published_at.desc(), _NEWS.news_id)
        return [_news_listed(row, language) for row in self._session.execute(query.limit(limit).offset(skip))]

    def count_news(self, organisation_id: str, day: date) -> int:
        """How many such items there are."""
        return self._session.scalar(select(func.count()).select_from(news_items).where(_for(organisation_id, day))) or 0

    def news_item(self, organisation_id: str, day: date, language: str, slug: str) -> tuple[NewsListed, str] | None:
        """One of them with its HTML."""
        query = select(*_NEWS_LISTED, _NEWS.html, _NEWS.html_en).where(_for(organisation_id, day), _NEWS.slug == slug)
        row = self._session.execute(query).first()
        return None if row is None else (_news_listed(row, language), _html(row, language))

    def articles(self, language: str) -> list[ArticleListed]:
        """Every article, by category and title."""
        return self._articles(select(*_HELP_LISTED).order_by(*in_swedish(_HELP.category), *in_swedish(_HELP.title)), language)

    def search(self, words: Sequence[str], language: str, limit: int) -> list[ArticleListed]:
        """Articles that have all the words, the best first; a word may be the beginning of one."""
        wanted = _all_of(words)
        best = func.ts_rank(_HELP.search, wanted).desc()
        query = select(*_HELP_LISTED).where(_HELP.search.bool_op("@@")(wanted)).order_by(best, *in_swedish(_HELP.title)).limit(limit)
        return self._articles(query, language)

    def article(self, language: str, slug: str) -> tuple[ArticleListed, str] | None:
        """One article with its HTML."""
        row = self._session.execute(select(*_HELP_LISTED, _HELP.html, _HELP.html_en).where(_HELP.slug == slug)).first()
        return None if row is None else (_article_listed(row, language), _html(row, language))

    def _articles(self, query: Select[Any], language: str) -> list[ArticleListed]:
        return [_article_listed(row, language) for row in self._session.execute(query)]


def _for(organisation_id: str, day: date) -> ColumnElement[bool]:
    in_ours = select(news_item_properties.c.news_id).where(news_item_properties.c.property_id.in_(rented_by(organisation_id, day)))
    return or_(_NEWS.for_everyone, _NEWS.news_id.in_(in_ours))


def _all_of(words: Sequence[str]) -> ColumnElement[Any]:
    """Every word, each as a Swedish or an English stem or as the beginning of a word; a word that means nothing (`och`) is no hindrance."""
    query: ColumnElement[Any] | None = None
    for word in words:
        either = _either(word)
        query = either if query is None else query.op("&&")(either)
    if query is None:
        raise ValueError("a search has at least one word")
    return query


def _either(word: str) -> ColumnElement[Any]:
    swedish = func.plainto_tsquery("swedish", word)
    english = func.plainto_tsquery("english", word)
    beginning = func.to_tsquery("simple", f"'{word}':*")
    return swedish.op("||")(english).op("||")(beginning)


def _language(row: Line, language: str) -> str:
    return shown_language(language, row.title_en != "")


def _html(row: Line, language: str) -> str:
    return str(row.html_en if _language(row, language) == "en" else row.html)


def _news_listed(row: Line, language: str) -> NewsListed:
    shown = shown_language(language, row.title_en != "")
    title, lead = (row.title_en, row.lead_en) if shown == "en" else (row.title, row.lead)
    return NewsListed(slug=row.slug, title=title, lead=lead, area=row.area, published_at=row.published_at, language=shown)


def _article_listed(row: Line, language: str) -> ArticleListed:
    title, lead = (row.title_en, row.lead_en) if _language(row, language) == "en" else (row.title, row.lead)
    return ArticleListed(slug=row.slug, title=title, lead=lead, category=row.category)
