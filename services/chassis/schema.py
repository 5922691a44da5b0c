"""What migrations of every service call: the chassis' tables, grants and row-level security, as plain SQL that never changes afterwards."""

import re
from typing import Protocol

CHASSIS_TABLES_1 = """
CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id text NOT NULL CONSTRAINT outbox_event_id UNIQUE,
    speaker text NOT NULL,
    routing_key text NOT NULL,
    subject_id text NOT NULL,
    body text NOT NULL,
    correlation_id text NOT NULL,
    created_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX outbox_by_subject ON outbox (subject_id, id);

CREATE TABLE inbox (event_id text PRIMARY KEY, heard_at timestamptz NOT NULL);
CREATE INDEX inbox_by_time ON inbox (heard_at);
CREATE TABLE inbox_sequences (
    speaker text NOT NULL,
    name text NOT NULL,
    subject_id text NOT NULL,
    sequence bigint NOT NULL,
    CONSTRAINT inbox_sequences_pkey PRIMARY KEY (speaker, name, subject_id)
);
CREATE TABLE sequences (subject_id text PRIMARY KEY, last bigint NOT NULL);

CREATE TABLE idempotency (id bytea PRIMARY KEY, content bytea NOT NULL, reply bytea, created_at timestamptz NOT NULL);
CREATE INDEX idempotency_by_time ON idempotency (created_at);

CREATE TABLE mail_outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id text NOT NULL CONSTRAINT mail_outbox_message_id UNIQUE,
    kind text NOT NULL,
    recipient text NOT NULL,
    about jsonb NOT NULL,
    language text NOT NULL,
    correlation_id text NOT NULL,
    created_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz DEFAULT now(),
    outcome text,
    settled_at timestamptz
);
CREATE INDEX mail_outbox_due ON mail_outbox (next_attempt_at);

CREATE TABLE audit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    organisation_id text NOT NULL,
    what text NOT NULL,
    subject text NOT NULL,
    details jsonb NOT NULL,
    digest text NOT NULL
);
CREATE TABLE job_runs (name text PRIMARY KEY, last_run_at timestamptz NOT NULL);
"""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


class Operations(Protocol):
    """The one thing of Alembic's `op` that is used here."""

    def execute(self, sqltext: str) -> None:
        """Run one or several statements."""
        ...


def create_chassis_tables(op: Operations) -> None:
    """The chassis' tables, for a service's first migration. Grants come from the owner's default privileges, set by `migrate`."""
    op.execute(CHASSIS_TABLES_1)
    append_only(op, "audit")


def append_only(op: Operations, table: str) -> None:
    """Let the service's login add and read rows of `table`, and never change or remove one."""
    _check(table)
    op.execute(
        f"""
        CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'rows of {table} are never changed or removed'; END $$;
        CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only();
        DO $$ BEGIN EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM %I', current_setting('portal.login')); END $$;
        """
    )


def tenant_policy(op: Operations, table: str, column: str = "organisation_id") -> None:
    """Fence `table` by organisation: a member's transaction sees and writes its own rows only, the service's own work all of them.

    Holds for the owner too (FORCE), and for a transaction that has said nothing: it sees no row. `column` is text.
    """
    _check(table)
    _check(column)
    condition = f"{column} = current_setting('portal.organisation_id', true) OR current_setting('portal.reach', true) = 'all'"
    op.execute(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY tenant ON {table} USING ({condition}) WITH CHECK ({condition});
        """
    )


def _check(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise ValueError("not the name of a table or column")
