"""The simulator's time: real time that a test may move forward."""

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What orders need to know about time."""

    def monotonic(self) -> float:
        """Seconds that never run backwards."""

    def now(self) -> datetime:
        """The wall clock, UTC."""


class MovableClock:
    """The system's clock plus what has been added by `advance`."""

    def __init__(self) -> None:
        self._ahead = 0.0
        self._lock = threading.Lock()

    def monotonic(self) -> float:
        """Seconds that never run backwards."""
        return time.monotonic() + self._ahead

    def now(self) -> datetime:
        """The wall clock, UTC."""
        return datetime.now(UTC) + timedelta(seconds=self._ahead)

    def advance(self, seconds: float) -> None:
        """Move time forward; backwards is refused with ValueError."""
        if not 0 <= seconds <= 86_400:
            raise ValueError("time moves forward, a day at most")
        with self._lock:
            self._ahead += seconds
