"""What identity does by the clock."""

from collections.abc import Callable
from datetime import timedelta

from services.identity.usecases.clear_expired import clear_expired
from services.identity.usecases.send_heartbeat import send_heartbeat

JOBS: list[tuple[str, timedelta, Callable[..., None]]] = [
    ("heartbeat", timedelta(seconds=10), send_heartbeat),
    ("clear_expired", timedelta(minutes=10), clear_expired),
]
