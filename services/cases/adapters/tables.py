"""The tables of cases, and the domain classes mapped onto them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Computed,
    Date,
    DateTime,
    Enum,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    Sequence,
    SmallInteger,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlalchemy.orm import composite

from services.cases.domain.case import Case, Report
from services.cases.domain.events import Event, EventKind, File, InternalNote
from services.cases.domain.follower import Follower
from services.cases.domain.status import Status
from services.chassis.database import chassis_tables, mapper_registry

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
    }
)

FIRST_NUMBER = 1001
number_sequence = Sequence("case_number", start=FIRST_NUMBER, data_type=Integer, metadata=metadata)

_WHEN = DateTime(timezone=True)


def _one_of(values: type[Status] | type[EventKind], name: str) -> Enum:
    return Enum(
        values,
        name=name,
        native_enum=False,
        create_constraint=False,
        length=20,
        values_callable=lambda each: [member.value for member in each],
    )


cases = Table(
    "cases",
    metadata,
    Column("case_id", Text, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("organisation_id", Text, nullable=False),
    Column("property_id", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("premises", Text, nullable=False),
    Column("spot", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("since", Text, nullable=False),
    Column("may_enter", Boolean, nullable=False),
    Column("wanted_time", Text, nullable=False),
    Column("contact_name", Text, nullable=False),
    Column("contact_phone", Text, nullable=False),
    Column("status", _one_of(Status, "status"), nullable=False),
    Column("waited_from", _one_of(Status, "status")),
    Column("reported_by_id", Text, nullable=False),
    Column("reported_by_name", Text, nullable=False),
    Column("reported_at", _WHEN, nullable=False),
    Column("changed_at", _WHEN, nullable=False),
    Column("last_event", Text, nullable=False),
    Column("answer_by", _WHEN),
    Column("planned_for", Text, nullable=False),
    Column("assigned_to_id", Text),
    Column("assigned_to_name", Text),
    Column("is_open", Boolean, Computed("status not in ('done', 'cancelled')", persisted=True), nullable=False),
    Column("found_by", TSVECTOR, Computed("to_tsvector('swedish', title || ' ' || description)", persisted=True), nullable=False),
    # A tenant's lists and searches read one organisation's rows; row-level security would keep a text index from being used anyway.
    Index("cases_of_organisation", "organisation_id", text("changed_at DESC"), text("number DESC")),
    # Staff's queue: the page in its order and the counts are read from the indexes alone, the fence's column included.
    Index(
        "cases_in_queue",
        "answer_by",
        text("changed_at DESC"),
        "number",
        postgresql_where=text("is_open"),
        postgresql_include=["status", "organisation_id"],
    ),
    Index("cases_by_promise", "answer_by", text("changed_at DESC"), "number", postgresql_include=["organisation_id"]),
)

events = Table(
    "events",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("position", BigInteger, Identity(always=True), nullable=False),
    Column("case_id", Text, ForeignKey("cases.case_id", ondelete="CASCADE"), nullable=False),
    Column("organisation_id", Text, nullable=False),
    Column("kind", _one_of(EventKind, "event_kind"), nullable=False),
    Column("at", _WHEN, nullable=False),
    Column("by_id", Text, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("by_staff", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    Column("status", _one_of(Status, "status")),
    Index("events_of_case", "case_id", "position"),
)

internal_notes = Table(
    "internal_notes",
    metadata,
    Column("note_id", Text, primary_key=True),
    Column("position", BigInteger, Identity(always=True), nullable=False),
    Column("case_id", Text, ForeignKey("cases.case_id", ondelete="CASCADE"), nullable=False),
    Column("at", _WHEN, nullable=False),
    Column("by_id", Text, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("text", Text, nullable=False),
    Index("internal_notes_of_case", "case_id", "position"),
    comment="Row-level security shows them to staff only; there is no organisation column to be let in by.",
)

files = Table(
    "files",
    metadata,
    Column("file_id", Text, primary_key=True),
    Column("position", BigInteger, Identity(always=True), nullable=False),
    Column("event_id", Text, ForeignKey("events.event_id", ondelete="CASCADE"), nullable=False),
    Column("case_id", Text, ForeignKey("cases.case_id", ondelete="CASCADE"), nullable=False),
    Column("organisation_id", Text, nullable=False),
    Column("blob_key", Text, nullable=False),
    Column("preview_key", Text),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Index("files_of_event", "event_id"),
    Index("files_of_case", "case_id"),
)

attached_blobs = Table(
    "attached_blobs",
    metadata,
    Column("blob_key", Text, primary_key=True),
    comment="Every blob that belongs to a case: row-level security hides the files of others, so a second owner is caught here.",
)

followers = Table(
    "followers",
    metadata,
    Column("case_id", Text, ForeignKey("cases.case_id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Text, primary_key=True),
    Column("organisation_id", Text, nullable=False),
    Column("since", _WHEN, nullable=False),
    Index("followers_of_person", "organisation_id", "person_id"),
)

drafts = Table(
    "drafts",
    metadata,
    Column("organisation_id", Text, primary_key=True),
    Column("person_id", Text, primary_key=True),
    Column("content", JSONB, nullable=False),
    Column("saved_at", _WHEN, nullable=False),
)

# --- copies of what the neighbours tell; the inbox lets only newer news of a kind through -----------------------------------------

people = Table(
    "people",
    metadata,
    Column("person_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("language", Text, nullable=False),
    # Details come with two kinds of news, each with a sequence of its own; only the time they were told of compares.
    Column("as_of", _WHEN, nullable=False),
)

memberships = Table(
    "memberships",
    metadata,
    Column("organisation_id", Text, primary_key=True),
    Column("person_id", Text, primary_key=True),
    Column("active", Boolean, nullable=False),
    Index("memberships_of_person", "person_id"),
)

organisations = Table(
    "organisations",
    metadata,
    Column("organisation_id", Text, primary_key=True),
    Column("slug", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("active", Boolean, nullable=False),
)

staff = Table(
    "staff",
    metadata,
    Column("person_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("roles", ARRAY(Text), nullable=False),
)

properties = Table(
    "properties",
    metadata,
    Column("property_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("city", Text, nullable=False),
)

leases = Table(
    "leases",
    metadata,
    Column("lease_id", Text, primary_key=True),
    Column("organisation_id", Text, nullable=False),
    Column("number", Text, nullable=False),
)

lease_objects = Table(
    "lease_objects",
    metadata,
    Column("lease_id", Text, ForeignKey("leases.lease_id", ondelete="CASCADE"), primary_key=True),
    Column("position", SmallInteger, primary_key=True),
    Column("organisation_id", Text, nullable=False),
    Column("property_id", Text, nullable=False),
    Column("premises", Text, nullable=False),
    Column("floors", ARRAY(SmallInteger), nullable=False),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("ended", Boolean, nullable=False),
    Index("lease_objects_of_organisation", "organisation_id", "property_id"),
)

TENANT_TABLES = [each.name for each in (cases, events, files, followers, drafts, memberships, organisations, leases, lease_objects)]
"""Tables whose rows belong to an organisation: each gets the tenant policy."""

chassis_tables(metadata)

registry = mapper_registry(metadata=metadata)

_report = [cases.c[name] for name in Report.__dataclass_fields__]
registry.map_imperatively(Case, cases, properties={"report": composite(Report, *_report)}, exclude_properties={"is_open", "found_by"})
registry.map_imperatively(Event, events, exclude_properties={"position"})
registry.map_imperatively(InternalNote, internal_notes, exclude_properties={"position"})
registry.map_imperatively(File, files, exclude_properties={"position"})
registry.map_imperatively(Follower, followers)
