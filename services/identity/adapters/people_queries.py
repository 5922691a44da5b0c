"""Lists of people, each one SELECT."""

from datetime import datetime

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from services.contracts import rights
from services.contracts.identity import InvitationListed, StaffListed
from services.identity.adapters.ordering import in_swedish
from services.identity.adapters.tables import invitations, memberships, persons, sessions, staff_accounts
from services.identity.domain.person import Person
from services.identity.domain.roles import Role, StaffRole
from services.identity.usecases.stores import MemberRow

_NAME: ColumnElement[str] = func.trim(persons.c.given_name + " " + persons.c.surname)


class PeopleQueries:
    """Members, invitations, main_admins, staff."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def members(self, organisation_id: str) -> list[MemberRow]:
        seen = select(func.max(sessions.c.last_seen_at)).where(sessions.c.person_id == persons.c.id).scalar_subquery()
        rows = self._session.execute(
            select(
                persons.c.id,
                _NAME.label("name"),
                persons.c.email,
                memberships.c.role,
                persons.c.number_fingerprint.is_not(None).label("bankid"),
                persons.c.password_hash.is_not(None).label("password"),
                seen.label("last_seen_at"),
            )
            .join(memberships, memberships.c.person_id == persons.c.id)
            .where(memberships.c.organisation_id == organisation_id)
            .order_by(*in_swedish(_NAME))
        )
        return [
            MemberRow(
                person_id=row.id,
                name=row.name,
                email=row.email,
                role=row.role,
                methods=tuple(name for name, has in (("bankid", row.bankid), ("password", row.password)) if has),
                last_seen_at=row.last_seen_at,
            )
            for row in rows
        ]

    def invitations(self, organisation_id: str, now: datetime) -> list[tuple[InvitationListed, Role]]:
        state = case(
            (invitations.c.accepted_at.is_not(None), "accepted"),
            (invitations.c.withdrawn_at.is_not(None), "withdrawn"),
            (invitations.c.expires_at <= now, "expired"),
            else_="pending",
        )
        rows = self._session.execute(
            select(invitations, state.label("state"), func.coalesce(_NAME, "").label("inviter"))
            .outerjoin(persons, persons.c.id == invitations.c.invited_by)
            .where(invitations.c.organisation_id == organisation_id)
            .order_by(invitations.c.sent_at.desc(), invitations.c.id)
        )
        return [
            (
                InvitationListed(
                    invitation_id=row.id,
                    name=row.name,
                    email=row.email,
                    role=rights.Role(row.role.value),
                    state=row.state,
                    invited_by=row.inviter,
                    sent_at=row.sent_at,
                    expires_at=row.expires_at,
                    may_change=False,
                ),
                row.role,
            )
            for row in rows
        ]

    def main_admins(self, organisation_id: str) -> list[Person]:
        query = (
            select(Person)
            .join(memberships, memberships.c.person_id == persons.c.id)
            .where(memberships.c.organisation_id == organisation_id, memberships.c.role == Role.MAIN_ADMIN)
        )
        return list(self._session.scalars(query))

    def staff(self) -> list[StaffListed]:
        rows = self._session.execute(
            select(persons.c.id, _NAME.label("name"), persons.c.email, staff_accounts.c.roles)
            .join(staff_accounts, staff_accounts.c.person_id == persons.c.id)
            .order_by(*in_swedish(_NAME))
        )
        return [
            StaffListed(
                person_id=row.id,
                name=row.name,
                email=row.email,
                roles=[rights.StaffRole(role.value) for role in StaffRole if role in row.roles],
            )
            for row in rows
        ]
