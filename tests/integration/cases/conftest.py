"""A database of cases, migrated from empty, and a world of two organisations told of by news."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, text

from services.chassis.database import new_engine
from services.chassis.migrations import migrate
from tests.integration.cases.world import World

HOST = os.environ["CASES_TMP_PG"]


@pytest.fixture(scope="module")
def addresses() -> tuple[str, str]:
    """Owner's and login's address of a fresh, empty database."""
    name = f"cases_{uuid4().hex[:8]}"
    admin = create_engine(f"postgresql+psycopg://admin@{HOST}/postgres", isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("DO $$ BEGIN CREATE ROLE cases LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$"))
        connection.execute(text("DO $$ BEGIN CREATE ROLE cases_owner LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$"))
        connection.execute(text(f"CREATE DATABASE {name} OWNER cases_owner"))
    admin.dispose()
    return f"postgresql://cases_owner@{HOST}/{name}", f"postgresql://cases@{HOST}/{name}"


@pytest.fixture(scope="module")
def engine(addresses: tuple[str, str]) -> Iterator[Engine]:
    owner, login = addresses
    migrate("cases", owner)
    engine = new_engine(login, application="cases-tests")
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def owner_engine(addresses: tuple[str, str], engine: Engine) -> Iterator[Engine]:
    owner = new_engine(addresses[0], application="cases-tests")
    yield owner
    owner.dispose()


@pytest.fixture
def world(engine: Engine) -> World:
    return World(engine, datetime(2026, 11, 20, 13, 5, tzinfo=UTC))
