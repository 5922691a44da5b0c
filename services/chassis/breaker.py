"""A circuit breaker per service asked: when it does not answer, pages stop waiting for it and say so at once."""

import threading
import time
from collections.abc import Callable

THRESHOLD = 3
OPEN_S = 1.0


class Breaker:
    """Closed: all go through. After THRESHOLD failures in a row: one try every OPEN_S, the rest fail at once."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._next_try = 0.0

    def lets_through(self) -> bool:
        """Whether to try now."""
        if self._failures < THRESHOLD:
            return True
        with self._lock:
            if self._failures < THRESHOLD:
                return True
            now = self._clock()
            if now < self._next_try:
                return False
            self._next_try = now + OPEN_S
            return True

    def succeeded(self) -> None:
        """It answered."""
        if self._failures:
            with self._lock:
                self._failures = 0

    def failed(self) -> None:
        """It did not answer."""
        with self._lock:
            self._failures += 1
            if self._failures >= THRESHOLD:
                self._next_try = max(self._next_try, self._clock() + OPEN_S)
