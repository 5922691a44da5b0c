"""News and help: published by editors, read by tenants."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.contracts.content import ListNews, OpenArticle, OpenNews, PublishArticle, PublishNews, SearchHelp, SumContent
from services.contracts.envelope import Ask
from services.contracts.refusals import Refused
from tests.unit.content.conftest import Content
from tests.unit.content.fakes import ANNA, EVE, KARIN, NOW


def item_of(title: str = "Lucia i entrén", **changed: Any) -> PublishNews:
    return PublishNews.model_validate({"title": title, "lead": "Kl. 8.", "text": "Kom!", "idempotency_key": uuid4().hex} | changed)


def article_of(slug: str = "byta-namnskylt", title: str = "Byta namnskylt", **changed: Any) -> PublishArticle:
    about = {"slug": slug, "category": "Skyltar", "title": title, "lead": "Så gör ni.", "text": "Skriv.", "idempotency_key": uuid4().hex}
    return PublishArticle.model_validate(about | changed)


def test_news_for_everyone_reaches_everyone_and_news_for_a_house_those_who_rent_there(content: Content) -> None:
    for title, where in (("Till alla", []), ("Till Bommen", ["lb8"]), ("Till grannen", ["gm1"])):
        content.ask(item_of(title, property_ids=where), KARIN)
        content.clock.moment += timedelta(minutes=1)
    assert [each.title for each in content.ask(ListNews(), ANNA).items] == ["Till Bommen", "Till alla"]
    assert [each.title for each in content.ask(ListNews(), EVE).items] == ["Till grannen", "Till alla"]
    with pytest.raises(Refused) as refused:
        content.ask(OpenNews(slug="till-grannen"), ANNA)
    assert refused.value.refusal.code == "not_found"


def test_news_comes_twenty_a_page_and_three_on_the_overview(content: Content) -> None:
    for number in range(23):
        content.clock.moment = NOW + timedelta(minutes=number)
        content.ask(item_of(f"Nummer {number}"), KARIN)
    first, second, beyond = (content.ask(ListNews(page=page), ANNA) for page in (1, 2, 10**30))
    assert (len(first.items), len(second.items), len(beyond.items)) == (20, 3, 0)
    assert (first.total, second.total, beyond.total) == (23, 23, 23)
    assert [each.title for each in content.ask(SumContent(), ANNA).news] == ["Nummer 22", "Nummer 21", "Nummer 20"]


def test_two_items_of_one_title_have_an_address_each(content: Content) -> None:
    for _ in range(2):
        content.ask(item_of(), KARIN)
    assert set(content.world.items) == {"lucia-i-entren", "lucia-i-entren-2"}
    assert content.ask(OpenNews(slug="lucia-i-entren-2"), ANNA).html == "<p>Kom!</p>"


@pytest.mark.parametrize(
    ("ask", "refusal"),
    [
        (item_of(property_ids=["nowhere"]), ("not_found", "property_ids")),
        (item_of(title_en="Lucia"), ("invalid", "lead_en")),
        (article_of(text_en="Write."), ("invalid", "title_en")),
    ],
)
def test_what_cannot_be_published_leaves_nothing(content: Content, ask: Ask[Any], refusal: tuple[str, str]) -> None:
    with pytest.raises(Refused) as refused:
        content.ask(ask, KARIN)
    assert (refused.value.refusal.code, refused.value.refusal.place) == refusal
    assert (content.world.items, content.world.kept_articles, content.world.commits) == ({}, {}, 0)


def test_both_languages_are_rendered_when_they_are_published(content: Content) -> None:
    content.ask(article_of(title_en="Change the sign", lead_en="How to.", text_en="Write."), KARIN)
    article = content.world.kept_articles["byta-namnskylt"]
    assert (article.html, article.html_en) == ("<p>Skriv.</p>", "<p>Write.</p>")


def test_an_article_published_again_replaces_all_of_the_old_one(content: Content) -> None:
    content.ask(article_of(title_en="Change the sign", lead_en="How to.", text_en="Write."), KARIN)
    content.ask(article_of(text="Ring."), KARIN)
    article = content.world.kept_articles["byta-namnskylt"]
    assert (article.html, article.title_en, article.html_en) == ("<p>Ring.</p>", "", "")
    assert content.world.audited == [("article.published", "byta-namnskylt")] * 2


def test_an_empty_search_lists_everything_and_signs_alone_find_nothing(content: Content) -> None:
    content.ask(article_of(), KARIN)
    content.ask(article_of("passerkort", "Nytt passerkort"), KARIN)
    assert len(content.ask(SearchHelp(search="  "), ANNA).articles) == 2
    assert content.ask(SearchHelp(search="!?&:*"), ANNA).articles == []
    assert [each.slug for each in content.ask(SearchHelp(search="PASSERKORT!"), ANNA).articles] == ["passerkort"]


def test_an_article_opens_and_an_unknown_one_is_not_found(content: Content) -> None:
    content.ask(article_of(), KARIN)
    assert content.ask(OpenArticle(slug="byta-namnskylt"), ANNA).html == "<p>Skriv.</p>"
    with pytest.raises(Refused):
        content.ask(OpenArticle(slug="none"), ANNA)
