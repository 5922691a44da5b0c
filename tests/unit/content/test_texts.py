"""Two languages, and the addresses of news."""

import pytest

from services.content.domain.errors import BrokenRule
from services.content.domain.news_item import LONGEST_SLUG, free_slug, slug_of
from services.content.domain.texts import Texts, english, shown_language
from services.content.domain.written import on_one_line, said, written


def test_english_is_all_or_nothing() -> None:
    assert english(" ", "", "\n") is None
    assert english(" Lift ", "Lead", "Text") == Texts("Lift", "Lead", "Text")


@pytest.mark.parametrize(
    ("given", "place"),
    [(("", "b", "c"), "title_en"), (("a", "", "c"), "lead_en"), (("a", "b", " "), "text_en"), (("", "", "c"), "title_en")],
)
def test_half_a_translation_is_refused_at_what_is_missing(given: tuple[str, str, str], place: str) -> None:
    with pytest.raises(BrokenRule) as broken:
        english(*given)
    assert broken.value.place == place


@pytest.mark.parametrize(
    ("wanted", "has_english", "shown"),
    [("sv", True, "sv"), ("sv", False, "sv"), ("en", True, "en"), ("en", False, "sv"), ("fi", True, "sv")],
)
def test_english_falls_back_to_swedish(wanted: str, has_english: bool, shown: str) -> None:
    assert shown_language(wanted, has_english) == shown


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Cykelrummet öppnar efter ombyggnad", "cykelrummet-oppnar-efter-ombyggnad"),
        ("  Åtta ÄLGAR & en hiss!  ", "atta-algar-en-hiss"),
        ("…", "nyhet"),
        ("東京", "nyhet"),
    ],
)
def test_a_title_has_an_address_in_ascii(title: str, slug: str) -> None:
    assert slug_of(title) == slug


def test_a_long_title_has_a_short_address_without_a_loose_dash() -> None:
    slug = slug_of("ab " * 60)
    assert len(slug) <= LONGEST_SLUG
    assert not slug.endswith("-")


def test_the_same_title_again_gets_the_next_number() -> None:
    assert free_slug("Lucia", set()) == "lucia"
    assert free_slug("Lucia", {"lucia", "lucia-2", "lucia-firande"}) == "lucia-3"


def test_what_cannot_be_seen_is_not_kept() -> None:
    assert written(" ett\r\ntvå\x00\x07\t! ") == "ett\ntvå\t!"
    assert on_one_line("Hiss\n A  står\x00 still") == "Hiss A står still"


def test_a_line_that_says_nothing_is_refused_at_its_field() -> None:
    with pytest.raises(BrokenRule) as broken:
        said("\x00\n", "title")
    assert (broken.value.code, broken.value.place) == ("invalid", "title")
