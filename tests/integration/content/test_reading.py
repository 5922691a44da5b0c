"""News and help read from the database: scope, order, language and search."""

from datetime import timedelta

import pytest

from services.contracts.content import ListNews, OpenArticle, OpenNews, SearchHelp
from tests.integration.content.world import World

ENGLISH = {"title_en": "Lost access card", "lead_en": "Block it at once.", "text_en": "Call the **switchboard**."}


def test_english_readers_get_english_where_it_exists_and_swedish_with_its_mark_where_not(world: World) -> None:
    jane = world.member("jane", world.company, "en")
    both = world.publish_news("Passerkort", **ENGLISH)
    swedish = world.publish_news("Cykelrum")
    opened = world.ask(OpenNews(slug=both), jane)
    assert (opened.item.title, opened.item.language) == ("Lost access card", "en")
    assert opened.html == "<p>Call the <strong>switchboard</strong>.</p>"
    assert (world.ask(OpenNews(slug=swedish), jane).item.language, world.ask(OpenNews(slug=both), world.anna).item.language) == ("sv", "sv")
    assert {each.language for each in world.ask(ListNews(), jane).items if each.slug in (both, swedish)} == {"en", "sv"}


def test_news_is_newest_first_and_paged(world: World) -> None:
    slugs = [world.publish_news(f"Nr{number}", world.lb8) for number in range(21)]
    pages = [world.ask(ListNews(page=page), world.anna) for page in (1, 2, 10**30)]
    listed = [each.slug for page in pages for each in page.items if world.mark in each.slug]
    assert listed == slugs[::-1]
    assert len(pages[0].items) == 20
    assert pages[2].items == []
    assert {page.total for page in pages} == {pages[0].total}


def test_news_of_a_house_is_no_longer_listed_when_the_lease_has_ended(world: World) -> None:
    world.add_lease(world.company, "HA-7", world.given(world.g12, None, (world.at + timedelta(days=1)).date()))
    slug = world.publish_news("Garden", world.g12)
    assert slug in [each.slug for each in world.ask(ListNews(), world.anna).items]
    world.at += timedelta(days=3)
    assert slug not in [each.slug for each in world.ask(ListNews(), world.anna).items]


@pytest.fixture
def helped(world: World) -> World:
    """Three articles."""
    world.publish_article("kort", "Beställ passerkort", lead="Nya kort till kollegor.", text="Skriv namn och plan.", **ENGLISH)
    world.publish_article("skylt", "Byt namnskylt i entrén", text="Vi trycker nya skyltar varje vecka. Passerkort behövs inte.")
    world.publish_article("hiss", "Om någon sitter fast i hissen", category="Akut", text="Tryck på larmknappen och ring jouren.")
    return world


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("passerkort", ["kort", "skylt"]),
        ("PASSERKORT", ["kort", "skylt"]),
        ("passerk", ["kort", "skylt"]),
        ("skylten", ["skylt"]),
        ("skyltarna", ["skylt"]),
        ("namnsky", ["skylt"]),
        ("hissarna", ["hiss"]),
        ("akut", ["hiss"]),
        ("larmknapp", ["hiss"]),
        ("lost cards", ["kort"]),
        ("passerkort plan", ["kort"]),
        ("hiss i", ["hiss"]),
        ("entré", ["skylt"]),
        ("bananflugor", []),
        ("q & w | !x:*", []),
        ("'; DROP TABLE article; --", []),
        ("\x00", []),
    ],
)
def test_search_finds_stems_beginnings_and_both_languages_best_first(helped: World, search: str, found: list[str]) -> None:
    slugs = [each.slug for each in helped.ask(SearchHelp(search=search), helped.anna).articles]
    assert [each.removesuffix(f"-{helped.mark}") for each in slugs if helped.mark in each] == found


def test_an_empty_search_lists_by_category_and_title_in_swedish_order(world: World) -> None:
    for slug, category, title in (("a", "Öppet", "B"), ("b", "Ägare", "Ö"), ("c", "Ägare", "Å"), ("d", "Zon", "a")):
        world.publish_article(slug, title, category=category)
    listed = [each.slug.removesuffix(f"-{world.mark}") for each in world.ask(SearchHelp(), world.anna).articles if world.mark in each.slug]
    assert listed == ["d", "c", "b", "a"]


def test_a_replaced_article_is_found_by_its_new_words_only(helped: World) -> None:
    slug = helped.publish_article("hiss", "Fast mellan två plan", text="Ring jouren.")
    assert helped.ask(OpenArticle(slug=slug), helped.anna).html == "<p>Ring jouren.</p>"
    for search, there in (("larmknapp", False), ("mellan", True)):
        assert (slug in [each.slug for each in helped.ask(SearchHelp(search=search), helped.anna).articles]) is there
