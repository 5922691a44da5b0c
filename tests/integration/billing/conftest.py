"""A database of billing, and a world of its own in it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import Engine

from services.chassis.database import new_engine
from tests.integration.billing.world import World
from tests.support.servers import Databases, ServiceDatabase

_worlds = count()
"""Identity's pulse is one row a database and only moves forward: each world begins after the one before."""


@pytest.fixture(scope="module")
def database(databases: Databases) -> ServiceDatabase:
    """This module's own, migrated from empty."""
    return databases.of("billing")


@pytest.fixture(scope="module")
def engine(database: ServiceDatabase) -> Iterator[Engine]:
    """The service's own way in."""
    engine = new_engine(database.url, application="billing-tests")
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def owner_engine(database: ServiceDatabase) -> Iterator[Engine]:
    """The migrations' way in."""
    engine = new_engine(database.owner_url, application="billing-tests")
    yield engine
    engine.dispose()


@pytest.fixture
def world(engine: Engine) -> World:
    """Customers of its own in the module's database."""
    return World(engine, datetime(2026, 11, 23, 12, 0, tzinfo=UTC) + timedelta(hours=3 * next(_worlds)))
