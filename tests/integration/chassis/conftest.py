"""The small service's database, keys and processes."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, make_url, text

from deploy.local.ports import free_ports
from services.chassis.caller import Caller
from services.chassis.clock import SystemClock
from services.chassis.database import UnitOfWork, create_chassis_tables, new_engine, tenant_policy
from services.chassis.migrations import grant_to_login
from services.chassis.rpc_client import Bus
from tests.support.assertions import Minter
from tests.support.servers import Servers, ServiceDatabase, Vhost
from tests.support.waiting import wait_until

ROOT = Path(__file__).parents[3]

TABLES = """
CREATE TABLE counters (organisation_id text, name text, value integer NOT NULL, PRIMARY KEY (organisation_id, name));
CREATE TABLE notes (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, note text NOT NULL);
"""


@pytest.fixture(scope="module")
def database(servers: Servers) -> ServiceDatabase:
    """A database of `cases` with the chassis' tables and the small service's own."""
    made = servers.database("cases", migrated=False)
    engine = create_engine(make_url(made.owner_url).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        grant_to_login(connection, "cases")
        op = Operations(MigrationContext.configure(connection))
        create_chassis_tables(op)
        op.execute(TABLES)
        tenant_policy(op, "counters")
    engine.dispose()
    return made


@pytest.fixture(scope="module")
def engine(database: ServiceDatabase) -> Iterator[Engine]:
    """The service's own login."""
    made = new_engine(database.url, application="test")
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def uow(engine: Engine) -> UnitOfWork:
    return UnitOfWork(engine, SystemClock())


@pytest.fixture(scope="module")
def minter(tmp_path_factory: pytest.TempPathFactory) -> Minter:
    return Minter(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def rows(engine: Engine) -> Callable[..., list[Any]]:
    """`rows("SELECT …", name=…)`: what stands in the database, as the service itself sees it."""

    def read(statement: str, **values: Any) -> list[Any]:
        with engine.connect() as connection:
            connection.execute(text("SELECT set_config('portal.reach', 'all', true)"))
            return list(connection.execute(text(statement), values).all())

    return read


@dataclass
class Process:
    """One process of the small service."""

    popen: subprocess.Popen[bytes]
    inside: str
    log_file: Path

    def get(self, path: str) -> httpx.Response:
        """Ask the inside port."""
        return httpx.get(self.inside + path, timeout=5)

    def log(self) -> str:
        """What it has written so far."""
        return self.log_file.read_text(encoding="utf-8")

    def is_ready(self) -> bool:
        """Whether it says so."""
        if self.popen.poll() is not None:
            raise AssertionError(f"the process has ended:\n{self.log()}")
        try:
            return self.get("/readyz").status_code == 200
        except httpx.TransportError:
            return False

    def end(self, number: int = signal.SIGTERM, deadline_s: float = 15) -> int:
        """Send a signal and wait for the end."""
        self.popen.send_signal(number)
        return self.popen.wait(timeout=deadline_s)


@dataclass
class Small:
    """Starts processes of the small service and stops them at the end."""

    database: ServiceDatabase
    minter: Minter
    folder: Path
    stack: ExitStack
    environment: dict[str, str] = field(default_factory=dict)
    started: int = 0

    def start(self, command: str, name: str, broker_url: str, *, ready: bool = True, **more: str) -> Process:
        """`serve` or `relay` as the broker's user `name`."""
        inside, relay_inside = free_ports(2)
        self.started += 1
        log_file = self.folder / f"{self.started}-{command}-{name}.log"
        environment = {
            "PATH": os.environ["PATH"],
            "ENVIRONMENT": "test",
            "DATABASE_URL": self.database.url,
            "BROKER_URL": broker_url,
            "IDENTITY_KEYS_FILE": str(self.minter.keys_file),
            "SMTP_URL": "smtp://127.0.0.1:9",
            "MAIL_FROM": "Kundportalen <portal@example.se>",
            "PORTAL_ADDRESS": "http://localhost:8080",
            "BLOB_FOLDER": str(self.folder / "blobs"),
            "INSIDE_PORT": str(inside),
            "RELAY_INSIDE_PORT": str(relay_inside),
        }
        with log_file.open("wb") as log:
            popen = subprocess.Popen(
                [sys.executable, "-m", "tests.integration.chassis.small", command, name],
                cwd=ROOT,
                env=environment | self.environment | more,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        process = Process(popen, f"http://127.0.0.1:{inside if command == 'serve' else relay_inside}", log_file)
        self.stack.callback(_stop, popen)
        if ready:
            wait_until(process.is_ready, 30, f"{command} {name} being ready")
        return process


def _stop(popen: subprocess.Popen[bytes]) -> None:
    if popen.poll() is None:
        popen.kill()
    popen.wait()


@pytest.fixture(scope="module")
def small(database: ServiceDatabase, minter: Minter, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Small]:
    with ExitStack() as stack:
        yield Small(database, minter, tmp_path_factory.mktemp("small"), stack)


@pytest.fixture(scope="module")
def serving(small: Small, vhost: Vhost) -> Process:
    """The small service, answering and hearing as `cases`."""
    return small.start("serve", "cases", vhost.url("cases"))


@pytest.fixture
def bus(serving: Process, vhost: Vhost) -> Iterator[Bus]:
    """The gateway's bus."""
    made = Bus(vhost.url("gateway"))
    yield made
    made.close()


@pytest.fixture
def token(minter: Minter) -> Callable[[Caller], str]:
    """An assertion for `cases`."""
    return lambda caller: minter.mint(caller, "cases")
