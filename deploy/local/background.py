"""The portal in the background: start, stop, status, and forgetting everything."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from typing import Any

import httpx
import psutil

from deploy.local.child import open_log, tail
from deploy.local.layout import ROOT, Layout
from deploy.local.supervisor import AlreadyRunning, hold, say

UP_MARK = "\nThe portal      "
START_S = 300
STOP_S = 60
MEGABYTE = 1_000_000


def start(layout: Layout) -> int:
    """Start the supervisor in the background and wait until the portal answers; the exit status."""
    if is_running(layout):
        say("The portal runs already.")
        return status(layout)
    log = layout.log("supervisor")
    with open_log(log) as output:
        begins = output.tell()
        supervisor = subprocess.Popen(
            [sys.executable, "-m", "deploy.local", "up"],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    deadline = time.monotonic() + START_S
    while supervisor.poll() is None and time.monotonic() < deadline:
        said = log.read_bytes()[begins:].decode("utf-8", errors="replace")
        if UP_MARK in said:
            say(said.strip())
            return 0
        time.sleep(0.1)
    say(f"The portal did not come up. The end of {log}:\n{tail(log, 30)}")
    return 1


def stop(layout: Layout) -> int:
    """Stop a running portal, however it was started; the exit status."""
    state = read_state(layout)
    if not is_running(layout):
        say("The portal does not run.")
        return 0
    if state is None:
        say("The portal is just starting; try again in a moment.")
        return 1
    os.kill(state["supervisor"], signal.SIGTERM)
    deadline = time.monotonic() + STOP_S
    while time.monotonic() < deadline:
        if not is_running(layout):
            say("Stopped.")
            return 0
        time.sleep(0.1)
    say(f"The supervisor (process {state['supervisor']}) has not stopped within {STOP_S} s.")
    return 1


def status(layout: Layout) -> int:
    """Say what runs, where and with how much memory; 0 when everything is ready, else 1."""
    state = read_state(layout)
    if state is None or not is_running(layout):
        say("The portal does not run. make up or make start starts it.")
        return 1
    say(f"The portal      {state['portal']}\nBankID app      {state['bankid']}\nMailbox         {state['mailbox']}\n")
    all_ready = True
    for name, resident in memory(state).items():
        ready = resident > 0 and is_ready(state, name)
        all_ready = all_ready and ready
        say(f"{name:<20} {resident:>6.0f} MB   {'ready' if ready else 'NOT READY'}")
    return 0 if all_ready else 1


def reset(layout: Layout) -> int:
    """Stop and forget all data; the exit status."""
    if stop(layout) != 0:
        return 1
    elsewhere = layout.postgres / "elsewhere"
    if elsewhere.exists():
        shutil.rmtree(elsewhere.read_text().strip(), ignore_errors=True)
    for path in (layout.postgres, layout.rabbit, layout.secrets, layout.blobs, layout.mailbox, layout.root / "log"):
        shutil.rmtree(path, ignore_errors=True)
    for path in (layout.migrated, layout.filled, layout.state):
        path.unlink(missing_ok=True)
    say("All data is gone; make up begins anew.")
    return 0


def is_running(layout: Layout) -> bool:
    """Whether a supervisor holds the lock."""
    try:
        hold(layout).close()
    except AlreadyRunning:
        return True
    return False


def read_state(layout: Layout) -> dict[str, Any] | None:
    """What the supervisor wrote of itself."""
    try:
        state: dict[str, Any] = json.loads(layout.state.read_text())
    except (OSError, ValueError):
        return None
    return state


def memory(state: dict[str, Any]) -> dict[str, float]:
    """Resident memory in MB by process; the gateway's workers each by themselves; 0 for one that is gone."""
    found: dict[str, float] = {}
    for name, pid in state["processes"].items():
        try:
            process = psutil.Process(pid)
            found[name] = process.memory_info().rss / MEGABYTE
            if name == "gateway":
                for number, worker in enumerate(process.children(), 1):
                    found[f"gateway-worker-{number}"] = worker.memory_info().rss / MEGABYTE
        except psutil.NoSuchProcess:
            found[name] = 0.0
    return found


def is_ready(state: dict[str, Any], name: str) -> bool:
    """Whether a process answers that it is ready; the servers are when their process lives."""
    address = state["ready"].get(name)
    if address is None:
        return True
    try:
        return httpx.get(address, timeout=3, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False
