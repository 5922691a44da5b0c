"""Publish a help article, or replace what one says."""

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.content.domain.article import Article
from services.content.domain.texts import english, swedish
from services.content.domain.written import said
from services.content.usecases.ports import Renderer, Uow
from services.content.usecases.refusing import broken_rules_refused
from services.contracts.content import PublishArticle
from services.contracts.envelope import Done


def publish_article(ask: PublishArticle, caller: Caller, uow: Uow, clock: Clock, render: Renderer) -> Done:
    """Readable and found at once. Refusals: invalid(a missing English field)."""
    with uow(caller, ask) as work, broken_rules_refused():
        words = swedish(ask.title, ask.lead, ask.text)
        translated = english(ask.title_en, ask.lead_en, ask.text_en)
        article = work.articles.get(ask.slug)
        if article is None:
            article = Article(ask.slug, ask.category)
            work.articles.add(article)
        article.publish(
            said(ask.category, "category"),
            (words, render(words.text)),
            (translated, render(translated.text)) if translated else None,
            clock.now(),
        )
        work.audit("article.published", subject=article.slug)
        return work.commit(Done())
