"""The moment that everything a test is given hangs on."""

from datetime import UTC, datetime, timedelta

AT = datetime(2026, 11, 23, 7, 12, tzinfo=UTC)


DAY = timedelta(days=1)
