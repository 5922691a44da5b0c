"""The first line against hammering: a small count per worker and address. The real limits are kept by identity."""

import threading
import time
from collections.abc import Callable

from services.contracts.refusals import refuse

REMEMBERED = 10_000


class RateLimit:
    """Lets `tries` through per `per_s` seconds and key, evenly refilled."""

    def __init__(self, tries: int, per_s: float, now: Callable[[], float] = time.monotonic) -> None:
        self._tries = tries
        self._per_s = per_s
        self._now = now
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def spend(self, key: str) -> None:
        """Count one try. Refuses with `too_many_attempts(wait_s)` when there are none left."""
        now = self._now()
        with self._lock:
            left, at = self._left.pop(key, (float(self._tries), now))
            left = min(self._tries, left + (now - at) * self._tries / self._per_s)
            spent = left >= 1
            self._left[key] = (left - 1 if spent else left, now)
            if len(self._left) > REMEMBERED:
                self._left.pop(next(iter(self._left)))
        if not spent:
            refuse("too_many_attempts", wait_s=max(1, round((1 - left) * self._per_s / self._tries)))
