"""What the use cases keep and find again: one port a kind of thing, all of one transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.contracts.identity import InvitationListed, MembershipShown, OrganisationListed, StaffListed
from services.identity.domain.attempt import Attempt
from services.identity.domain.device import Device
from services.identity.domain.guessing import Guesses
from services.identity.domain.invitation import Invitation, Registration
from services.identity.domain.organisation import Membership, Organisation
from services.identity.domain.person import Person, StaffAccount
from services.identity.domain.roles import Role, StaffRole
from services.identity.domain.session import Session


class Persons(Protocol):
    """People."""

    def add(self, person: Person) -> None:
        """Keep a new person."""

    def find(self, person_id: str) -> Person | None:
        """By id."""

    def with_email(self, email: str) -> Person | None:
        """By address, without regard to case."""

    def with_number(self, fingerprint: bytes) -> Person | None:
        """By the keyed fingerprint of the personal number."""

    def lock(self, person_id: str) -> Person | None:
        """By id, held until the work ends."""


class Organisations(Protocol):
    """Customers."""

    def add(self, organisation: Organisation) -> None:
        """Keep a new organisation."""

    def find(self, organisation_id: str) -> Organisation | None:
        """By id."""

    def lock(self, organisation_id: str) -> Organisation | None:
        """By id, held until the work ends: everything that changes who belongs to it goes through here."""

    def slug_taken(self, slug: str) -> bool:
        """Whether another organisation has that slug."""

    def conflict(self, number: str | None, customer_number: str) -> str | None:
        """The field (`organisation_number`, `customer_number`) that another organisation already has."""

    def directory(self, search: str, page: int, size: int, now: datetime) -> tuple[list[OrganisationListed], int]:
        """One page by name in Swedish order, and how many there are in all."""


class Memberships(Protocol):
    """Who belongs to which organisation."""

    def add(self, membership: Membership) -> None:
        """Keep a new membership."""

    def remove(self, membership: Membership) -> None:
        """End it."""

    def find(self, person_id: str, organisation_id: str) -> Membership | None:
        """One person's in one organisation."""

    def of_organisation(self, organisation_id: str) -> list[Membership]:
        """All of an organisation's."""

    def shown_of(self, person_id: str) -> list[MembershipShown]:
        """A person's, by name of the organisation in Swedish order, active organisations only."""


@dataclass(frozen=True)
class MemberRow:
    """One member as the database joins her."""

    person_id: str
    name: str
    email: str
    role: Role
    methods: tuple[str, ...]
    last_seen_at: datetime | None


class People(Protocol):
    """Lists of people, joined in the database."""

    def members(self, organisation_id: str) -> list[MemberRow]:
        """An organisation's members, by name in Swedish order."""

    def invitations(self, organisation_id: str, now: datetime) -> list[tuple[InvitationListed, Role]]:
        """An organisation's invitations, newest first, with the role each gives; `may_change` is left False."""

    def main_admins(self, organisation_id: str) -> list[Person]:
        """The organisation's main_admins."""

    def staff(self) -> list[StaffListed]:
        """All staff accounts, by name in Swedish order."""


class StaffAccounts(Protocol):
    """The landlord's people."""

    def add(self, account: StaffAccount) -> None:
        """Keep a new account."""

    def find(self, person_id: str) -> StaffAccount | None:
        """A person's account."""

    def with_role(self, role: StaffRole) -> list[StaffAccount]:
        """All accounts that hold the role."""


class Invitations(Protocol):
    """Invitations."""

    def add(self, invitation: Invitation) -> None:
        """Keep a new invitation."""

    def with_token(self, token_hash: bytes) -> Invitation | None:
        """By the hash of its link."""

    def lock(self, invitation_id: str) -> Invitation | None:
        """By id, held until the work ends."""

    def lock_of_organisation(self, invitation_id: str, organisation_id: str) -> Invitation | None:
        """The same, where it is that organisation's."""

    def pending(self, email: str, organisation_id: str | None, now: datetime) -> Invitation | None:
        """The one that is good now for this address in this organisation (None: among staff)."""


class Registrations(Protocol):
    """Registrations on their way."""

    def add(self, registration: Registration) -> None:
        """Keep a new registration."""

    def with_token(self, token_hash: bytes) -> Registration | None:
        """By the hash of its token."""

    def find(self, registration_id: str) -> Registration | None:
        """By id."""

    def end_all(self, invitation_id: str) -> None:
        """Forget every registration for the invitation."""


@dataclass(frozen=True)
class Seen:
    """What one look-up of a session cookie gives."""

    session: Session
    person_name: str
    language: str
    last_organisation_id: str | None
    staff_roles: frozenset[StaffRole]
    memberships: list[MembershipShown]


class Sessions(Protocol):
    """Sessions."""

    def add(self, session: Session) -> None:
        """Keep a new session."""

    def with_token(self, token_hash: bytes) -> Session | None:
        """By the hash of its token."""

    def find(self, session_id: str) -> Session | None:
        """By id."""

    def living(self, person_id: str) -> list[Session]:
        """The person's that have not ended, locked."""

    def seen(self, token_hash: bytes) -> Seen | None:
        """The session with its person, roles and memberships: the look-up of every page."""

    def touch(self, session: Session, organisation_id: str | None) -> None:
        """Write down that it is in use (and in which organisation), whatever else happens to the row."""


class Devices(Protocol):
    """Remembered devices."""

    def add(self, device: Device) -> None:
        """Keep a new device."""

    def lock(self, device_id: str) -> Device | None:
        """By series, held until the work ends."""

    def living(self, person_id: str) -> list[Device]:
        """The person's that have not ended, locked."""


class Attempts(Protocol):
    """BankID attempts."""

    def add(self, attempt: Attempt) -> None:
        """Keep a new attempt."""

    def lock(self, token_hash: bytes, browser_hash: bytes) -> Attempt | None:
        """The attempt of that browser, held until the work ends."""

    def waiting(self, browser_hash: bytes) -> list[Attempt]:
        """The browser's attempts that wait, locked."""


class GuessBook(Protocol):
    """Counted tries."""

    def lock(self, key: str, now: datetime) -> Guesses:
        """What is counted under the key, held until the work ends; a new row where nothing is."""


class Clearing(Protocol):
    """Removes what has had its day."""

    def clear(self, now: datetime) -> dict[str, int]:
        """How many rows went from each table."""
