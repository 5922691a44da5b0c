"""The migrations and the tables in code say the same, and every tenant's table is fenced."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text

from services.billing.adapters.tables import metadata
from services.chassis.migrations import is_current, migrate
from tests.support.servers import ServiceDatabase


def test_the_migrated_database_is_what_the_code_believes(owner_engine: Engine) -> None:
    with owner_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": False})
        differences = [each for each in compare_metadata(context, metadata) if not _is_alembics_own(each)]
    assert differences == []


def _is_alembics_own(difference: object) -> bool:
    return isinstance(difference, tuple) and difference[0] == "remove_table" and difference[1].name == "alembic_version"


def test_migrating_again_changes_nothing(database: ServiceDatabase, engine: Engine) -> None:
    migrate("billing", database.owner_url)
    assert is_current("billing", engine)


def test_every_table_with_an_organisation_is_fenced_also_against_its_owner(engine: Engine) -> None:
    with_organisation = {each.name for each in metadata.tables.values() if "organisation_id" in each.c} - {"audit"}
    with engine.connect() as connection:
        fenced = set(connection.execute(text("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")).scalars())
    assert fenced == with_organisation
    assert {"documents", "access_register", "memberships", "customers"} <= fenced


def test_the_service_owns_nothing(engine: Engine) -> None:
    owned = text("SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = 'billing'")
    with engine.connect() as connection:
        assert connection.execute(owned).scalar() == 0
