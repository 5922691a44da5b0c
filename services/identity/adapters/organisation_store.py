"""Organisations and memberships in PostgreSQL."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from services.contracts.identity import MembershipShown, OrganisationListed
from services.contracts.rights import Role
from services.identity.adapters.ordering import in_swedish
from services.identity.adapters.tables import invitations, memberships, organisations
from services.identity.domain.organisation import Membership, Organisation


class OrganisationStore:
    """Customers."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, organisation: Organisation) -> None:
        self._session.add(organisation)
        self._session.flush()

    def find(self, organisation_id: str) -> Organisation | None:
        return self._session.get(Organisation, organisation_id)

    def lock(self, organisation_id: str) -> Organisation | None:
        query = select(Organisation).where(organisations.c.id == organisation_id).with_for_update()
        return self._session.scalar(query.execution_options(populate_existing=True))

    def slug_taken(self, slug: str) -> bool:
        return self._session.scalar(select(organisations.c.id).where(organisations.c.slug == slug)) is not None

    def conflict(self, number: str | None, customer_number: str) -> str | None:
        taken = {"customer_number": organisations.c.customer_number == customer_number}
        if number is not None:
            taken["organisation_number"] = organisations.c.number == number
        return next((place for place, same in taken.items() if self._session.scalar(select(organisations.c.id).where(same))), None)

    def directory(self, search: str, page: int, size: int, now: datetime) -> tuple[list[OrganisationListed], int]:
        wanted = _matching(search)
        members = select(func.count()).where(memberships.c.organisation_id == organisations.c.id).scalar_subquery()
        pending = (
            select(func.count())
            .where(
                invitations.c.organisation_id == organisations.c.id,
                invitations.c.accepted_at.is_(None),
                invitations.c.withdrawn_at.is_(None),
                invitations.c.expires_at > now,
            )
            .scalar_subquery()
        )
        rows = self._session.execute(
            select(
                organisations.c.id.label("organisation_id"),
                organisations.c.slug,
                organisations.c.name,
                organisations.c.customer_number,
                members.label("members"),
                pending.label("pending_invitations"),
            )
            .where(wanted)
            .order_by(*in_swedish(organisations.c.name))
            .limit(size)
            .offset((page - 1) * size)
        ).mappings()
        total = self._session.scalar(select(func.count()).select_from(organisations).where(wanted)) or 0
        return [OrganisationListed.model_validate(dict(row)) for row in rows], total


class MembershipStore:
    """Who belongs to which organisation."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, membership: Membership) -> None:
        self._session.add(membership)
        self._session.flush()

    def remove(self, membership: Membership) -> None:
        self._session.delete(membership)
        self._session.flush()

    def find(self, person_id: str, organisation_id: str) -> Membership | None:
        # Asked of the database every time: row-level security and other transactions have a say in the answer.
        query = select(Membership).where(memberships.c.person_id == person_id, memberships.c.organisation_id == organisation_id)
        return self._session.scalar(query.execution_options(populate_existing=True))

    def of_organisation(self, organisation_id: str) -> list[Membership]:
        query = select(Membership).where(memberships.c.organisation_id == organisation_id)
        return list(self._session.scalars(query.execution_options(populate_existing=True)))

    def shown_of(self, person_id: str) -> list[MembershipShown]:
        self._session.flush()
        rows = self._session.execute(
            select(memberships.c.organisation_id, organisations.c.slug, organisations.c.name, memberships.c.role)
            .join(organisations, organisations.c.id == memberships.c.organisation_id)
            .where(memberships.c.person_id == person_id, organisations.c.active)
            .order_by(*in_swedish(organisations.c.name))
        )
        return [
            MembershipShown(organisation_id=row.organisation_id, slug=row.slug, organisation_name=row.name, role=Role(row.role.value))
            for row in rows
        ]


def _matching(search: str) -> ColumnElement[bool]:
    columns = (organisations.c.name, organisations.c.customer_number, organisations.c.number)
    return or_(*(func.lower(column).contains(search.lower(), autoescape=True) for column in columns))
