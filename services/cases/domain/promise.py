"""When we promise an answer: the next Swedish working day at noon."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")
ANSWERED_BY = time(12, 0)
_DAY = timedelta(days=1)


def easter_sunday(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of Meeus, Jones and Butcher)."""
    golden = year % 19
    century, in_century = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    leap_years, year_rest = divmod(in_century, 4)
    weekday = (32 + 2 * century_rest + 2 * leap_years - epact - year_rest) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=16)
def days_off(year: int) -> frozenset[date]:
    """Days off whatever the weekday: lagen (1989:253) om allmänna helgdagar, and the three eves on which work rests."""
    easter = easter_sunday(year)
    midsummer_day = _first_saturday_from(date(year, 6, 20))
    return frozenset(
        {
            date(year, 1, 1),
            date(year, 1, 6),
            easter - 2 * _DAY,
            easter,
            easter + _DAY,
            date(year, 5, 1),
            easter + 39 * _DAY,
            easter + 49 * _DAY,
            date(year, 6, 6),
            midsummer_day - _DAY,
            midsummer_day,
            _first_saturday_from(date(year, 10, 31)),
            date(year, 12, 24),
            date(year, 12, 25),
            date(year, 12, 26),
            date(year, 12, 31),
        }
    )


def is_working_day(day: date) -> bool:
    """Monday to Friday, holidays and the eves of Christmas, New Year and midsummer excepted."""
    return day.weekday() < 5 and day not in days_off(day.year)


def answer_by(asked_at: datetime) -> datetime:
    """Noon in Stockholm of the first working day after the day (there) on which the tenant asked; in UTC."""
    day = asked_at.astimezone(STOCKHOLM).date() + _DAY
    while not is_working_day(day):
        day += _DAY
    return datetime.combine(day, ANSWERED_BY, STOCKHOLM).astimezone(UTC)


def _first_saturday_from(day: date) -> date:
    return day + _DAY * ((5 - day.weekday()) % 7)
