"""Runs a service's migrations as the owner of its tables; two at once do no harm."""

import sys
import time
from importlib.resources import files

from alembic import command, context
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, NullPool, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from services.chassis.database import is_away

_LOCK = 0x6D696772


def migrate(service: str, owner_url: str) -> None:
    """Bring the database up to the newest migration. Waits for the database, with a message.

    The service's own login (of the service's name) gets its rights on every table through the owner's default privileges.
    """
    engine = create_engine(make_url(owner_url).set(drivername="postgresql+psycopg"), poolclass=NullPool, hide_parameters=True)
    with _connection_when_there(engine) as connection:
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _LOCK})
        grant_to_login(connection, service)
        connection.commit()
        config = _config(service)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.execute(text(_PROTECT_VERSIONS))
        connection.commit()


def grant_to_login(connection: Connection, login: str) -> None:
    """Give the login its rights on whatever tables the owner makes from here on, and name it to the migrations."""
    connection.execute(text("SELECT set_config('portal.login', :login, false)"), {"login": login})
    connection.execute(text(_GRANTS))


def run_migrations() -> None:
    """All that a service's `migrations/env.py` does."""
    context.configure(connection=context.config.attributes["connection"], transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()


def is_current(service: str, engine: Engine) -> bool:
    """Whether the database has the newest migration."""
    with engine.connect() as connection:
        have = set(MigrationContext.configure(connection).get_current_heads())
    return have == set(ScriptDirectory.from_config(_config(service)).get_heads())


_GRANTS = """
DO $$
DECLARE login text := current_setting('portal.login');
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', login);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %I', login);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO %I', login);
END $$
"""

_PROTECT_VERSIONS = """
DO $$ BEGIN EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM %I', current_setting('portal.login')); END $$
"""


def _config(service: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(files(f"services.{service}") / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _connection_when_there(engine: Engine) -> Connection:
    said = False
    while True:
        try:
            return engine.connect()
        except DBAPIError as error:
            if not is_away(error):
                raise
            if not said:
                print("Waiting for the database …", file=sys.stderr, flush=True)
                said = True
            time.sleep(0.5)
