"""What the demo announces lies at sensible clock times, whenever it is started."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from deploy.demo.register import told
from deploy.demo.times import next_weekday_name, told_time, weekday_from

MONDAY = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
STARTS = [MONDAY + timedelta(hours=hours) for hours in range(0, 24 * 7, 5)]


@pytest.mark.parametrize("now", STARTS, ids=lambda now: now.strftime("%a %H"))
@pytest.mark.parametrize("given", told("notices"), ids=lambda each: each["title"])
def test_a_notice_is_past_and_to_come_as_its_kind_says(given: dict[str, Any], now: datetime) -> None:
    times = {name: told_time(given[name], now) for name in ("starts_at", "expected_until", "next_update_at") if name in given}
    assert all(7 <= time.hour <= 16 for time in times.values())
    running = given["kind"] == "disturbance"
    assert (times["starts_at"] <= now) is running
    assert times.get("expected_until", now + timedelta(1)) > max(now, times["starts_at"])
    if "next_update_at" in times:
        assert now < times["next_update_at"] <= times["expected_until"]


def test_working_days_pass_over_the_weekend() -> None:
    friday = date(2026, 11, 27)
    assert weekday_from(friday, 1) == date(2026, 11, 30)
    assert weekday_from(date(2026, 11, 30), -1) == friday
    assert next_weekday_name(datetime(2026, 11, 27, 12, tzinfo=UTC)) == "måndag"
