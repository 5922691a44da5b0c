"""A clock that stands still until it is moved."""

from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class FixedClock:
    """Fits the chassis' Clock."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def now(self) -> datetime:
        """The moment it stands at."""
        return self.at

    def advance(self, **by: float) -> datetime:
        """Move it on: `advance(minutes=30)`."""
        self.at += timedelta(**by)
        return self.at
