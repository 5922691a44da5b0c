"""The tables every service has beside its own, as SQLAlchemy sees them."""

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

CHASSIS = MetaData()

outbox = Table(
    "outbox",
    CHASSIS,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("event_id", Text, nullable=False),
    Column("speaker", Text, nullable=False),
    Column("routing_key", Text, nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("correlation_id", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_attempt_at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
    UniqueConstraint("event_id", name="outbox_event_id"),
    Index("outbox_by_subject", "subject_id", "id"),
)
"""News that has happened and is not yet with the broker; a row is deleted when the broker has confirmed it."""

inbox = Table(
    "inbox",
    CHASSIS,
    Column("event_id", Text, primary_key=True),
    Column("heard_at", DateTime(timezone=True), nullable=False),
    Index("inbox_by_time", "heard_at"),
)
"""News that has been acted on."""

inbox_sequences = Table(
    "inbox_sequences",
    CHASSIS,
    Column("speaker", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    PrimaryKeyConstraint("speaker", "name", "subject_id", name="inbox_sequences_pkey"),
)
"""The highest sequence acted on, per kind of news and subject."""

sequences = Table(
    "sequences",
    CHASSIS,
    Column("subject_id", Text, primary_key=True),
    Column("last", BigInteger, nullable=False),
)
"""The last sequence number told, per subject."""

idempotency = Table(
    "idempotency",
    CHASSIS,
    Column("id", LargeBinary, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("reply", LargeBinary),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Index("idempotency_by_time", "created_at"),
)
"""Writes that have been answered; the answer is sealed with the idempotency key, which is not kept."""

mail_outbox = Table(
    "mail_outbox",
    CHASSIS,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("message_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("about", JSONB, nullable=False),
    Column("language", Text, nullable=False),
    Column("correlation_id", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_attempt_at", DateTime(timezone=True), server_default=text("now()")),
    Column("outcome", Text),
    Column("settled_at", DateTime(timezone=True)),
    UniqueConstraint("message_id", name="mail_outbox_message_id"),
    Index("mail_outbox_due", "next_attempt_at"),
)
"""Mails to send (`next_attempt_at` set) and mails settled (`outcome`: sent, withdrawn or parked)."""

audit = Table(
    "audit",
    CHASSIS,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor", Text, nullable=False),
    Column("organisation_id", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("details", JSONB, nullable=False),
    Column("digest", Text, nullable=False),
)
"""Who did what, append-only; each digest covers its row and the digest before it."""

job_runs = Table(
    "job_runs",
    CHASSIS,
    Column("name", Text, primary_key=True),
    Column("last_run_at", DateTime(timezone=True), nullable=False),
)
"""When each job by the clock ran last, whichever replica ran it."""


def chassis_tables(metadata: MetaData) -> None:
    """Add the chassis' tables to a service's metadata, so that its schema can be compared with the database."""
    for table in CHASSIS.sorted_tables:
        table.to_metadata(metadata)
