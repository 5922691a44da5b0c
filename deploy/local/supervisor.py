"""The supervisor: brings a portal up in the foreground, fills it the first time, and looks after it until it is told to stop."""

import fcntl
import os
import signal
import subprocess
import sys
import threading
from typing import IO

from deploy.demo.people import KARIN
from deploy.local.addresses import Addresses, choose
from deploy.local.layout import ROOT, Layout
from deploy.local.plan import ours, service_environment
from deploy.local.portal import Portal
from deploy.local.waiting import DidNotStart

ENVIRONMENT = "development"
FIRST_STAFF = ("--email", KARIN.email, "--name", KARIN.name)
ALL_ROLES = "administrator,account_manager,property_manager,finance,editor"


class AlreadyRunning(Exception):  # noqa: N818 - an answer, not an error
    """Another supervisor holds the lock."""


class ToldToStop(Exception):  # noqa: N818 - not an error
    """Ctrl-C or SIGTERM."""


def say(words: str) -> None:
    """A line to whoever watches."""
    print(words, flush=True)


def hold(layout: Layout) -> IO[str]:
    """The lock of this portal, for as long as the file stays open. Raises AlreadyRunning."""
    layout.root.mkdir(parents=True, exist_ok=True)
    lock = layout.lock.open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise AlreadyRunning from error
    return lock


def run(layout: Layout, *, with_demo: bool = True) -> int:
    """Bring the portal up and look after it; the exit status."""
    try:
        lock = hold(layout)
    except AlreadyRunning:
        say("The portal runs already. make status shows it, make stop stops it.")
        return 1
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    portal: Portal | None = None
    status = 0
    try:
        say("Starting PostgreSQL, RabbitMQ and the portal …")
        addresses = choose(say)
        portal = Portal(layout, addresses, ENVIRONMENT, say)
        portal.start()
        if with_demo:
            fill(layout, addresses)
        say(guide(layout, addresses))
        portal.watch(threading.Event())
    except ToldToStop:
        say("\nStopping …")
    except (DidNotStart, ValueError, OSError) as error:
        say(f"\nThe portal did not come up: {error}")
        status = 1
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        if portal is not None:
            portal.stop()
        lock.close()
    say("Stopped.")
    return status


def fill(layout: Layout, addresses: Addresses) -> None:
    """Enter the demo data through the front doors, once. What goes wrong is said and leaves the portal running."""
    if layout.filled.exists():
        return
    say("Entering the demo data through the front doors (once, about a minute) …")
    invited = subprocess.run(
        [sys.executable, "-m", "services.identity", "invite-staff", *FIRST_STAFF, "--roles", ALL_ROLES],
        cwd=ROOT,
        env=ours(service_environment(layout, addresses, ENVIRONMENT, "identity")),
        capture_output=True,
        text=True,
        check=False,
    )
    if invited.returncode != 0:
        say(f"The first member of staff could not be invited:\n{invited.stdout}{invited.stderr}")
        return
    visited = {
        "PORTAL_ADDRESS": addresses.portal_address,
        "BANKID_PAGE_ADDRESS": addresses.bankid_page_address,
        "MAILBOX_ADDRESS": addresses.mailbox_address,
    }
    demo = subprocess.run(
        [sys.executable, "-m", "deploy.demo"], cwd=ROOT, env=ours(visited), stdout=subprocess.PIPE, text=True, check=False
    )
    if demo.returncode == 0:
        layout.filled.write_text(demo.stdout)
    else:
        say("The demo data is not complete. make reset and make up begin again.")


def guide(layout: Layout, addresses: Addresses) -> str:
    """Where everything is."""
    people = ""
    if layout.filled.exists():
        _, heading, rest = layout.filled.read_text().partition("The demo's people:")
        people = f"{heading}{rest}\n" if heading else ""
    return (
        f"\nThe portal      {addresses.portal_address}\n"
        f"BankID app      {addresses.bankid_page_address}   (a simulator: scan the code there by pasting or picking it)\n"
        f"Mailbox         {addresses.mailbox_address}   (everybody's mail)\n"
        f"Logs            {os.path.relpath(layout.root, ROOT)}/log\n\n"
        f"{people}"
    )


def _stop(number: int, frame: object) -> None:
    raise ToldToStop
