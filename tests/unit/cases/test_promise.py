"""The promise: which days count, and when an answer is due."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cases.domain.promise import STOCKHOLM, answer_by, days_off, easter_sunday, is_working_day


def here(*parts: int) -> datetime:
    """A time in Stockholm."""
    return datetime(*parts).replace(tzinfo=STOCKHOLM)  # type: ignore[arg-type]  # noqa: DTZ001


@pytest.mark.parametrize(
    "day",
    [date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28), date(2028, 4, 16), date(2038, 4, 25), date(2285, 3, 22)],
)
def test_easter_falls_where_the_almanac_says(day: date) -> None:
    assert easter_sunday(day.year) == day


def test_the_days_off_of_2026_are_those_of_the_almanac() -> None:
    assert days_off(2026) == {
        date(2026, 1, 1),
        date(2026, 1, 6),
        date(2026, 4, 3),
        date(2026, 4, 5),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 14),
        date(2026, 5, 24),
        date(2026, 6, 6),
        date(2026, 6, 19),
        date(2026, 6, 20),
        date(2026, 10, 31),
        date(2026, 12, 24),
        date(2026, 12, 25),
        date(2026, 12, 26),
        date(2026, 12, 31),
    }


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (here(2026, 11, 20, 14, 5), here(2026, 11, 23, 12)),  # Friday to Monday
        (here(2026, 11, 23, 0, 5), here(2026, 11, 24, 12)),
        (here(2026, 11, 21, 9, 0), here(2026, 11, 23, 12)),  # on a Saturday
        (here(2026, 4, 2, 16, 0), here(2026, 4, 7, 12)),  # over Easter
        (here(2026, 12, 23, 10, 0), here(2026, 12, 28, 12)),
        (here(2026, 12, 30, 10, 0), here(2027, 1, 4, 12)),
        (here(2026, 6, 18, 10, 0), here(2026, 6, 22, 12)),  # over midsummer
    ],
)
def test_an_answer_is_due_at_noon_of_the_next_working_day(asked: datetime, due: datetime) -> None:
    assert answer_by(asked) == due


def test_the_day_is_the_one_in_stockholm_and_noon_follows_summer_time() -> None:
    late_on_monday_in_utc_is_tuesday_here = datetime(2026, 7, 6, 22, 30, tzinfo=UTC)
    assert answer_by(late_on_monday_in_utc_is_tuesday_here) == datetime(2026, 7, 8, 10, 0, tzinfo=UTC)
    assert answer_by(datetime(2026, 1, 12, 22, 30, tzinfo=UTC)) == datetime(2026, 1, 13, 11, 0, tzinfo=UTC)


@given(st.integers(min_value=0, max_value=200 * 366 * 24 * 60))
def test_a_promise_is_in_the_future_on_a_working_day_within_a_week(minutes: int) -> None:
    asked = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    due = answer_by(asked)
    assert timedelta(0) < due - asked < timedelta(days=7)
    assert is_working_day(due.astimezone(STOCKHOLM).date())
