"""A database of content, migrated from empty, and a world in it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from services.chassis.database import new_engine
from tests.integration.content.world import World
from tests.support.servers import Databases, ServiceDatabase


@pytest.fixture(scope="module")
def database(databases: Databases) -> ServiceDatabase:
    return databases.of("content")


@pytest.fixture(scope="module")
def engine(database: ServiceDatabase) -> Iterator[Engine]:
    engine = new_engine(database.url, application="content-tests")
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def owner_engine(database: ServiceDatabase) -> Iterator[Engine]:
    owner = new_engine(database.owner_url, application="content-tests")
    yield owner
    owner.dispose()


@pytest.fixture
def world(engine: Engine) -> World:
    """At the real time: the fences in the database compare with its own clock."""
    return World(engine, datetime.now(UTC))
