"""Publish a news item."""

from uuid import uuid4

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.content.domain.news_item import NewsItem, free_slug, slug_of
from services.content.domain.texts import english, swedish
from services.content.domain.written import on_one_line
from services.content.usecases.ports import Renderer, Uow
from services.content.usecases.refusing import broken_rules_refused
from services.contracts.content import PublishNews
from services.contracts.envelope import Done
from services.contracts.refusals import NOT_FOUND, refuse


def publish_news(ask: PublishNews, caller: Caller, uow: Uow, clock: Clock, render: Renderer) -> Done:
    """Seen at once, by everyone or by those who rent in the properties named.

    Refusals: not_found(property_ids), invalid(a missing English field).
    """
    with uow(caller, ask) as work, broken_rules_refused():
        words = swedish(ask.title, ask.lead, ask.text)
        translated = english(ask.title_en, ask.lead_en, ask.text_en)
        if work.properties.missing(ask.property_ids):
            refuse(NOT_FOUND, place="property_ids")
        item = NewsItem(
            news_id=str(uuid4()),
            slug=free_slug(words.title, work.news_items.slugs_like(slug_of(words.title))),
            area=on_one_line(ask.area),
            for_everyone=not ask.property_ids,
            published_at=clock.now(),
            title=words.title,
            lead=words.lead,
            text=words.text,
            html=render(words.text),
        )
        if translated:
            item.title_en, item.lead_en, item.text_en = translated.title, translated.lead, translated.text
            item.html_en = render(translated.text)
        work.news_items.add(item, list(dict.fromkeys(ask.property_ids)))
        work.audit("news.published", subject=item.news_id, details={"property_ids": ask.property_ids})
        return work.commit(Done())
