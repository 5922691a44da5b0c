"""The stores and the bus on the newest servers: PostgreSQL 17 and RabbitMQ 4.0, started by testcontainers."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer

from deploy.local.layout import ROOT
from tests.support.waiting import wait_until

PASSWORD = "only-for-tests"
WHERE = [f"tests/integration/{name}" for name in ("chassis", "identity", "cases", "billing", "content")]
LONGEST_S = 600

# Its clean-up container would have to be fetched from a registry; each container here is stopped by its fixture.
testcontainers_config.ryuk_disabled = True


@pytest.fixture(scope="module")
def database_url(engine: None) -> Iterator[str]:
    """A superuser's address of a PostgreSQL 17."""
    with DockerContainer("postgres:17-trixie").with_env("POSTGRES_PASSWORD", PASSWORD).with_exposed_ports(5432) as server:
        url = f"postgresql://postgres:{PASSWORD}@{server.get_container_host_ip()}:{server.get_exposed_port(5432)}/postgres"

        def answers() -> bool:
            try:
                with psycopg.connect(url, connect_timeout=2) as connection:
                    return connection.info.server_version // 10_000 == 17
            except psycopg.OperationalError:
                return False

        wait_until(answers, 60, "PostgreSQL 17 answering")
        yield url


@pytest.fixture(scope="module")
def broker(engine: None) -> Iterator[tuple[str, str]]:
    """An administrator's address of a RabbitMQ 4.0, and its management address."""
    with DockerContainer("rabbitmq:4.0-management").with_exposed_ports(5672, 15672) as server:
        host = server.get_container_host_ip()
        management = f"http://{host}:{server.get_exposed_port(15672)}"

        def answers() -> bool:
            try:
                told = httpx.get(f"{management}/api/overview", auth=("guest", "guest"), timeout=2)
            except httpx.HTTPError:
                return False
            return told.status_code == 200 and str(told.json()["rabbitmq_version"]).startswith("4.0.")

        wait_until(answers, 90, "RabbitMQ 4.0 answering")
        yield f"amqp://guest:guest@{host}:{server.get_exposed_port(5672)}/", management


def test_the_stores_and_the_bus_hold_on_the_newest_servers(database_url: str, broker: tuple[str, str], tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "TEST_DATABASE_ADMIN_URL": database_url,
        "TEST_BROKER_ADMIN_URL": broker[0],
        "TEST_BROKER_MANAGEMENT_URL": broker[1],
        "FIGURES_FILE": str(tmp_path / "figures.json"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *WHERE],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST_S,
    )
    assert done.returncode == 0, f"{done.stdout[-6000:]}\n{done.stderr[-2000:]}"
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None
    assert int(passed[1]) >= 50
