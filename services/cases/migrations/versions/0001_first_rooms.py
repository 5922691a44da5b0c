"""The first rooms of cases: cases with their threads, files, notes and followers, drafts, and copies of what the neighbours tell."""

from alembic import op

from services.chassis.database import create_chassis_tables, tenant_policy

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
CREATE SEQUENCE case_number AS integer START WITH 1001;

CREATE TABLE attached_blobs (
    blob_key text NOT NULL,
    CONSTRAINT attached_blobs_pkey PRIMARY KEY (blob_key)
);
COMMENT ON TABLE attached_blobs IS
    'Every blob that belongs to a case: row-level security hides the files of others, so a second owner is caught here.';

CREATE TABLE cases (
    case_id text NOT NULL,
    number integer NOT NULL,
    organisation_id text NOT NULL,
    property_id text NOT NULL,
    area text NOT NULL,
    premises text NOT NULL,
    spot text NOT NULL,
    category text NOT NULL,
    title text NOT NULL,
    description text NOT NULL,
    since text NOT NULL,
    may_enter boolean NOT NULL,
    wanted_time text NOT NULL,
    contact_name text NOT NULL,
    contact_phone text NOT NULL,
    status varchar(20) NOT NULL,
    waited_from varchar(20),
    reported_by_id text NOT NULL,
    reported_by_name text NOT NULL,
    reported_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    last_event text NOT NULL,
    answer_by timestamptz,
    planned_for text NOT NULL,
    assigned_to_id text,
    assigned_to_name text,
    is_open boolean GENERATED ALWAYS AS (status not in ('done', 'cancelled')) STORED NOT NULL,
    found_by tsvector GENERATED ALWAYS AS (to_tsvector('swedish', title || ' ' || description)) STORED NOT NULL,
    CONSTRAINT cases_pkey PRIMARY KEY (case_id),
    CONSTRAINT cases_number_key UNIQUE (number)
);
CREATE INDEX cases_by_promise ON cases (answer_by, changed_at DESC, number) INCLUDE (organisation_id);
CREATE INDEX cases_in_queue ON cases (answer_by, changed_at DESC, number) INCLUDE (status, organisation_id) WHERE is_open;
CREATE INDEX cases_of_organisation ON cases (organisation_id, changed_at DESC, number DESC);

CREATE TABLE drafts (
    organisation_id text NOT NULL,
    person_id text NOT NULL,
    content jsonb NOT NULL,
    saved_at timestamptz NOT NULL,
    CONSTRAINT drafts_pkey PRIMARY KEY (organisation_id, person_id)
);

CREATE TABLE leases (
    lease_id text NOT NULL,
    organisation_id text NOT NULL,
    number text NOT NULL,
    CONSTRAINT leases_pkey PRIMARY KEY (lease_id)
);

CREATE TABLE memberships (
    organisation_id text NOT NULL,
    person_id text NOT NULL,
    active boolean NOT NULL,
    CONSTRAINT memberships_pkey PRIMARY KEY (organisation_id, person_id)
);
CREATE INDEX memberships_of_person ON memberships (person_id);

CREATE TABLE organisations (
    organisation_id text NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    active boolean NOT NULL,
    CONSTRAINT organisations_pkey PRIMARY KEY (organisation_id)
);

CREATE TABLE people (
    person_id text NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    language text NOT NULL,
    as_of timestamptz NOT NULL,
    CONSTRAINT people_pkey PRIMARY KEY (person_id)
);

CREATE TABLE properties (
    property_id text NOT NULL,
    name text NOT NULL,
    address text NOT NULL,
    city text NOT NULL,
    CONSTRAINT properties_pkey PRIMARY KEY (property_id)
);

CREATE TABLE staff (
    person_id text NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    roles text[] NOT NULL,
    CONSTRAINT staff_pkey PRIMARY KEY (person_id)
);

CREATE TABLE events (
    event_id text NOT NULL,
    position bigint GENERATED ALWAYS AS IDENTITY,
    case_id text NOT NULL,
    organisation_id text NOT NULL,
    kind varchar(20) NOT NULL,
    at timestamptz NOT NULL,
    by_id text NOT NULL,
    by_name text NOT NULL,
    by_staff boolean NOT NULL,
    text text NOT NULL,
    status varchar(20),
    CONSTRAINT events_pkey PRIMARY KEY (event_id),
    CONSTRAINT events_case_id_fkey FOREIGN KEY(case_id) REFERENCES cases (case_id) ON DELETE CASCADE
);
CREATE INDEX events_of_case ON events (case_id, position);

CREATE TABLE followers (
    case_id text NOT NULL,
    person_id text NOT NULL,
    organisation_id text NOT NULL,
    since timestamptz NOT NULL,
    CONSTRAINT followers_pkey PRIMARY KEY (case_id, person_id),
    CONSTRAINT followers_case_id_fkey FOREIGN KEY(case_id) REFERENCES cases (case_id) ON DELETE CASCADE
);
CREATE INDEX followers_of_person ON followers (organisation_id, person_id);

CREATE TABLE internal_notes (
    note_id text NOT NULL,
    position bigint GENERATED ALWAYS AS IDENTITY,
    case_id text NOT NULL,
    at timestamptz NOT NULL,
    by_id text NOT NULL,
    by_name text NOT NULL,
    text text NOT NULL,
    CONSTRAINT internal_notes_pkey PRIMARY KEY (note_id),
    CONSTRAINT internal_notes_case_id_fkey FOREIGN KEY(case_id) REFERENCES cases (case_id) ON DELETE CASCADE
);
CREATE INDEX internal_notes_of_case ON internal_notes (case_id, position);
COMMENT ON TABLE internal_notes IS 'Row-level security shows them to staff only; there is no organisation column to be let in by.';

CREATE TABLE lease_objects (
    lease_id text NOT NULL,
    position smallint NOT NULL,
    organisation_id text NOT NULL,
    property_id text NOT NULL,
    premises text NOT NULL,
    floors smallint[] NOT NULL,
    valid_from date,
    valid_to date,
    ended boolean NOT NULL,
    CONSTRAINT lease_objects_pkey PRIMARY KEY (lease_id, position),
    CONSTRAINT lease_objects_lease_id_fkey FOREIGN KEY(lease_id) REFERENCES leases (lease_id) ON DELETE CASCADE
);
CREATE INDEX lease_objects_of_organisation ON lease_objects (organisation_id, property_id);

CREATE TABLE files (
    file_id text NOT NULL,
    position bigint GENERATED ALWAYS AS IDENTITY,
    event_id text NOT NULL,
    case_id text NOT NULL,
    organisation_id text NOT NULL,
    blob_key text NOT NULL,
    preview_key text,
    name text NOT NULL,
    media_type text NOT NULL,
    size integer NOT NULL,
    CONSTRAINT files_pkey PRIMARY KEY (file_id),
    CONSTRAINT files_event_id_fkey FOREIGN KEY(event_id) REFERENCES events (event_id) ON DELETE CASCADE,
    CONSTRAINT files_case_id_fkey FOREIGN KEY(case_id) REFERENCES cases (case_id) ON DELETE CASCADE
);
CREATE INDEX files_of_case ON files (case_id);
CREATE INDEX files_of_event ON files (event_id);
"""

STAFF_ONLY = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY staff_only ON {table}
    USING (current_setting('portal.reach', true) = 'all') WITH CHECK (current_setting('portal.reach', true) = 'all');
"""
"""No organisation opens these: a member's transaction sees no row, whatever it asks for."""

COLLEAGUES = """
ALTER TABLE people ENABLE ROW LEVEL SECURITY;
ALTER TABLE people FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON people USING (
    current_setting('portal.reach', true) = 'all' OR EXISTS (SELECT 1 FROM memberships WHERE memberships.person_id = people.person_id)
) WITH CHECK (current_setting('portal.reach', true) = 'all');
"""
"""A person belongs to organisations by her memberships, which are fenced themselves."""


def upgrade() -> None:
    """From an empty database."""
    create_chassis_tables(op)
    op.execute(TABLES)
    for table in ("cases", "events", "files", "followers", "drafts", "memberships", "organisations", "leases", "lease_objects"):
        tenant_policy(op, table)
    for table in ("internal_notes", "staff"):
        op.execute(STAFF_ONLY.format(table=table))
    op.execute(COLLEAGUES)
