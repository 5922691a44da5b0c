"""Billing's tables as SQLAlchemy sees them. Rows of documents and the register never change."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.chassis.database import chassis_tables, mapper_registry

registry = mapper_registry()
metadata = registry.metadata
chassis_tables(metadata)

documents = Table(
    "documents",
    metadata,
    Column("document_id", Text, primary_key=True),
    Column("organisation_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("credits", Text),
    Column("concerns", Text, nullable=False),
    Column("quarter", Text, nullable=False),
    Column("invoice_date", Date, nullable=False),
    Column("due_date", Date),
    Column("period_start", Date),
    Column("period_end", Date),
    Column("note", Text, nullable=False),
    Column("payee_name", Text, nullable=False),
    Column("payee_organisation_number", Text, nullable=False),
    Column("customer_name", Text, nullable=False),
    Column("customer_number", Text, nullable=False),
    Column("lease_number", Text),
    Column("your_reference", Text),
    Column("order_reference", Text),
    Column("ocr", Text),
    Column("bankgiro", Text),
    Column("lines", JSONB, nullable=False),
    Column("vat", JSONB, nullable=False),
    Column("net_ore", BigInteger, nullable=False),
    Column("vat_ore", BigInteger, nullable=False),
    Column("rounding_ore", BigInteger, nullable=False),
    Column("payable_ore", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("imported_at", DateTime(timezone=True), nullable=False),
    Column("imported_by", Text, nullable=False),
    UniqueConstraint("organisation_id", "number", name="documents_number"),
    UniqueConstraint("payee_organisation_number", "number", name="documents_payee_number"),
    UniqueConstraint("sha256", name="documents_sha256"),
    Index("documents_by_due_date", "organisation_id", text("coalesce(due_date, invoice_date) DESC"), text("number DESC")),
    Index("documents_by_import", text("imported_at DESC"), "document_id"),
)
"""Invoices and credit notes, whole: what they say and the bytes they came as."""

access_register = Table(
    "access_register",
    metadata,
    Column("organisation_id", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("person_id", Text, nullable=False),
    Column("person_name", Text, nullable=False),
    Column("session_id", Text, nullable=False),
    Column("operation", Text, nullable=False),
    Column("invoice_number", Text),
    Column("allowed", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("row_hash", Text, nullable=False),
    PrimaryKeyConstraint("organisation_id", "position", name="access_register_pkey"),
    Index("access_register_by_session", "session_id", "at", postgresql_where=text("allowed")),
)
"""Every look, allowed or refused."""

customers = Table(
    "customers",
    metadata,
    Column("organisation_id", Text, primary_key=True),
    Column("customer_number", Text, nullable=False),
    Column("organisation_number", Text),
    Column("name", Text, nullable=False),
    Index("customers_by_number", "customer_number"),
    Index("customers_by_organisation_number", "organisation_number"),
)
"""Copy of identity's organisations."""

memberships = Table(
    "memberships",
    metadata,
    Column("person_id", Text, nullable=False),
    Column("organisation_id", Text, nullable=False),
    Column("role", Text),
    PrimaryKeyConstraint("person_id", "organisation_id", name="memberships_pkey"),
)
"""Copy of identity's memberships; `role` is null where one has ended."""

ended_sessions = Table(
    "ended_sessions",
    metadata,
    Column("session_id", Text, primary_key=True),
    Column("ended_at", DateTime(timezone=True), nullable=False),
    Index("ended_sessions_by_time", "ended_at"),
)
"""Sessions that open nothing any more."""

identity_pulse = Table(
    "identity_pulse",
    metadata,
    Column("speaker", Text, primary_key=True),
    Column("heard_at", DateTime(timezone=True), nullable=False),
)
"""When identity was last alive, as it said itself; one row."""
