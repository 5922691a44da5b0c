"""The migrations and the tables in code say the same, and every table is fenced."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text

from services.chassis.migrations import is_current, migrate
from services.chassis.tables import CHASSIS
from services.content.adapters.tables import metadata
from tests.support.servers import ServiceDatabase


def test_the_migrated_database_is_what_the_code_believes(owner_engine: Engine) -> None:
    with owner_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrating_again_changes_nothing(database: ServiceDatabase, engine: Engine) -> None:
    migrate("content", database.owner_url)
    assert is_current("content", engine)


def test_every_table_about_a_place_or_an_organisation_is_fenced_also_against_its_owner(engine: Engine) -> None:
    own = metadata.tables.keys() - CHASSIS.tables.keys()
    with engine.connect() as connection:
        fenced = set(connection.execute(text("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")).scalars())
    assert own - fenced == {"contact", "article"}


def test_the_service_owns_nothing(engine: Engine) -> None:
    with engine.connect() as connection:
        query = "SELECT count(*) FROM pg_class JOIN pg_roles ON pg_roles.oid = relowner WHERE rolname = current_user"
        assert connection.execute(text(query)).scalar() == 0
