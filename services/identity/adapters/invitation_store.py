"""Invitations and registrations in PostgreSQL."""

from datetime import datetime

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from services.identity.adapters.tables import invitations, registrations
from services.identity.domain.invitation import Invitation, Registration


class InvitationStore:
    """Invitations."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, invitation: Invitation) -> None:
        self._session.add(invitation)
        self._session.flush()

    def with_token(self, token_hash: bytes) -> Invitation | None:
        return self._session.scalar(select(Invitation).where(invitations.c.token_hash == token_hash))

    def lock(self, invitation_id: str) -> Invitation | None:
        return self._locked(select(Invitation).where(invitations.c.id == invitation_id))

    def lock_of_organisation(self, invitation_id: str, organisation_id: str) -> Invitation | None:
        mine = invitations.c.organisation_id == organisation_id
        return self._locked(select(Invitation).where(invitations.c.id == invitation_id, mine))

    def pending(self, email: str, organisation_id: str | None, now: datetime) -> Invitation | None:
        where = invitations.c.organisation_id == organisation_id if organisation_id else invitations.c.organisation_id.is_(None)
        query = select(Invitation).where(
            func.lower(invitations.c.email) == func.lower(email),
            where,
            invitations.c.accepted_at.is_(None),
            invitations.c.withdrawn_at.is_(None),
            invitations.c.expires_at > now,
        )
        return self._session.scalars(query.limit(1)).one_or_none()

    def _locked(self, query: Select[Invitation]) -> Invitation | None:
        return self._session.scalar(query.with_for_update().execution_options(populate_existing=True))


class RegistrationStore:
    """Registrations on their way."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, registration: Registration) -> None:
        self._session.add(registration)
        self._session.flush()

    def with_token(self, token_hash: bytes) -> Registration | None:
        return self._session.scalar(select(Registration).where(registrations.c.token_hash == token_hash))

    def find(self, registration_id: str) -> Registration | None:
        return self._session.get(Registration, registration_id)

    def end_all(self, invitation_id: str) -> None:
        self._session.execute(delete(Registration).where(registrations.c.invitation_id == invitation_id))
