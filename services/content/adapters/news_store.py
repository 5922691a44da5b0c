"""News items and articles to be published."""

from collections.abc import Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from services.content.adapters.holding import hold
from services.content.adapters.tables import articles, news_item_properties, news_items
from services.content.domain.article import Article
from services.content.domain.news_item import NewsItem


class NewsStore:
    """Keeps news items."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def slugs_like(self, slug: str) -> set[str]:
        """Slugs that begin with `slug`; no other item can take one before the end of the transaction."""
        hold(self._session, f"news:{slug}")
        return set(self._session.scalars(select(news_items.c.slug).where(news_items.c.slug.startswith(slug, autoescape=True))))

    def add(self, item: NewsItem, property_ids: Sequence[str]) -> None:
        """Keep a new item, shown at the properties."""
        self._session.add(item)
        self._session.flush()
        if property_ids:
            rows = [{"property_id": each, "news_id": item.news_id} for each in property_ids]
            self._session.execute(insert(news_item_properties), rows)


class ArticleStore:
    """Keeps help articles."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, slug: str) -> Article | None:
        """The article, held for change; the slug is held too where there is none yet."""
        hold(self._session, f"article:{slug}")
        return self._session.scalar(select(Article).where(articles.c.slug == slug).with_for_update())

    def add(self, article: Article) -> None:
        """Keep a new article."""
        self._session.add(article)
