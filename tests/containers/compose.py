"""A portal of its own in containers: its own project name, free ports, its own volumes."""

import json
import os
import subprocess
import sys
from typing import Any

from deploy.demo.people import DemoPerson
from deploy.demo.seed import Where
from deploy.demo.walks import Walker
from deploy.local.layout import ROOT
from deploy.local.ports import free_ports

DEPLOYABLES = ("gateway", "identity", "cases", "billing", "content")
UP_S = 600


class Failed(RuntimeError):  # noqa: N818 - reads as what it says
    """A docker command that did not do what it should; says what it said."""


def docker(*arguments: str, environment: dict[str, str] | None = None, seconds: float = 300) -> str:
    """Run a docker command in the project's folder and return what it printed. Raises Failed."""
    done = subprocess.run(
        ["docker", *arguments],
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds,
    )
    if done.returncode != 0:
        raise Failed(f"docker {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}")
    return done.stdout


class Stack:
    """What `docker compose` runs from docker-compose.yml alone."""

    def __init__(self, project: str) -> None:
        self.project = project
        self._portal, self._bankid_page, self._mailbox = free_ports(3)
        self._environment = {
            "PORTAL_PORT": str(self._portal),
            "BANKID_PAGE_PORT": str(self._bankid_page),
            "MAILBOX_PORT": str(self._mailbox),
        }

    @property
    def where(self) -> Where:
        """Where visitors go."""
        return Where(*(f"http://localhost:{port}" for port in (self._portal, self._bankid_page, self._mailbox)))

    @property
    def ports(self) -> set[int]:
        """The ports that may be open on this machine."""
        return {self._portal, self._bankid_page, self._mailbox}

    def up(self, *, build: bool = True) -> None:
        """Build what has changed, start, and wait until all of it is healthy and the demo is filled. Raises Failed with the logs' ends."""
        try:
            self.compose("up", "--build" if build else "--no-build", "--wait", "--quiet-pull", seconds=UP_S)
        except (Failed, subprocess.TimeoutExpired):
            print(self.compose("ps", "--all"), self.compose("logs", "--no-color", "--tail", "15"), file=sys.stderr)
            raise

    def down(self) -> None:
        """Stop everything and forget its volumes."""
        self.compose("down", "--volumes", "--timeout", "5")

    def run_in(self, service: str, program: str) -> str:
        """Run a Python program inside a service's container and return what it printed."""
        return self.compose("exec", "-T", service, "python3", "-c", program)

    def containers(self) -> dict[str, dict[str, Any]]:
        """`docker inspect` of every container, those that have ended too, by service."""
        ids = self.compose("ps", "--all", "--quiet").split()
        inspected: list[dict[str, Any]] = json.loads(docker("inspect", *ids))
        return {each["Config"]["Labels"]["com.docker.compose.service"]: each for each in inspected}

    def walker(self, person: DemoPerson) -> Walker:
        """Somebody at her computer."""
        return self.where.walker(person)

    def compose(self, *arguments: str, seconds: float = 300) -> str:
        """Run docker compose on this project. Raises Failed."""
        return docker("compose", "--project-name", self.project, *arguments, environment=self._environment, seconds=seconds)
