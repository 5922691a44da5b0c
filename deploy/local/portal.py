"""The whole portal on this machine: started in order, watched, restarted where something ends, stopped."""

import json
import os
import threading
import time
from collections.abc import Callable

import httpx

from deploy.local.addresses import Addresses
from deploy.local.child import Child
from deploy.local.layout import ROOT, Layout
from deploy.local.migrating import bring_up_to_date
from deploy.local.plan import VHOST, Process, processes, rabbit_ports
from deploy.local.postgres import Postgres
from deploy.local.rabbit import Rabbit
from deploy.local.secret_files import make_missing, read
from deploy.local.waiting import wait_until_ready
from services.chassis.topology import definitions
from services.chassis.topology_table import USERS

READY_S = 120
RESTART_AFTER_S = 0.5
RESTART_AT_MOST_S = 30
STABLE_S = 20
Say = Callable[[str], None]


class Portal:
    """One running portal. Not started from several threads; `kill` and `restart` may come from any."""

    def __init__(
        self, layout: Layout, addresses: Addresses, environment: str, say: Say, *, durable: bool = True, management: bool = False
    ) -> None:
        self.layout = layout
        self.addresses = addresses
        self.environment = environment
        self._say = say
        layout.root.mkdir(parents=True, exist_ok=True)
        make_missing(layout)
        layout.blobs.mkdir(exist_ok=True, mode=0o700)
        self.postgres = Postgres(layout.postgres, addresses.postgres, log=layout.log("postgres"), durable=durable)
        passwords = {user: read(layout, f"broker-{user}") for user in USERS}
        self.rabbit = Rabbit(
            layout.rabbit, rabbit_ports(addresses), definitions(passwords, VHOST), log=layout.log("rabbit"), management=management
        )
        self._plan = {process.name: process for process in processes(layout, addresses, environment)}
        self._children: dict[str, Child] = {}
        self._started_at: dict[str, float] = {}
        self._tries: dict[str, int] = {}
        self._again_at: dict[str, float] = {}
        self._changing = threading.RLock()

    def start(self) -> None:
        """Start everything and wait until all of it is ready. Raises DidNotStart."""
        self.rabbit.begin()
        self._begin("mailbox")
        self._begin("bankid")
        self.postgres.start()
        if bring_up_to_date(self.layout, self.addresses, self.postgres.admin_url, self.environment):
            self._say("Databases are up to date.")
        # The services wait for the broker themselves; loading them meanwhile saves the time it takes to come.
        for name in self._plan:
            self._begin(name)
        self.rabbit.await_ready()
        self._save_state()
        for name in self._plan:
            self.await_ready(name)

    def await_ready(self, name: str, seconds: float = READY_S) -> None:
        """Wait until a process says that it is ready. Raises DidNotStart."""
        wait_until_ready(name, self._children[name], self.layout.log(name), lambda: self.is_ready(name), seconds)

    def is_ready(self, name: str) -> bool:
        """Whether a process of ours answers that it is ready."""
        try:
            return httpx.get(self._plan[name].ready, timeout=2, trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False

    def names(self) -> list[str]:
        """All processes of ours (without the two servers)."""
        return list(self._plan)

    def pid(self, name: str) -> int:
        """A process's id."""
        return self.children()[name].pid

    def children(self) -> dict[str, Child]:
        """Everything that runs, the servers included."""
        servers = {"postgres": self.postgres.child, "rabbit": self.rabbit.child}
        return {**{name: child for name, child in servers.items() if child is not None}, **self._children}

    def kill(self, name: str) -> None:
        """End a process at once (kill -9); a watched portal starts it again."""
        self.children()[name].kill()

    def watch_once(self) -> None:
        """Start again what has ended: at once the first time, then more and more seldom while it keeps ending."""
        with self._changing:
            ended = [name for name, child in self.children().items() if child.ended() is not None]
            for name in ended:
                self._restart_in_time(name)

    def watch(self, stopped: threading.Event) -> None:
        """Look after everything until `stopped`. Children end with the thread that runs this."""
        while not stopped.wait(0.25):
            self.watch_once()

    def stop(self) -> None:
        """Stop everything that was started: the door first, the servers last."""
        with self._changing:
            order = ["gateway", *(name for name in self._children if name != "gateway")]
            stopping = [self._children[name] for name in order if name in self._children]
            for child in stopping:
                child.signal(child.stop_signal)
            for child in stopping:
                child.stop(15)
            self._children.clear()
            self.rabbit.stop()
            self.postgres.stop()
            self.layout.state.unlink(missing_ok=True)

    def _begin(self, name: str) -> None:
        if name in self._children and self._children[name].ended() is None:
            return
        process: Process = self._plan[name]
        self._children[name] = Child(process.command, self.layout.log(name), process.environment, folder=ROOT)
        self._started_at[name] = time.monotonic()

    def _restart_in_time(self, name: str) -> None:
        now = time.monotonic()
        if name not in self._again_at:
            if now - self._started_at.get(name, 0) > STABLE_S:
                self._tries[name] = 0
            wait = min(RESTART_AFTER_S * 2 ** self._tries.get(name, 0), RESTART_AT_MOST_S)
            self._tries[name] = self._tries.get(name, 0) + 1
            self._again_at[name] = now + wait
            self._say(
                f"{name} ended with {self.children()[name].ended()}; starting it again in {wait:.1f} s (log: {self.layout.log(name)})"
            )
        if now < self._again_at[name]:
            return
        del self._again_at[name]
        if name == "postgres":
            self.postgres.begin()
        elif name == "rabbit":
            self.rabbit.kill()
            self.rabbit.begin()
        else:
            self._begin(name)
        self._started_at[name] = now
        self._save_state()

    def _save_state(self) -> None:
        state = {
            "supervisor": os.getpid(),
            "portal": self.addresses.portal_address,
            "bankid": self.addresses.bankid_page_address,
            "mailbox": self.addresses.mailbox_address,
            "processes": {name: child.pid for name, child in self.children().items()},
            "ready": {name: process.ready for name, process in self._plan.items()},
        }
        written = self.layout.state.with_suffix(".new")
        written.write_text(json.dumps(state, indent=2))
        written.replace(self.layout.state)
