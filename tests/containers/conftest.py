"""The engine, the images and one running portal for all tests here."""

import secrets
import subprocess
from collections.abc import Iterator

import pytest

from tests.containers.compose import Failed, Stack, docker

REMEDY = (
    "No Docker engine with Compose v2 answers here. Install Docker (Debian: apt install docker.io, and the Compose plugin), "
    "start it, and see that `docker compose version` and `docker info` work for this user."
)


@pytest.fixture(scope="session")
def engine() -> None:
    """A Docker engine; without one these tests fail with the remedy."""
    try:
        docker("info", seconds=30)
        docker("compose", "version", seconds=30)
    except (Failed, OSError, subprocess.TimeoutExpired) as missing:
        raise RuntimeError(REMEDY) from missing


@pytest.fixture(scope="session")
def images(engine: None) -> None:
    """Every image, built one at a time."""
    docker("compose", "build", "--quiet", environment={"COMPOSE_PARALLEL_LIMIT": "1"}, seconds=600)


@pytest.fixture(scope="session")
def stack(images: None) -> Iterator[Stack]:
    """The portal, filled with the demo."""
    running = Stack(f"kundportal-test-{secrets.token_hex(4)}")
    try:
        running.up()
        yield running
    finally:
        running.down()
