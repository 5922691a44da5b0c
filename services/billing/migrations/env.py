"""How Alembic runs the migrations of billing."""

from services.chassis.migrations import run_migrations

run_migrations()
