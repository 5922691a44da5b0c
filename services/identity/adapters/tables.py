"""The tables of identity, and the domain classes mapped onto them."""

from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, Column, DateTime, Enum, ForeignKey, Index, Integer, LargeBinary, Table, Text, TypeDecorator, func
from sqlalchemy.dialects.postgresql import ARRAY

from services.chassis.database import chassis_tables, mapper_registry
from services.identity.domain.attempt import Attempt, State
from services.identity.domain.bankid import Way
from services.identity.domain.device import Device
from services.identity.domain.guessing import Guesses
from services.identity.domain.invitation import Invitation, Registration
from services.identity.domain.organisation import Membership, Organisation
from services.identity.domain.person import Person, StaffAccount
from services.identity.domain.roles import Role, StaffRole
from services.identity.domain.session import Kind, Method, Session

registry = mapper_registry()
metadata = registry.metadata
_WHEN = DateTime(timezone=True)


class StaffRoles(TypeDecorator[frozenset[StaffRole]]):
    """A set of staff roles as an array of text."""

    impl = ARRAY(Text)
    cache_ok = True

    def process_bind_param(self, value: frozenset[StaffRole] | None, dialect: Any) -> list[str]:
        return sorted(role.value for role in value or ())

    def process_result_value(self, value: list[str] | None, dialect: Any) -> frozenset[StaffRole]:
        return frozenset(StaffRole(name) for name in value or ())


def _one_of(values: type[StrEnum]) -> Enum:
    return Enum(
        values, native_enum=False, create_constraint=False, length=20, values_callable=lambda each: [member.value for member in each]
    )


persons = Table(
    "persons",
    metadata,
    Column("id", Text, primary_key=True),
    Column("given_name", Text, nullable=False),
    Column("surname", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("registered_at", _WHEN, nullable=False),
    Column("password_hash", Text),
    Column("password_changed_at", _WHEN),
    Column("number_fingerprint", LargeBinary, unique=True),
    Column("number_ciphertext", LargeBinary),
    Column("last_organisation_id", Text),
)
Index("persons_email", func.lower(persons.c.email), unique=True)

staff_accounts = Table(
    "staff_accounts",
    metadata,
    Column("person_id", Text, ForeignKey("persons.id"), primary_key=True),
    Column("since", _WHEN, nullable=False),
    Column("roles", StaffRoles, nullable=False),
)

organisations = Table(
    "organisations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("slug", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("number", Text, unique=True),
    Column("customer_number", Text, nullable=False, unique=True),
    Column("added_at", _WHEN, nullable=False),
    Column("active", Boolean, nullable=False),
)

memberships = Table(
    "memberships",
    metadata,
    Column("person_id", Text, ForeignKey("persons.id"), primary_key=True),
    Column("organisation_id", Text, ForeignKey("organisations.id"), primary_key=True),
    Column("role", _one_of(Role), nullable=False),
    Column("since", _WHEN, nullable=False),
)
Index("memberships_by_organisation", memberships.c.organisation_id)

invitations = Table(
    "invitations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("email", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("invited_by", Text, ForeignKey("persons.id")),
    Column("invited_as_staff", Boolean, nullable=False),
    Column("sent_at", _WHEN, nullable=False),
    Column("expires_at", _WHEN, nullable=False),
    Column("organisation_id", Text, ForeignKey("organisations.id")),
    Column("role", _one_of(Role)),
    Column("staff_roles", StaffRoles, nullable=False),
    Column("links", Integer, nullable=False),
    Column("accepted_at", _WHEN),
    Column("accepted_by", Text, ForeignKey("persons.id")),
    Column("withdrawn_at", _WHEN),
    Column("asked_again_at", _WHEN),
)
Index("invitations_by_organisation", invitations.c.organisation_id, invitations.c.sent_at)
Index("invitations_by_email", func.lower(invitations.c.email))

registrations = Table(
    "registrations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("invitation_id", Text, ForeignKey("invitations.id"), nullable=False, index=True),
    Column("link", Integer, nullable=False),
    Column("given_name", Text, nullable=False),
    Column("surname", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("begun_at", _WHEN, nullable=False),
    Column("expires_at", _WHEN, nullable=False),
    Column("details_saved", Boolean, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("person_id", Text, ForeignKey("persons.id"), nullable=False),
    Column("kind", _one_of(Kind), nullable=False),
    Column("method", _one_of(Method), nullable=False),
    Column("authenticated_at", _WHEN, nullable=False),
    Column("opened_at", _WHEN, nullable=False),
    Column("last_seen_at", _WHEN, nullable=False),
    Column("browser_hash", LargeBinary, nullable=False),
    Column("ip", Text, nullable=False),
    Column("user_agent", Text, nullable=False),
    Column("device_id", Text),
    Column("bankid_lapsed", Boolean, nullable=False),
    Column("ended_at", _WHEN),
    Column("end_reason", Text),
)
Index("sessions_by_person", sessions.c.person_id, sessions.c.last_seen_at)
Index("sessions_by_last_seen", sessions.c.last_seen_at)

devices = Table(
    "devices",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person_id", Text, ForeignKey("persons.id"), nullable=False, index=True),
    Column("rotation_key", LargeBinary, nullable=False),
    Column("current_hash", LargeBinary, nullable=False),
    Column("user_agent", Text, nullable=False),
    Column("remembered_at", _WHEN, nullable=False),
    Column("last_used_at", _WHEN, nullable=False),
    Column("previous_hash", LargeBinary),
    Column("rotated_at", _WHEN),
    Column("grace_uses", Integer, nullable=False),
    Column("ended_at", _WHEN),
)

attempts = Table(
    "bankid_attempts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("browser_hash", LargeBinary, nullable=False, index=True),
    Column("purpose", Text, nullable=False),
    Column("way", _one_of(Way), nullable=False),
    Column("ip", Text, nullable=False),
    Column("user_agent", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("nonce_hash", LargeBinary),
    Column("registration_id", Text),
    Column("session_id", Text),
    Column("started_at", _WHEN, nullable=False, index=True),
    Column("order_ref", Text, nullable=False),
    Column("auto_start_token", Text, nullable=False),
    Column("qr_start_token", Text, nullable=False),
    Column("qr_start_secret", Text, nullable=False),
    Column("order_received_at", _WHEN, nullable=False),
    Column("renewals", Integer, nullable=False),
    Column("state", _one_of(State), nullable=False),
    Column("hint", Text, nullable=False),
    Column("message", Text),
    Column("asked_at", _WHEN),
    Column("asking", Boolean, nullable=False),
    Column("completed_at", _WHEN),
    Column("number_fingerprint", LargeBinary),
    Column("number_ciphertext", LargeBinary),
    Column("given_name", Text),
    Column("surname", Text),
    Column("device_ip", Text),
    Column("risk", Text),
)

guesses = Table(
    "guesses",
    metadata,
    Column("key", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("first_at", _WHEN, nullable=False),
    Column("last_at", _WHEN, nullable=False, index=True),
    Column("blocked_until", _WHEN),
)

chassis_tables(metadata)

registry.map_imperatively(Person, persons)
registry.map_imperatively(StaffAccount, staff_accounts)
registry.map_imperatively(Organisation, organisations)
registry.map_imperatively(Membership, memberships)
registry.map_imperatively(Invitation, invitations)
registry.map_imperatively(Registration, registrations)
registry.map_imperatively(Session, sessions)
registry.map_imperatively(Device, devices)
registry.map_imperatively(Attempt, attempts)
registry.map_imperatively(Guesses, guesses)
