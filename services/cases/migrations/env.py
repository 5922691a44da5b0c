"""How Alembic runs the migrations of cases."""

from services.chassis.migrations import run_migrations

run_migrations()
