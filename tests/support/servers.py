"""Real servers for tests: at an address in the environment, else an embedded PostgreSQL and a private RabbitMQ node.

In the environment: TEST_DATABASE_ADMIN_URL (a superuser), TEST_BROKER_ADMIN_URL (amqp, an administrator) and TEST_BROKER_MANAGEMENT_URL.
`python -m tests.support.servers` keeps a pair running and prints these, for many short test runs.
"""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import psycopg

from deploy.local.ports import free_ports
from deploy.local.postgres import Postgres, create_service_database
from deploy.local.rabbit import Rabbit, RabbitPorts
from services.chassis.topology import definitions
from services.chassis.topology_table import ADMIN, RETRY_DELAYS_MS, SERVICES, USERS

ROOT = Path(__file__).parents[2]
PASSWORD = "only-for-tests"


@dataclass(frozen=True)
class ServiceDatabase:
    """A service's database: `url` is the login that owns nothing, `owner_url` the migrations' login."""

    name: str
    url: str
    owner_url: str
    admin_url: str


@dataclass(frozen=True)
class Vhost:
    """A virtual host with all users, permissions, exchanges and queues."""

    name: str
    authority: str
    admin_login: tuple[str, str]
    management: httpx.URL

    def url(self, user: str) -> str:
        """A user's address."""
        login, password = self.admin_login if user == ADMIN else (user, PASSWORD)
        return f"amqp://{login}:{quote(password, safe='')}@{self.authority}/{self.name}"

    @property
    def admin_url(self) -> str:
        """The administrator's address, for looking into queues."""
        return self.url(ADMIN)

    def api(self, method: str, path: str, **options: object) -> httpx.Response:
        """Ask the broker's management API, such as `api("GET", "/api/queues/" + vhost.name)`."""
        with httpx.Client(base_url=self.management, auth=self.admin_login, timeout=30) as client:
            return client.request(method, path, **options)  # type: ignore[arg-type]


class Servers:
    """Starts what is not given in the environment the first time it is asked for."""

    def __init__(self) -> None:
        self._running = ExitStack()
        self._folder = Path(tempfile.mkdtemp(prefix="portal-servers-"))
        self._running.callback(shutil.rmtree, self._folder, ignore_errors=True)
        self._templates: dict[str, str] = {}

    def close(self) -> None:
        """Stop what was started."""
        self._running.close()

    @cached_property
    def database_admin_url(self) -> str:
        """The superuser's address of the PostgreSQL server."""
        given = os.environ.get("TEST_DATABASE_ADMIN_URL")
        if given:
            return given
        server = Postgres(self._folder / "postgres", free_ports(1)[0], durable=False)
        self._running.callback(server.remove)
        server.start()
        return server.admin_url

    @cached_property
    def _broker(self) -> tuple[str, tuple[str, str], str]:
        """host:port, the administrator's login, the management address."""
        given = os.environ.get("TEST_BROKER_ADMIN_URL")
        if given:
            parts = urlsplit(given)
            return (
                f"{parts.hostname}:{parts.port or 5672}",
                (parts.username or "", parts.password or ""),
                os.environ["TEST_BROKER_MANAGEMENT_URL"],
            )
        ports = RabbitPorts(*free_ports(4))
        node = Rabbit(self._folder / "rabbit", ports, definitions(dict.fromkeys(USERS, PASSWORD), "empty"), management=True)
        self._running.callback(node.remove)
        node.start()
        return f"127.0.0.1:{ports.amqp}", (ADMIN, PASSWORD), node.management_address

    @contextmanager
    def vhost(self, delays_ms: tuple[int, ...] = RETRY_DELAYS_MS) -> Iterator[Vhost]:
        """A fresh virtual host with the whole topology; `delays_ms` shortens the waiting before each retry."""
        authority, login, management = self._broker
        made = Vhost(f"t-{secrets.token_hex(6)}", authority, login, httpx.URL(management))
        everything = definitions(dict.fromkeys(USERS, PASSWORD), made.name, delays_ms)
        # The administrator stays who it is: on a broker from the environment it is not ours to change.
        everything["users"] = [user for user in everything["users"] if user["name"] != ADMIN]
        everything["permissions"] = [each if each["user"] != ADMIN else each | {"user": login[0]} for each in everything["permissions"]]
        everything["topic_permissions"] = [each for each in everything["topic_permissions"] if each["user"] != ADMIN]
        answer = made.api("POST", "/api/definitions", json=everything)
        if answer.status_code != 204:
            raise RuntimeError(f"the broker did not take the definitions: {answer.status_code} {answer.text}")
        try:
            yield made
        finally:
            made.api("DELETE", f"/api/vhosts/{made.name}")

    def database(self, service: str, *, migrated: bool = True) -> ServiceDatabase:
        """A fresh database of a service, with its tables unless `migrated` is false."""
        name = f"t_{service}_{secrets.token_hex(6)}"
        if not migrated:
            return self._created(service, name)
        if service not in self._templates:
            self._templates[service] = self._migrated(service).name
        with psycopg.connect(self.database_admin_url, autocommit=True) as connection:
            connection.execute(f'create database "{name}" template "{self._templates[service]}" owner "{service}_owner"'.encode())
            connection.execute(f'revoke all on database "{name}" from public'.encode())
            connection.execute(f'grant connect on database "{name}" to "{service}"'.encode())
        return self._at(service, name)

    def _created(self, service: str, name: str) -> ServiceDatabase:
        create_service_database(self.database_admin_url, service, name, PASSWORD, PASSWORD)
        return self._at(service, name)

    def _migrated(self, service: str) -> ServiceDatabase:
        made = self._created(service, f"template_{service}_{secrets.token_hex(6)}")
        done = subprocess.run(
            [sys.executable, "-m", f"services.{service}", "migrate"],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "ENVIRONMENT": "test", "DATABASE_OWNER_URL": made.owner_url},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise RuntimeError(f"the migrations of {service} failed:\n{done.stdout}{done.stderr}")
        return made

    def _at(self, service: str, name: str) -> ServiceDatabase:
        parts = urlsplit(self.database_admin_url)
        where = f"{parts.hostname}:{parts.port or 5432}/{name}"
        admin = f"{parts.username}:{quote(parts.password or '', safe='')}"
        return ServiceDatabase(
            name,
            f"postgresql://{service}:{PASSWORD}@{where}",
            f"postgresql://{service}_owner:{PASSWORD}@{where}",
            f"postgresql://{admin}@{where}",
        )


class Databases:
    """One module's databases: one per service, made when first asked for."""

    def __init__(self, servers: Servers) -> None:
        self._servers = servers
        self._made: dict[str, ServiceDatabase] = {}

    def of(self, service: str) -> ServiceDatabase:
        """The module's database of a service, migrated."""
        if service not in SERVICES:
            raise ValueError(f"no service is called {service}")
        if service not in self._made:
            self._made[service] = self._servers.database(service)
        return self._made[service]


def main() -> int:
    """Keep a pair of servers running until Ctrl-C; print what to put into the environment."""
    servers = Servers()
    try:
        authority, (login, password), management = servers._broker
        print(f"export TEST_DATABASE_ADMIN_URL={servers.database_admin_url}")
        print(f"export TEST_BROKER_ADMIN_URL=amqp://{login}:{password}@{authority}/")
        print(f"export TEST_BROKER_MANAGEMENT_URL={management}", flush=True)
        sys.stdin.read()
    except KeyboardInterrupt:
        pass
    finally:
        servers.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
