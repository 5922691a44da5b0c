"""What cases does by the clock: nothing yet beyond what the chassis does for every service."""

from collections.abc import Callable
from datetime import timedelta

JOBS: list[tuple[str, timedelta, Callable[..., None]]] = []
