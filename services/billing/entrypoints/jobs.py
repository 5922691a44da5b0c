"""What billing does by the clock."""

from collections.abc import Callable
from datetime import timedelta

from services.billing.usecases.forget_sessions import forget_sessions

JOBS: list[tuple[str, timedelta, Callable[..., None]]] = [("forget_sessions", timedelta(hours=1), forget_sessions)]
