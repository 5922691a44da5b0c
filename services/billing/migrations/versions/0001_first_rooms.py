"""The first rooms of billing: documents, the access register, and copies of what identity tells."""

from alembic import op

from services.chassis.database import append_only, create_chassis_tables, tenant_policy

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE documents (
    document_id text PRIMARY KEY,
    organisation_id text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('invoice', 'credit_note')),
    number text NOT NULL,
    credits text,
    concerns text NOT NULL,
    quarter text NOT NULL,
    invoice_date date NOT NULL,
    due_date date,
    period_start date,
    period_end date,
    note text NOT NULL,
    payee_name text NOT NULL,
    payee_organisation_number text NOT NULL,
    customer_name text NOT NULL,
    customer_number text NOT NULL,
    lease_number text,
    your_reference text,
    order_reference text,
    ocr text,
    bankgiro text,
    lines jsonb NOT NULL,
    vat jsonb NOT NULL,
    net_ore bigint NOT NULL,
    vat_ore bigint NOT NULL,
    rounding_ore bigint NOT NULL,
    payable_ore bigint NOT NULL CHECK (payable_ore >= 0),
    sha256 text NOT NULL CONSTRAINT documents_sha256 UNIQUE,
    content bytea NOT NULL,
    imported_at timestamptz NOT NULL,
    imported_by text NOT NULL,
    CONSTRAINT documents_bytes CHECK (sha256 = encode(sha256(content), 'hex')),
    CONSTRAINT documents_credits CHECK ((kind = 'credit_note') = (credits IS NOT NULL)),
    CONSTRAINT documents_number UNIQUE (organisation_id, number),
    CONSTRAINT documents_payee_number UNIQUE (payee_organisation_number, number)
);
CREATE INDEX documents_by_due_date ON documents (organisation_id, (coalesce(due_date, invoice_date)) DESC, number DESC);
CREATE INDEX documents_by_import ON documents (imported_at DESC, document_id);

CREATE TABLE access_register (
    organisation_id text NOT NULL,
    position bigint NOT NULL,
    at timestamptz NOT NULL,
    person_id text NOT NULL,
    person_name text NOT NULL,
    session_id text NOT NULL,
    operation text NOT NULL,
    invoice_number text,
    allowed boolean NOT NULL,
    reason text NOT NULL,
    method text NOT NULL,
    previous_hash text NOT NULL,
    row_hash text NOT NULL,
    CONSTRAINT access_register_pkey PRIMARY KEY (organisation_id, position)
);
CREATE INDEX access_register_by_session ON access_register (session_id, at) WHERE allowed;

CREATE TABLE customers (
    organisation_id text PRIMARY KEY,
    customer_number text NOT NULL,
    organisation_number text,
    name text NOT NULL
);
CREATE INDEX customers_by_number ON customers (customer_number);
CREATE INDEX customers_by_organisation_number ON customers (organisation_number);

CREATE TABLE memberships (
    person_id text NOT NULL,
    organisation_id text NOT NULL,
    role text,
    CONSTRAINT memberships_pkey PRIMARY KEY (person_id, organisation_id)
);

CREATE TABLE ended_sessions (session_id text PRIMARY KEY, ended_at timestamptz NOT NULL);
CREATE INDEX ended_sessions_by_time ON ended_sessions (ended_at);
CREATE TABLE identity_pulse (speaker text PRIMARY KEY, heard_at timestamptz NOT NULL);
"""


def upgrade() -> None:
    create_chassis_tables(op)
    op.execute(TABLES)
    for table in ("documents", "access_register", "customers", "memberships"):
        tenant_policy(op, table)
    for table in ("documents", "access_register"):
        append_only(op, table)
