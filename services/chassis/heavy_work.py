"""Work that would hold up every greenlet (argon2): in a native thread, two at once, and a queue that ends."""

import threading
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from services.contracts.refusals import TRY_AGAIN, refuse

P = ParamSpec("P")
R = TypeVar("R")

AT_ONCE = 2
WAITING = 32


def _here(work: Callable[..., Any], *args: Any, **named: Any) -> Any:
    return work(*args, **named)


class _Gate:
    """Who may work now; made again by the host once it has patched the locks."""

    def __init__(self, run: Callable[..., Any]) -> None:
        self.run = run
        self.at_once = threading.BoundedSemaphore(AT_ONCE)
        self.places = threading.BoundedSemaphore(AT_ONCE + WAITING)


_gate = _Gate(_here)


def run_with(run: Callable[..., Any]) -> None:
    """Let `run(work, *args)` carry the work out; the host gives eventlet's pool of native threads."""
    global _gate
    _gate = _Gate(run)


def in_native_thread(work: Callable[P, R], *args: P.args, **named: P.kwargs) -> R:
    """What `work` returns. Refused(try_again) when too many are waiting already."""
    gate = _gate
    if not gate.places.acquire(blocking=False):
        refuse(TRY_AGAIN)
    try:
        with gate.at_once:
            result: R = gate.run(work, *args, **named)
            return result
    finally:
        gate.places.release()
