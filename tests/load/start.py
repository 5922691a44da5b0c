"""Seconds from `make start` to the first page, with the data of an earlier start there."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from deploy.local.background import read_state
from deploy.local.layout import ROOT, Layout
from deploy.local.ports import free_ports
from tests.support import figures

Say = Callable[[str], None]


def measure(say: Say) -> None:
    """Start, fill and stop a portal of its own, then start it again and open its front page."""
    with tempfile.TemporaryDirectory(prefix="portal-start-") as folder, _forgotten_afterwards(Path(folder)) as local:
        say("  the first start, with its demo data")
        local("start")
        local("stop")
        say("  the second start")
        begins = time.monotonic()
        local("start")
        state = read_state(Layout(Path(folder)))
        if state is None:
            raise RuntimeError("the portal has left no state")
        page = httpx.get(state["portal"], timeout=20, trust_env=False, follow_redirects=True)
        warm_s = time.monotonic() - begins
        if page.status_code != 200:
            raise AssertionError(f"the first page answers {page.status_code}")
    figures.append("up.warm_s", round(warm_s, 1))
    say(f"  up.warm_s {warm_s:.1f} (to reach: 20)")


@contextmanager
def _forgotten_afterwards(folder: Path) -> Iterator[Callable[[str], None]]:
    portal, bankid, mailbox = free_ports(3)
    doors = {"PORTAL_PORT": str(portal), "BANKID_PAGE_PORT": str(bankid), "MAILBOX_PORT": str(mailbox)}
    environment = os.environ | doors | {"PORTAL_VAR": str(folder)}

    def local(command: str) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "deploy.local", command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise RuntimeError(f"deploy.local {command} ended with {done.returncode}: {done.stdout[-2000:]}{done.stderr[-2000:]}")

    try:
        yield local
    finally:
        local("reset")
