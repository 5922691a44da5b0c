"""A private RabbitMQ node out of the machine's own package: own name, folders, cookie, ports and port mapper."""

import json
import os
import secrets
import shutil
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import pika
import pika.exceptions

from deploy.local.child import Child
from deploy.local.ports import LOOPBACK
from deploy.local.waiting import DidNotStart, wait_until_ready

START_S = 90
PROGRAM = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
"""Debian's. The one on the PATH is a wrapper that changes to the user rabbitmq and the system's folders."""


class Rabbit:
    """One node with everything of it in `folder`. Its users, permissions and queues are those of the definitions, read at every start."""

    def __init__(
        self, folder: Path, ports: "RabbitPorts", definitions: Mapping[str, Any], *, log: Path | None = None, management: bool = False
    ) -> None:
        self.ports = ports
        self.log = log or folder / "rabbit.log"
        self._folder = folder.absolute()
        self._definitions = definitions
        self._management = management
        self._node: Child | None = None
        self._mapper: Child | None = None

    @property
    def child(self) -> Child | None:
        """The running node's process."""
        return self._node

    @property
    def management_address(self) -> str:
        """The management API; only with `management=True`."""
        return f"http://{LOOPBACK}:{self.ports.management}"

    def start(self) -> None:
        """Start the node and wait until it takes connections. Raises DidNotStart."""
        self.begin()
        self.await_ready()

    def begin(self) -> None:
        """Start the node without waiting. The thread that calls this must outlive it: the kernel ends children with their thread."""
        self._write_files()
        environment = self._environment()
        epmd = shutil.which("epmd")
        if epmd is None:
            raise DidNotStart("epmd (Erlang) is missing: run make setup")
        self._mapper = Child([epmd, "-port", str(self.ports.mapper), "-address", LOOPBACK], self._folder / "epmd.log", environment)
        self._node = Child([str(_program())], self.log, environment, folder=self._folder)

    def await_ready(self) -> None:
        """Wait until the node takes connections. Raises DidNotStart."""
        if self._node is None:
            raise DidNotStart("RabbitMQ was not begun")
        wait_until_ready("RabbitMQ", self._node, self.log, self.answers, START_S)

    def answers(self) -> bool:
        """Whether the node speaks AMQP: what it opens first it may still refuse."""
        try:
            with socket.create_connection((LOOPBACK, self.ports.amqp), timeout=2) as probe:
                probe.sendall(b"AMQP\x00\x00\x09\x01")
                probe.settimeout(2)
                if not probe.recv(1):
                    return False
        except OSError:
            return False
        return not self._management or self._management_answers()

    def stop(self) -> None:
        """Stop the node in order, then its port mapper."""
        for child in (self._node, self._mapper):
            if child is not None:
                child.stop(30)
        self._node = self._mapper = None

    def kill(self) -> None:
        """End the node at once (kill -9), as a test of staying power does; `start` brings it back."""
        for child in (self._node, self._mapper):
            if child is not None:
                child.kill()
        self._node = self._mapper = None

    def remove(self) -> None:
        """End it, and forget everything."""
        self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _management_answers(self) -> bool:
        try:
            return httpx.get(f"{self.management_address}/api/overview", timeout=2).status_code == 401
        except httpx.HTTPError:
            return False

    def _write_files(self) -> None:
        home = self._folder / "home"
        home.mkdir(parents=True, exist_ok=True)
        cookie = home / ".erlang.cookie"
        if not cookie.exists():
            cookie.touch(mode=0o600)
            cookie.write_text(secrets.token_hex(20))
            cookie.chmod(0o400)
        definitions = self._folder / "definitions.json"
        definitions.touch(mode=0o600)
        definitions.write_text(json.dumps(self._definitions))
        plugins = "[rabbitmq_management]." if self._management else "[]."
        (self._folder / "enabled_plugins").write_text(plugins)
        (self._folder / "rabbitmq-env.conf").write_text("")
        settings = [
            f"listeners.tcp.1 = {LOOPBACK}:{self.ports.amqp}",
            f"load_definitions = {definitions}",
            "heartbeat = 10",
            "log.console = true",
            "log.console.level = warning",
            "log.console.use_colors = off",
            "log.file = false",
            "num_acceptors.tcp = 2",
            "vm_memory_high_watermark.absolute = 512MB",
            "disk_free_limit.absolute = 200MB",
            "collect_statistics_interval = 30000",
        ]
        if self._management:
            settings += [
                f"management.tcp.ip = {LOOPBACK}",
                f"management.tcp.port = {self.ports.management}",
                "management.disable_stats = true",
            ]
        (self._folder / "rabbitmq.conf").write_text("\n".join([*settings, ""]))

    def _environment(self) -> dict[str, str]:
        inside = "-kernel inet_dist_use_interface {127,0,0,1}"
        return {
            "PATH": f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin",
            "LANG": "C.UTF-8",
            "HOME": str(self._folder / "home"),
            "ERL_EPMD_PORT": str(self.ports.mapper),
            "ERL_EPMD_ADDRESS": LOOPBACK,
            "ERL_CRASH_DUMP_SECONDS": "0",
            "RABBITMQ_NODENAME": "portal@localhost",
            "RABBITMQ_DIST_PORT": str(self.ports.distribution),
            "RABBITMQ_CONF_ENV_FILE": str(self._folder / "rabbitmq-env.conf"),
            "RABBITMQ_CONFIG_FILE": str(self._folder / "rabbitmq.conf"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(self._folder / "advanced.config"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self._folder / "enabled_plugins"),
            "RABBITMQ_MNESIA_BASE": str(self._folder / "data"),
            "RABBITMQ_MNESIA_DIR": str(self._folder / "data" / "node"),
            "RABBITMQ_LOG_BASE": str(self._folder / "log"),
            "RABBITMQ_PID_FILE": str(self._folder / "node.pid"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(self._folder / "config"),
            # The script then becomes the node itself instead of staying as its parent, and takes no input.
            "RUNNING_UNDER_SYSTEMD": "true",
            "RABBITMQ_SERVER_START_ARGS": "-noshell -noinput",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": f"{inside} -start_epmd false +sbwt none +S 1:1 +SDio 2 +A 2",
        }


class RabbitPorts:
    """The ports of one node, all on the loopback interface."""

    def __init__(self, amqp: int, distribution: int, mapper: int, management: int) -> None:
        self.amqp = amqp
        self.distribution = distribution
        self.mapper = mapper
        self.management = management

    def url(self, user: str, password: str, vhost: str) -> str:
        """A user's address of a virtual host."""
        from urllib.parse import quote

        return f"amqp://{user}:{quote(password, safe='')}@{LOOPBACK}:{self.amqp}/{quote(vhost, safe='')}"


def can_sign_in(url: str) -> bool:
    """Whether the broker lets this user in."""
    try:
        pika.BlockingConnection(pika.URLParameters(url)).close()
    except (pika.exceptions.AMQPError, OSError):
        return False
    return True


def _program() -> Path:
    if PROGRAM.exists():
        return PROGRAM
    found = shutil.which("rabbitmq-server")
    if found is None:
        raise DidNotStart("RabbitMQ is missing: run make setup, or run the portal in containers: docker compose up --build --wait")
    return Path(found)
