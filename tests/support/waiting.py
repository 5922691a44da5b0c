"""Waiting for a condition with a deadline; tests never sleep a fixed time."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
STEP_S = 0.02


def wait_until(condition: Callable[[], T], deadline_s: float = 10.0, what: str = "the condition") -> T:
    """The first truthy answer of `condition`. Raises AssertionError with the last answer when the deadline passes."""
    ends = time.monotonic() + deadline_s
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() >= ends:
            raise AssertionError(f"{what} did not come true within {deadline_s} s; the last answer was {answer!r}")
        time.sleep(STEP_S)
