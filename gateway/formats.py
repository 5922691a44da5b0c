"""How dates, times, amounts, areas and phone numbers are written (face.md §5.1), through CLDR; formatters are kept per language."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date as babel_date
from babel.dates import format_timedelta
from babel.numbers import format_decimal
from flask import Flask
from flask_babel import gettext as _
from markupsafe import Markup

from gateway.i18n import LOCALES, TIME_ZONE, language
from gateway.security.session import now

ZONE = ZoneInfo(TIME_ZONE)
NBSP = "\N{NO-BREAK SPACE}"
DASH = "\N{EN DASH}"


def install(app: Flask) -> None:
    """Make the formats filters in templates."""
    times = (day, day_long, weekday, clock, moment, promised, brief, ago, when, span)
    numbers = (amount, amount_bare, area, bankgiro, organisation_number, phone, phone_link)
    for function in (*numbers, *times, sentence_case, initials, file_size):
        app.jinja_env.filters[function.__name__] = function


def amount(ore: int) -> str:
    """Öre as `12 345,00 kr`."""
    return _amount(ore, str(_locale()))


def amount_bare(ore: int) -> str:
    """Öre as `12345.00`, for copying into a bank's form."""
    sign = "-" if ore < 0 else ""
    return f"{sign}{abs(ore) // 100}.{abs(ore) % 100:02d}"


def area(square_metres: int | float) -> str:
    """`350 m²`."""
    return f"{format_decimal(square_metres, locale=_locale())}{NBSP}m²"


def day(value: date | datetime) -> str:
    """`2026-11-23`: in tables and fields."""
    return _local(value).isoformat()


def day_long(value: date | datetime) -> str:
    """`23 november 2026`, without the year while it is this one."""
    on = _local(value)
    return _date(on, "d MMMM" if on.year == _today().year else "d MMMM y", str(_locale()))


def weekday(value: date | datetime) -> str:
    """`måndag 23 november`: where somebody must be there."""
    return _date(_local(value), "EEEE d MMMM", str(_locale()))


def clock(value: datetime) -> str:
    """`14:05`."""
    return value.astimezone(ZONE).strftime("%H:%M")


def moment(value: datetime) -> str:
    """`i dag kl. 07:42`, `i går kl. 16:12`, `20 november kl. 16:12`."""
    on, today = _local(value), _today()
    if on == today:
        return str(_("i dag kl.%(space)s%(time)s", space=NBSP, time=clock(value)))
    if on == today - timedelta(days=1):
        return str(_("i går kl.%(space)s%(time)s", space=NBSP, time=clock(value)))
    return str(_("%(day)s kl.%(space)s%(time)s", day=day_long(value), space=NBSP, time=clock(value)))


def promised(value: datetime) -> str:
    """A time ahead that somebody counts on: `i dag kl. 15`, `i morgon kl. 12`, `onsdag 25 november kl. 12:30`."""
    on, today = _local(value), _today()
    time = _hour(value)
    if on == today:
        return str(_("i dag kl.%(space)s%(time)s", space=NBSP, time=time))
    if on == today + timedelta(days=1):
        return str(_("i morgon kl.%(space)s%(time)s", space=NBSP, time=time))
    return str(_("%(day)s kl.%(space)s%(time)s", day=weekday(value), space=NBSP, time=time))


def brief(value: datetime) -> str:
    """Where there is little room: `kl. 07:42` of today, `20 november` of any other day."""
    if _local(value) == _today():
        return f"kl.{NBSP}{clock(value)}" if language() == "sv" else clock(value)
    return day_long(value)


def sentence_case(text: str) -> str:
    """The first letter large, the rest as it is: a day that opens a line."""
    return text[:1].upper() + text[1:]


def ago(value: datetime) -> str:
    """`för 3 timmar sedan` within a day, then the date. Never for deadlines."""
    passed = now() - value
    if timedelta() <= passed < timedelta(minutes=1):
        return str(_("alldeles nyss"))
    if timedelta() <= passed < timedelta(days=1):
        return format_timedelta(-passed, add_direction=True, locale=_locale())
    return day(value)


def when(value: datetime, shown: str = "moment") -> Markup:
    """A `<time>` element with the exact time, shown by one of the formats here: `{{ at|when }}`, `{{ at|when("day") }}`."""
    formats = {"moment": moment, "day": day, "ago": ago, "clock": clock, "weekday": weekday, "day_long": day_long, "promised": promised}
    exact = value.astimezone(ZONE).isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()
    return Markup('<time datetime="{}">{}</time>').format(exact, formats[shown](value))


def span(start: datetime, end: datetime | None) -> str:
    """`torsdag 26 november kl. 10–11`, `2–3 december`, or from a start alone."""
    if end is None:
        return promised(start)
    first, last = _local(start), _local(end)
    if first == last:
        whole = clock(start).endswith(":00") and clock(end).endswith(":00")
        times = f"{clock(start)[:2]}{DASH}{clock(end)[:2]}" if whole else f"{clock(start)}{DASH}{clock(end)}"
        return str(_("%(day)s kl.%(space)s%(times)s", day=weekday(start), space=NBSP, times=times))
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}{DASH}{day_long(end)}"
    return f"{day_long(start)}{NBSP}{DASH} {day_long(end)}"


def bankgiro(number: str) -> str:
    """`991-2346`, also where the hyphen is there already."""
    digits = _digits(number)
    return f"{digits[:-4]}-{digits[-4:]}" if len(digits) in (7, 8) else number


def organisation_number(number: str) -> str:
    """`556703-4482`; anything that is not ten digits as it came."""
    digits = _digits(number)
    return f"{digits[:6]}-{digits[6:]}" if len(digits) == 10 else number


def phone(number: str) -> str:
    """`031-390 06 00` as Swedish numbers are written; anything else as it came."""
    digits = _digits(number)
    national = "0" + digits[3:] if digits.startswith("+46") else digits
    if not national.startswith("0") or not 8 <= len(national) <= 11:
        return number
    cut = 2 if national.startswith("08") else 3
    head, tail = national[:cut], national[cut:]
    groups = [tail[:-4], tail[-4:-2], tail[-2:]] if len(tail) > 4 else [tail]
    if len(groups[0]) > 3:
        groups[0:1] = [groups[0][:-2], groups[0][-2:]]
    return f"{head}-{NBSP.join(group for group in groups if group)}"


def phone_link(number: str) -> str:
    """`tel:+46313900600`."""
    digits = _digits(number)
    return "tel:" + ("+46" + digits[1:] if digits.startswith("0") else digits)


def initials(name: str) -> str:
    """Two letters for the square beside a name."""
    words = name.split()
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper() if words else ""


def file_size(size: int) -> str:
    """`142 kB`, `1,4 MB`."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}{NBSP}kB"
    return f"{format_decimal(round(size / 1_000_000, 1), locale=_locale())}{NBSP}MB"


def _hour(value: datetime) -> str:
    return clock(value).removesuffix(":00") if language() == "sv" else clock(value)


def _digits(number: str) -> str:
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")


def _local(value: date | datetime) -> date:
    return value.astimezone(ZONE).date() if isinstance(value, datetime) else value


def _today() -> date:
    return now().astimezone(ZONE).date()


@lru_cache(maxsize=4)
def _parsed(name: str) -> Locale:
    return Locale.parse(name)


def _locale() -> Locale:
    return _parsed(LOCALES[language()])


@lru_cache(maxsize=4096)
def _amount(ore: int, locale: str) -> str:
    kronor = format_decimal(abs(ore) // 100, locale=_parsed(locale))
    minus = "\N{MINUS SIGN}" if ore < 0 else ""
    return f"{minus}{kronor},{abs(ore) % 100:02d}{NBSP}kr"


@lru_cache(maxsize=2048)
def _date(value: date, pattern: str, locale: str) -> str:
    return babel_date(value, pattern, locale=_parsed(locale))
