"""Two languages, one set of formats."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from gateway import formats
from gateway.security import cookies
from gateway.translations import check, update
from services.contracts.identity import ShowOrganisation
from tests.gateway.conftest import Visitor
from tests.gateway.fake_bus import FakeBus
from tests.gateway.test_door import EMPTY

NBSP = "\N{NO-BREAK SPACE}"
AFTERNOON = datetime(2026, 11, 20, 13, 5, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    """The running gateway reads compiled texts."""
    update.compile_catalogue()


@pytest.fixture(params=["sv", "en"])
def speaking(request: pytest.FixtureRequest, app: Flask) -> Iterator[str]:
    """Inside a request in one of the languages."""
    with app.test_request_context("/"):
        cookies.LANGUAGE.set(request.param)
        yield request.param


def test_no_text_is_missing_unsure_or_left_over_in_english() -> None:
    assert check.problems() == []


def test_a_visitor_changes_language_and_stays_on_the_page(visitor: Visitor) -> None:
    assert "Välkommen att logga in" in visitor.get("/logga-in").text
    assert visitor.get("/sprak/en?next=/logga-in").headers["Location"] == "/logga-in"
    page = visitor.get("/logga-in").text
    assert '<html lang="en">' in page
    assert "Welcome, sign in with us" in page
    assert "Svenska" in page


def test_the_browsers_wish_counts_where_nothing_is_chosen(visitor: Visitor) -> None:
    assert '<html lang="en">' in visitor.get("/logga-in", Accept_Language="en-GB,en;q=0.9,sv;q=0.5").text
    assert '<html lang="sv">' in visitor.get("/logga-in", Accept_Language="de").text


def test_the_profile_counts_before_the_browser(bus: FakeBus, member: Callable[..., Visitor]) -> None:
    bus.give(ShowOrganisation, EMPTY)
    page = member(language="en").get("/o/company/organisation", Accept_Language="sv").text
    assert "Main administrator" in page


def test_an_unknown_language_is_not_found(visitor: Visitor) -> None:
    assert visitor.get("/sprak/fr").status_code == 404


def test_amounts_have_spaces_for_thousands_and_a_comma_in_both_languages(speaking: str) -> None:
    assert formats.amount(80_330_300) == f"803{NBSP}303,00{NBSP}kr"
    assert formats.amount(19) == f"0,19{NBSP}kr"
    assert formats.amount(-123_456) == f"\N{MINUS SIGN}1{NBSP}234,56{NBSP}kr"
    assert formats.amount_bare(80_330_300) == "803303.00"
    assert formats.amount_bare(-5) == "-0.05"


def test_areas_and_dates_in_fields_are_the_same_in_both(speaking: str) -> None:
    assert formats.area(1350) == f"1{NBSP}350{NBSP}m²"
    assert formats.day(AFTERNOON) == "2026-11-20"


def test_a_day_begins_at_swedish_midnight(speaking: str) -> None:
    assert formats.day(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == "2026-07-02"
    assert formats.clock(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == "00:30"


def test_words_follow_the_language(speaking: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "now", lambda: datetime(2026, 11, 23, 8, 12, tzinfo=UTC))
    swedish = speaking == "sv"
    assert formats.weekday(AFTERNOON) == ("fredag 20 november" if swedish else "Friday 20 November")
    assert formats.moment(AFTERNOON) == (f"20 november kl.{NBSP}14:05" if swedish else f"20 November at{NBSP}14:05")
    assert formats.moment(datetime(2026, 11, 23, 6, 42, tzinfo=UTC)) == (f"i dag kl.{NBSP}07:42" if swedish else f"today at{NBSP}07:42")
    assert formats.ago(datetime(2026, 11, 23, 5, 12, tzinfo=UTC)) == ("för 3 timmar sedan" if swedish else "3 hours ago")
    assert formats.ago(AFTERNOON) == "2026-11-20"
    assert formats.day_long(datetime(2027, 1, 2, tzinfo=UTC)) == ("2 januari 2027" if swedish else "2 January 2027")


def test_what_is_promised_names_the_day_and_no_needless_minutes(speaking: str, monkeypatch: pytest.MonkeyPatch) -> None:
    noon = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
    monkeypatch.setattr(formats, "now", lambda: noon - timedelta(hours=4))
    swedish = speaking == "sv"
    assert formats.promised(noon) == (f"i dag kl.{NBSP}12" if swedish else f"today at{NBSP}12:00")
    assert formats.promised(noon + timedelta(days=1)) == (f"i morgon kl.{NBSP}12" if swedish else f"tomorrow at{NBSP}12:00")
    assert formats.promised(noon + timedelta(days=2, minutes=30)) == (
        f"onsdag 25 november kl.{NBSP}12:30" if swedish else f"Wednesday 25 November at{NBSP}12:30"
    )
    assert formats.brief(noon) == (f"kl.{NBSP}12:00" if swedish else "12:00")
    assert formats.brief(noon - timedelta(days=3)) == ("20 november" if swedish else "20 November")


@pytest.mark.parametrize(("given", "written"), [("9912346", "991-2346"), ("991-2346", "991-2346"), ("12345678", "1234-5678"), ("12", "12")])
def test_a_bankgiro_has_one_hyphen(given: str, written: str) -> None:
    assert formats.bankgiro(given) == written


@pytest.mark.parametrize(("given", "written"), [("5567034482", "556703-4482"), ("556703-4482", "556703-4482"), ("", "")])
def test_an_organisation_number_is_written_as_people_know_it(given: str, written: str) -> None:
    assert formats.organisation_number(given) == written


def test_spans_are_joined_with_an_en_dash(speaking: str) -> None:
    start = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
    assert formats.span(start, start + timedelta(hours=1)).endswith("10\N{EN DASH}11")
    assert formats.span(start, start + timedelta(minutes=90)).endswith("10:00\N{EN DASH}11:30")
    assert formats.span(start, start + timedelta(days=1)).startswith("26\N{EN DASH}27 ")


@pytest.mark.parametrize(
    ("number", "written", "link"),
    [
        ("0313900600", f"031-390{NBSP}06{NBSP}00", "tel:+46313900600"),
        ("+46313900611", f"031-390{NBSP}06{NBSP}11", "tel:+46313900611"),
        ("031631200", f"031-63{NBSP}12{NBSP}00", "tel:+4631631200"),
        ("070-123 45 67", f"070-123{NBSP}45{NBSP}67", "tel:+46701234567"),
        ("+4479111234", "+4479111234", "tel:+4479111234"),
    ],
)
def test_phone_numbers_are_written_as_here_and_dialled_from_anywhere(number: str, written: str, link: str) -> None:
    assert formats.phone(number) == written
    assert formats.phone_link(number) == link


def test_texts_in_folders_with_an_underscore_are_extracted_too(tmp_path: Path) -> None:
    assert "Steg %(step)s av %(of)s" in update.extract(tmp_path / "messages.pot").read_text(encoding="utf-8")
