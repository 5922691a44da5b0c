"""Identity's first tables: people, organisations, memberships, staff, invitations, registrations, sessions, devices, attempts, guesses."""

from alembic import op

from services.chassis.database import create_chassis_tables, tenant_policy

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE persons (
    id TEXT NOT NULL,
    given_name TEXT NOT NULL,
    surname TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    language TEXT NOT NULL,
    registered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    password_hash TEXT,
    password_changed_at TIMESTAMP WITH TIME ZONE,
    number_fingerprint BYTEA,
    number_ciphertext BYTEA,
    last_organisation_id TEXT,
    PRIMARY KEY (id),
    UNIQUE (number_fingerprint)
);
CREATE UNIQUE INDEX persons_email ON persons (lower(email));

CREATE TABLE staff_accounts (
    person_id TEXT NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    roles TEXT[] NOT NULL,
    PRIMARY KEY (person_id),
    FOREIGN KEY(person_id) REFERENCES persons (id)
);

CREATE TABLE organisations (
    id TEXT NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    number TEXT,
    customer_number TEXT NOT NULL,
    added_at TIMESTAMP WITH TIME ZONE NOT NULL,
    active BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (slug),
    UNIQUE (number),
    UNIQUE (customer_number)
);

CREATE TABLE memberships (
    person_id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    role VARCHAR(20) NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (person_id, organisation_id),
    FOREIGN KEY(person_id) REFERENCES persons (id),
    FOREIGN KEY(organisation_id) REFERENCES organisations (id)
);
CREATE INDEX memberships_by_organisation ON memberships (organisation_id);

CREATE TABLE invitations (
    id TEXT NOT NULL,
    token_hash BYTEA NOT NULL,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    message TEXT NOT NULL,
    invited_by TEXT,
    invited_as_staff BOOLEAN NOT NULL,
    sent_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    organisation_id TEXT,
    role VARCHAR(20),
    staff_roles TEXT[] NOT NULL,
    links INTEGER NOT NULL,
    accepted_at TIMESTAMP WITH TIME ZONE,
    accepted_by TEXT,
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    asked_again_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    UNIQUE (token_hash),
    FOREIGN KEY(invited_by) REFERENCES persons (id),
    FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    FOREIGN KEY(accepted_by) REFERENCES persons (id)
);
CREATE INDEX invitations_by_email ON invitations (lower(email));
CREATE INDEX invitations_by_organisation ON invitations (organisation_id, sent_at);

CREATE TABLE registrations (
    id TEXT NOT NULL,
    token_hash BYTEA NOT NULL,
    invitation_id TEXT NOT NULL,
    link INTEGER NOT NULL,
    given_name TEXT NOT NULL,
    surname TEXT NOT NULL,
    phone TEXT NOT NULL,
    language TEXT NOT NULL,
    begun_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    details_saved BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (token_hash),
    FOREIGN KEY(invitation_id) REFERENCES invitations (id)
);
CREATE INDEX ix_registrations_invitation_id ON registrations (invitation_id);

CREATE TABLE sessions (
    id TEXT NOT NULL,
    token_hash BYTEA NOT NULL,
    person_id TEXT NOT NULL,
    kind VARCHAR(20) NOT NULL,
    method VARCHAR(20) NOT NULL,
    authenticated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    browser_hash BYTEA NOT NULL,
    ip TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    device_id TEXT,
    bankid_lapsed BOOLEAN NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    end_reason TEXT,
    PRIMARY KEY (id),
    UNIQUE (token_hash),
    FOREIGN KEY(person_id) REFERENCES persons (id)
);
CREATE INDEX sessions_by_last_seen ON sessions (last_seen_at);
CREATE INDEX sessions_by_person ON sessions (person_id, last_seen_at);

CREATE TABLE devices (
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    rotation_key BYTEA NOT NULL,
    current_hash BYTEA NOT NULL,
    user_agent TEXT NOT NULL,
    remembered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_used_at TIMESTAMP WITH TIME ZONE NOT NULL,
    previous_hash BYTEA,
    rotated_at TIMESTAMP WITH TIME ZONE,
    grace_uses INTEGER NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    FOREIGN KEY(person_id) REFERENCES persons (id)
);
CREATE INDEX ix_devices_person_id ON devices (person_id);

CREATE TABLE bankid_attempts (
    id TEXT NOT NULL,
    token_hash BYTEA NOT NULL,
    browser_hash BYTEA NOT NULL,
    purpose TEXT NOT NULL,
    way VARCHAR(20) NOT NULL,
    ip TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    language TEXT NOT NULL,
    nonce_hash BYTEA,
    registration_id TEXT,
    session_id TEXT,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    order_ref TEXT NOT NULL,
    auto_start_token TEXT NOT NULL,
    qr_start_token TEXT NOT NULL,
    qr_start_secret TEXT NOT NULL,
    order_received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    renewals INTEGER NOT NULL,
    state VARCHAR(20) NOT NULL,
    hint TEXT NOT NULL,
    message TEXT,
    asked_at TIMESTAMP WITH TIME ZONE,
    asking BOOLEAN NOT NULL,
    completed_at TIMESTAMP WITH TIME ZONE,
    number_fingerprint BYTEA,
    number_ciphertext BYTEA,
    given_name TEXT,
    surname TEXT,
    device_ip TEXT,
    risk TEXT,
    PRIMARY KEY (id),
    UNIQUE (token_hash)
);
CREATE INDEX ix_bankid_attempts_browser_hash ON bankid_attempts (browser_hash);
CREATE INDEX ix_bankid_attempts_started_at ON bankid_attempts (started_at);

CREATE TABLE guesses (
    key TEXT NOT NULL,
    failures INTEGER NOT NULL,
    first_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_at TIMESTAMP WITH TIME ZONE NOT NULL,
    blocked_until TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (key)
);
CREATE INDEX ix_guesses_last_at ON guesses (last_at);
"""


def upgrade() -> None:
    create_chassis_tables(op)
    op.execute(TABLES)
    tenant_policy(op, "memberships")
    tenant_policy(op, "invitations")
