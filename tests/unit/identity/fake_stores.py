"""identity's stores over rows in memory."""

from datetime import datetime
from typing import Any

from services.contracts import rights
from services.contracts.identity import InvitationListed, MembershipShown, OrganisationListed, StaffListed
from services.identity.domain.attempt import Attempt, State
from services.identity.domain.device import Device
from services.identity.domain.guessing import Guesses
from services.identity.domain.invitation import Invitation, Registration
from services.identity.domain.organisation import Membership, Organisation
from services.identity.domain.person import Person, StaffAccount, same_address
from services.identity.domain.roles import Role, StaffRole
from services.identity.domain.session import Kind, Session
from services.identity.usecases.stores import MemberRow, Seen

KINDS = (Person, StaffAccount, Organisation, Membership, Invitation, Registration, Session, Device, Attempt, Guesses)


class Rows:
    """What is kept, by kind."""

    def __init__(self) -> None:
        self.rows: dict[type, list[Any]] = {kind: [] for kind in KINDS}

    def all(self, kind: type) -> list[Any]:
        return self.rows[kind]

    def one(self, kind: type, **wanted: Any) -> Any:
        (found,) = self.some(kind, **wanted)
        return found

    def some(self, kind: type, **wanted: Any) -> list[Any]:
        return [row for row in self.rows[kind] if all(getattr(row, name) == value for name, value in wanted.items())]

    def find(self, kind: type, **wanted: Any) -> Any:
        return next(iter(self.some(kind, **wanted)), None)


class Store:
    kind: type

    def __init__(self, kept: Rows) -> None:
        self.kept = kept

    def add(self, row: Any) -> None:
        self.kept.rows[self.kind].append(row)

    def find(self, row_id: str) -> Any:
        return self.kept.find(self.kind, id=row_id)

    def lock(self, row_id: str) -> Any:
        return self.find(row_id)

    def with_token(self, token_hash: bytes) -> Any:
        return self.kept.find(self.kind, token_hash=token_hash)


class FakePersons(Store):
    kind = Person

    def with_email(self, email: str) -> Person | None:
        return next((each for each in self.kept.all(Person) if same_address(each.email, email)), None)

    def with_number(self, fingerprint: bytes) -> Any:
        return self.kept.find(Person, number_fingerprint=fingerprint)


class FakeStaff(Store):
    kind = StaffAccount

    def find(self, row_id: str) -> Any:
        return self.kept.find(StaffAccount, person_id=row_id)

    def with_role(self, role: StaffRole) -> list[StaffAccount]:
        return [each for each in self.kept.all(StaffAccount) if role in each.roles]


class FakeOrganisations(Store):
    kind = Organisation

    def slug_taken(self, slug: str) -> bool:
        return self.kept.find(Organisation, slug=slug) is not None

    def conflict(self, number: str | None, customer_number: str) -> str | None:
        if self.kept.find(Organisation, customer_number=customer_number):
            return "customer_number"
        return "organisation_number" if number and self.kept.find(Organisation, number=number) else None

    def directory(self, search: str, page: int, size: int, now: datetime) -> tuple[list[OrganisationListed], int]:
        raise AssertionError("lists are tested on the database")


class FakeMemberships(Store):
    kind = Membership

    def remove(self, membership: Membership) -> None:
        self.kept.rows[Membership].remove(membership)

    def find(self, row_id: str, organisation_id: str = "") -> Any:
        return self.kept.find(Membership, person_id=row_id, organisation_id=organisation_id)

    def of_organisation(self, organisation_id: str) -> list[Membership]:
        return self.kept.some(Membership, organisation_id=organisation_id)

    def shown_of(self, person_id: str) -> list[MembershipShown]:
        shown = []
        for each in self.kept.some(Membership, person_id=person_id):
            organisation = self.kept.one(Organisation, id=each.organisation_id)
            if organisation.active:
                role = rights.Role(each.role.value)
                shown.append(
                    MembershipShown(organisation_id=organisation.id, slug=organisation.slug, organisation_name=organisation.name, role=role)
                )
        return sorted(shown, key=lambda each: each.slug)


class FakePeople:
    def __init__(self, kept: Rows) -> None:
        self.kept = kept

    def members(self, organisation_id: str) -> list[MemberRow]:
        rows = []
        for each in self.kept.some(Membership, organisation_id=organisation_id):
            person = self.kept.one(Person, id=each.person_id)
            rows.append(MemberRow(person.id, person.name, person.email, each.role, tuple(person.methods), None))
        return rows

    def invitations(self, organisation_id: str, now: datetime) -> list[tuple[InvitationListed, Role]]:
        return [
            (
                InvitationListed(
                    invitation_id=each.id, name=each.name, email=each.email, role=rights.Role(each.role.value), state=each.state(now),
                    invited_by="", sent_at=each.sent_at, expires_at=each.expires_at, may_change=False,
                ),
                each.role,
            )
            for each in self.kept.some(Invitation, organisation_id=organisation_id)
        ]  # fmt: skip

    def main_admins(self, organisation_id: str) -> list[Person]:
        admins = self.kept.some(Membership, organisation_id=organisation_id, role=Role.MAIN_ADMIN)
        return [self.kept.one(Person, id=each.person_id) for each in admins]

    def staff(self) -> list[StaffListed]:
        return []


class FakeInvitations(Store):
    kind = Invitation

    def lock_of_organisation(self, invitation_id: str, organisation_id: str) -> Any:
        return self.kept.find(Invitation, id=invitation_id, organisation_id=organisation_id)

    def pending(self, email: str, organisation_id: str | None, now: datetime) -> Any:
        found = self.kept.some(Invitation, organisation_id=organisation_id)
        return next((each for each in found if same_address(each.email, email) and each.state(now) == "pending"), None)


class FakeRegistrations(Store):
    kind = Registration

    def end_all(self, invitation_id: str) -> None:
        self.kept.rows[Registration] = [each for each in self.kept.all(Registration) if each.invitation_id != invitation_id]


class FakeSessions(Store):
    kind = Session

    def living(self, person_id: str) -> list[Session]:
        return self.kept.some(Session, person_id=person_id, ended_at=None)

    def seen(self, token_hash: bytes) -> Seen | None:
        session = self.with_token(token_hash)
        if session is None:
            return None
        person = self.kept.one(Person, id=session.person_id)
        account = self.kept.find(StaffAccount, person_id=person.id)
        memberships = FakeMemberships(self.kept).shown_of(person.id) if session.kind is Kind.TENANT else []
        return Seen(
            session, person.name, person.language, person.last_organisation_id, account.roles if account else frozenset(), memberships
        )

    def touch(self, session: Session, organisation_id: str | None) -> None:
        if organisation_id:
            self.kept.one(Person, id=session.person_id).last_organisation_id = organisation_id


class FakeDevices(Store):
    kind = Device

    def living(self, person_id: str) -> list[Device]:
        return self.kept.some(Device, person_id=person_id, ended_at=None)


class FakeAttempts(Store):
    kind = Attempt

    def lock(self, row_id: Any, browser_hash: bytes = b"") -> Any:
        return self.kept.find(Attempt, token_hash=row_id, browser_hash=browser_hash)

    def waiting(self, browser_hash: bytes) -> list[Attempt]:
        return self.kept.some(Attempt, browser_hash=browser_hash, state=State.WAITING)


class FakeGuesses(Store):
    kind = Guesses

    def lock(self, row_id: str, now: datetime | None = None) -> Guesses:
        found: Guesses | None = self.kept.find(Guesses, key=row_id)
        if found is None:
            assert now is not None
            found = Guesses(row_id, 0, now, now)
            self.add(found)
        return found
