"""One transaction of identity, with its stores."""

from dataclasses import replace

from sqlalchemy import text

from services.chassis.database import UnitOfWork
from services.identity.adapters.attempt_store import AttemptStore, GuessStore
from services.identity.adapters.clearing import Clearing
from services.identity.adapters.invitation_store import InvitationStore, RegistrationStore
from services.identity.adapters.organisation_store import MembershipStore, OrganisationStore
from services.identity.adapters.people_queries import PeopleQueries
from services.identity.adapters.person_store import PersonStore, StaffStore
from services.identity.adapters.session_store import DeviceStore, SessionStore
from services.identity.usecases import stores


class IdentityUnitOfWork(UnitOfWork):
    """What the use cases know as `Work`."""

    def opened(self) -> None:
        session = self.session
        self.persons: stores.Persons = PersonStore(session)
        self.staff: stores.StaffAccounts = StaffStore(session)
        self.organisations: stores.Organisations = OrganisationStore(session)
        self.memberships: stores.Memberships = MembershipStore(session)
        self.people: stores.People = PeopleQueries(session)
        self.invitations: stores.Invitations = InvitationStore(session)
        self.registrations: stores.Registrations = RegistrationStore(session)
        self.sessions: stores.Sessions = SessionStore(session)
        self.devices: stores.Devices = DeviceStore(session)
        self.attempts: stores.Attempts = AttemptStore(session)
        self.guesses: stores.GuessBook = GuessStore(session)
        self.clearing: stores.Clearing = Clearing(session)

    def hold(self, key: str) -> None:
        """An advisory lock of this transaction; two keys that share a hash wait for each other and come to no other harm."""
        self.session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": key})

    def known_as(self, person_id: str) -> None:
        """From here on audit rows name the person; the fence of this transaction stays as it was."""
        self.caller = replace(self.caller, person_id=person_id)
