"""A whole portal of its own for a test run: every process, every server, on free ports, in a temporary folder."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.demo.people import KARIN
from deploy.demo.seed import Where
from deploy.local.addresses import WISHED, choose
from deploy.local.layout import ROOT, Layout
from deploy.local.plan import broker_url, ours, service_environment
from deploy.local.portal import Portal

FREE_PORTS = dict.fromkeys(WISHED, 0)
ENVIRONMENT = "test"


class RunningPortal:
    """A portal that is up."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.layout = portal.layout
        self.addresses = portal.addresses

    @property
    def where(self) -> Where:
        """Where visitors go."""
        return Where(self.addresses.portal_address, self.addresses.bankid_page_address, self.addresses.mailbox_address)

    def broker_url(self, user: str) -> str:
        """A broker user's address, for those who go past the gateway."""
        return broker_url(self.layout, self.addresses, user)

    def environment_of(self, service: str) -> dict[str, str]:
        """The environment a service runs in, for its command line."""
        return ours(service_environment(self.layout, self.addresses, ENVIRONMENT, service))

    def invite_first_staff(self) -> None:
        """The one-time command that invites Karin with every role."""
        roles = "administrator,account_manager,property_manager,finance,editor"
        command = [
            sys.executable,
            "-m",
            "services.identity",
            "invite-staff",
            "--email",
            KARIN.email,
            "--name",
            KARIN.name,
            "--roles",
            roles,
        ]
        done = subprocess.run(command, cwd=ROOT, env=self.environment_of("identity"), capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"invite-staff failed: {done.stdout}{done.stderr}")


@contextmanager
def running_portal(folder: Path, *, durable: bool = False) -> Iterator[RunningPortal]:
    """Start a portal, keep it running (what is killed comes back) and stop it.

    `durable` makes the database write before it answers, as everywhere but in tests: needed by whoever kills it.
    """
    said: list[str] = []
    portal = Portal(Layout(folder), choose(said.append, wished=FREE_PORTS), ENVIRONMENT, said.append, durable=durable)
    stopped = threading.Event()
    watcher = threading.Thread(target=portal.watch, args=(stopped,), name="watcher", daemon=True)
    try:
        portal.start()
        watcher.start()
        yield RunningPortal(portal)
    finally:
        stopped.set()
        if watcher.is_alive():
            watcher.join(30)
        portal.stop()
        portal.postgres.remove()
        if os.environ.get("KEEP_LOGS"):
            print(f"logs: {folder / 'log'}")
