"""Content's first tables: properties, leases, contacts, notices, news, articles, and copies of organisations and memberships."""

from alembic import op

from services.chassis.database import create_chassis_tables, tenant_policy

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE property (
    property_id text PRIMARY KEY,
    name text NOT NULL,
    address text NOT NULL,
    city text NOT NULL,
    floors integer NOT NULL,
    built_year integer,
    facts jsonb NOT NULL
);
CREATE UNIQUE INDEX property_by_name ON property (lower(name));

CREATE TABLE lease (
    lease_id text PRIMARY KEY,
    organisation_id text NOT NULL,
    number text NOT NULL,
    kind text NOT NULL
);
CREATE UNIQUE INDEX lease_by_number ON lease (number);
CREATE INDEX lease_by_organisation ON lease (organisation_id);

CREATE TABLE lease_object (
    lease_id text NOT NULL REFERENCES lease,
    position integer NOT NULL,
    organisation_id text NOT NULL,
    property_id text NOT NULL REFERENCES property,
    address text NOT NULL,
    premises text NOT NULL,
    floors integer[] NOT NULL,
    area_m2 integer NOT NULL,
    valid_from date,
    valid_to date,
    notice_given boolean NOT NULL,
    told_status varchar(20),
    PRIMARY KEY (lease_id, position)
);
CREATE INDEX lease_object_by_organisation ON lease_object (organisation_id, property_id, valid_to);
CREATE INDEX lease_object_by_property ON lease_object (property_id, organisation_id, valid_to);

CREATE TABLE contact (
    contact_id text PRIMARY KEY,
    name text NOT NULL,
    title text NOT NULL,
    responsibility text NOT NULL,
    phone text NOT NULL,
    email text NOT NULL,
    kind varchar(20) NOT NULL
);
CREATE TABLE property_contact (
    property_id text NOT NULL REFERENCES property,
    contact_id text NOT NULL REFERENCES contact,
    PRIMARY KEY (property_id, contact_id)
);
CREATE TABLE account_manager (
    organisation_id text PRIMARY KEY,
    contact_id text NOT NULL REFERENCES contact
);

CREATE TABLE notice (
    notice_id text PRIMARY KEY,
    kind varchar(20) NOT NULL,
    property_id text NOT NULL REFERENCES property,
    system text NOT NULL,
    scope text NOT NULL,
    floors integer[] NOT NULL,
    title text NOT NULL,
    text text NOT NULL,
    what_to_do text NOT NULL,
    phase varchar(20) NOT NULL,
    starts_at timestamptz NOT NULL,
    expected_until timestamptz,
    next_update_at timestamptz,
    published_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    resolved_at timestamptz
);
CREATE INDEX notice_by_property ON notice (property_id, resolved_at);
CREATE INDEX notice_planned ON notice (starts_at) WHERE phase = 'planned';
CREATE TABLE notice_update (
    notice_id text NOT NULL REFERENCES notice,
    position integer NOT NULL,
    at timestamptz NOT NULL,
    phase varchar(20) NOT NULL,
    text text NOT NULL,
    PRIMARY KEY (notice_id, position)
);

CREATE TABLE news_item (
    news_id text PRIMARY KEY,
    slug text NOT NULL,
    area text NOT NULL,
    for_everyone boolean NOT NULL,
    published_at timestamptz NOT NULL,
    title text NOT NULL,
    lead text NOT NULL,
    text text NOT NULL,
    html text NOT NULL,
    title_en text NOT NULL,
    lead_en text NOT NULL,
    text_en text NOT NULL,
    html_en text NOT NULL
);
CREATE UNIQUE INDEX news_item_by_slug ON news_item (slug);
CREATE INDEX news_item_by_time ON news_item (published_at);
CREATE TABLE news_item_property (
    property_id text NOT NULL REFERENCES property,
    news_id text NOT NULL REFERENCES news_item,
    PRIMARY KEY (property_id, news_id)
);
CREATE INDEX news_item_property_by_item ON news_item_property (news_id);

CREATE TABLE article (
    slug text PRIMARY KEY,
    category text NOT NULL,
    title text NOT NULL,
    lead text NOT NULL,
    text text NOT NULL,
    html text NOT NULL,
    title_en text NOT NULL,
    lead_en text NOT NULL,
    text_en text NOT NULL,
    html_en text NOT NULL,
    published_at timestamptz NOT NULL,
    search tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('swedish'::regconfig, title), 'A')
        || setweight(to_tsvector('simple'::regconfig, title), 'A')
        || setweight(to_tsvector('english'::regconfig, title_en), 'A')
        || setweight(to_tsvector('swedish'::regconfig, lead), 'B')
        || setweight(to_tsvector('english'::regconfig, lead_en), 'B')
        || setweight(to_tsvector('swedish'::regconfig, category), 'C')
        || setweight(to_tsvector('swedish'::regconfig, text), 'D')
        || setweight(to_tsvector('english'::regconfig, text_en), 'D')
    ) STORED
);
CREATE INDEX article_by_words ON article USING gin (search);

CREATE TABLE organisation (organisation_id text PRIMARY KEY, name text NOT NULL, active boolean NOT NULL);
CREATE TABLE membership (
    organisation_id text NOT NULL,
    person_id text NOT NULL,
    role text NOT NULL,
    PRIMARY KEY (organisation_id, person_id)
);
"""

TENANTS = ("lease", "lease_object", "account_manager", "organisation", "membership")
"""Tables whose rows belong to one organisation."""

RENTED = """property_id IN (
    SELECT lease_object.property_id FROM lease_object
    WHERE lease_object.organisation_id = current_setting('portal.organisation_id', true)
    AND (lease_object.valid_to IS NULL OR lease_object.valid_to >= (now() AT TIME ZONE 'Europe/Stockholm')::date)
)"""

SEEN = {
    "property": RENTED,
    "notice": RENTED,
    "notice_update": "EXISTS (SELECT FROM notice WHERE notice.notice_id = notice_update.notice_id)",
    "property_contact": RENTED,
    "news_item_property": RENTED,
    "news_item": "for_everyone OR EXISTS (SELECT FROM news_item_property shown WHERE shown.news_id = news_item.news_id)",
}
"""What a tenant sees of tables that belong to no organisation; a table named in a condition is itself fenced. Only staff write them."""


def upgrade() -> None:
    """Make the tables and their fences."""
    create_chassis_tables(op)
    op.execute(TABLES)
    for table in TENANTS:
        tenant_policy(op, table)
    for table, seen in SEEN.items():
        everything = "current_setting('portal.reach', true) = 'all'"
        op.execute(
            f"""
            ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
            ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant ON {table} USING ({everything} OR {seen}) WITH CHECK ({everything});
            """
        )
