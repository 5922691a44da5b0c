"""`make up` from nothing, in a folder of its own: comes up once, brings back what dies, and Ctrl-C leaves nothing."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from deploy.local.background import is_running, read_state
from deploy.local.layout import ROOT, Layout
from deploy.local.ports import free_ports
from tests.support.waiting import wait_until

UP_S = 240


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[subprocess.Popen[bytes], Layout, dict[str, str]]]:
    """A supervisor in the foreground, as in a terminal."""
    folder = tmp_path_factory.mktemp("var")
    portal, bankid, mailbox = (str(port) for port in free_ports(3))
    environment = {
        **os.environ, "PORTAL_VAR": str(folder), "PORTAL_PORT": portal, "BANKID_PAGE_PORT": bankid, "MAILBOX_PORT": mailbox,
    }  # fmt: skip
    with (folder / "said.txt").open("wb") as said:
        running = subprocess.Popen(
            [sys.executable, "-m", "deploy.local", "up", "--empty"], cwd=ROOT, env=environment, stdout=said, stderr=subprocess.STDOUT
        )
        try:
            yield running, Layout(folder), environment
        finally:
            if running.poll() is None:
                running.send_signal(signal.SIGINT)
            running.wait(60)
            subprocess.run(
                [sys.executable, "-m", "deploy.local", "reset"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True
            )


def said(layout: Layout) -> str:
    return (layout.root / "said.txt").read_text(encoding="utf-8")


@pytest.mark.timeout(600)
def test_a_portal_comes_up_is_looked_after_and_goes_away(up: tuple[subprocess.Popen[bytes], Layout, dict[str, str]]) -> None:
    supervisor, layout, environment = up

    wait_until(lambda: "The portal  " in said(layout) or supervisor.poll() is not None, UP_S, "the portal")
    assert supervisor.poll() is None, said(layout)
    state = read_state(layout)
    assert state is not None
    assert state["portal"] == f"http://localhost:{environment['PORTAL_PORT']}"
    assert httpx.get(state["portal"], follow_redirects=True, timeout=10).status_code == 200

    second = subprocess.run(
        [sys.executable, "-m", "deploy.local", "up", "--empty"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert second.returncode == 1
    assert "runs already" in second.stdout

    old = state["processes"]["cases-relay"]
    os.kill(old, signal.SIGKILL)
    wait_until(lambda: (read_state(layout) or state)["processes"]["cases-relay"] != old, 30, "a new relay")
    assert "cases-relay ended with -9; starting it again" in said(layout)
    wait_until(lambda: ready(state["ready"]["cases-relay"]), 60, "the relay's readiness")

    every = children(supervisor.pid)
    supervisor.send_signal(signal.SIGINT)
    assert supervisor.wait(90) == 0
    assert said(layout).rstrip().endswith("Stopped.")
    assert [process for process in every if process.is_running()] == []
    assert not is_running(layout)


def ready(address: str) -> bool:
    try:
        return httpx.get(address, timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def children(pid: int) -> list[psutil.Process]:
    return psutil.Process(pid).children(recursive=True)


def test_a_wrong_port_is_named_and_nothing_is_started(tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "deploy.local", "up", "--empty"],
        cwd=ROOT,
        env={**os.environ, "PORTAL_VAR": str(tmp_path / "var"), "PORTAL_PORT": "eighty"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert "PORTAL_PORT cannot be 'eighty': expected a port number" in answer.stdout
