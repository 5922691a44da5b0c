"""A database of cases, and a world of two organisations told of by news."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from services.chassis.database import new_engine
from tests.integration.cases.world import World
from tests.support.servers import Databases, ServiceDatabase


@pytest.fixture(scope="module")
def database(databases: Databases) -> ServiceDatabase:
    """This module's own, migrated from empty."""
    return databases.of("cases")


@pytest.fixture(scope="module")
def engine(database: ServiceDatabase) -> Iterator[Engine]:
    """The service's own way in."""
    engine = new_engine(database.url, application="cases-tests")
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def owner_engine(database: ServiceDatabase) -> Iterator[Engine]:
    """The migrations' way in."""
    engine = new_engine(database.owner_url, application="cases-tests")
    yield engine
    engine.dispose()


@pytest.fixture
def world(engine: Engine) -> World:
    """Ids of its own in the module's database."""
    return World(engine, datetime(2026, 11, 20, 13, 5, tzinfo=UTC))
