"""Which day it is in Stockholm, also on the nights the clocks change."""

from datetime import UTC, date, datetime

import pytest

from services.content.domain.calendar import day_in_stockholm


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 23, 22, 59, 59, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 23, 23, 0, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 7, 1, 21, 59, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
    ],
)
def test_midnight_is_an_hour_before_utc_in_winter_and_two_in_summer(moment: datetime, day: date) -> None:
    assert day_in_stockholm(moment) == day


def test_the_night_to_summer_time_has_23_hours_and_one_date() -> None:
    first = datetime(2026, 3, 28, 23, 0, tzinfo=UTC)
    last = datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC)
    assert day_in_stockholm(first) == day_in_stockholm(last) == date(2026, 3, 29)
    assert day_in_stockholm(datetime(2026, 3, 29, 22, 0, tzinfo=UTC)) == date(2026, 3, 30)


def test_the_night_to_winter_time_has_25_hours_and_one_date() -> None:
    first = datetime(2026, 10, 24, 22, 0, tzinfo=UTC)
    last = datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC)
    assert day_in_stockholm(first) == day_in_stockholm(last) == date(2026, 10, 25)
    assert day_in_stockholm(datetime(2026, 10, 25, 23, 0, tzinfo=UTC)) == date(2026, 10, 26)


def test_a_time_without_a_zone_is_nobodys_day() -> None:
    with pytest.raises(ValueError, match="zone"):
        day_in_stockholm(datetime(2026, 11, 23, 12, 0))  # noqa: DTZ001 - what is tested
