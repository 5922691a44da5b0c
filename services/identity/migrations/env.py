"""Alembic begins here."""

from services.chassis.migrations import run_migrations

run_migrations()
