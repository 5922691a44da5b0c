"""Waiting for a server to come, with a deadline and a reason when it does not."""

import time
from collections.abc import Callable
from pathlib import Path

from deploy.local.child import Child, tail

STEP_S = 0.05


class DidNotStart(RuntimeError):  # noqa: N818 - reads as what it says
    """A server that ended, or was not ready in time; holds the end of its log."""


def wait_until_ready(name: str, child: Child, log: Path, ready: Callable[[], bool], seconds: float) -> None:
    """Wait until `ready()`. Raises DidNotStart when the process ends or the time is up."""
    deadline = time.monotonic() + seconds
    while not ready():
        if child.ended() is not None:
            raise DidNotStart(f"{name} ended with {child.ended()} while starting. The end of {log}:\n{tail(log)}")
        if time.monotonic() > deadline:
            raise DidNotStart(f"{name} was not ready within {seconds:.0f} s. The end of {log}:\n{tail(log)}")
        time.sleep(STEP_S)
