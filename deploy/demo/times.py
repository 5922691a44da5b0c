"""Times of day for what the demo announces, so that it looks like a working week whenever it is started."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Stockholm")
DAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")


def told_time(given: Mapping[str, Any], now: datetime) -> datetime:
    """The moment that one of the demo's files means.

    `{"weekdays": 3, "at": "10:00"}` counts working days from today; `{"next": ["11:00", "15:00"]}` is the first of these
    clock times still to come, `{"last": [...]}` the latest that has been.
    """
    here = now.astimezone(ZONE)
    if "weekdays" in given:
        return _at(weekday_from(here.date(), int(given["weekdays"])), str(given["at"]))
    ahead = "next" in given
    days = [here.date() + timedelta(days=days) for days in (-1, 0, 1)]
    moments = sorted(_at(day, clock) for day in days for clock in given["next" if ahead else "last"])
    return next(each for each in moments if each > here) if ahead else [each for each in moments if each <= here][-1]


def weekday_from(day: date, count: int) -> date:
    """The working day `count` working days after `day`, or before it where `count` is negative."""
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= day.weekday() < 5
    return day


def next_weekday_name(now: datetime) -> str:
    """`tisdag`: the next working day, in words."""
    return DAYS[weekday_from(now.astimezone(ZONE).date(), 1).weekday()]


def _at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), ZONE)
