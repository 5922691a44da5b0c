"""Billing's own copies of what identity tells."""

from datetime import datetime

from sqlalchemy import delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.billing.adapters.tables import access_register, customers, ended_sessions, identity_pulse, memberships
from services.billing.domain.access import Membership, Revocations
from services.billing.usecases.ports import Customer

_IDENTITY = "identity"


class SqlCopies:
    """What the port Copies asks for."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def membership(self, person_id: str, organisation_id: str) -> Membership | None:
        row = self._session.execute(
            select(memberships.c.role).where(memberships.c.person_id == person_id, memberships.c.organisation_id == organisation_id)
        ).first()
        return None if row is None else Membership(row.role)

    def revocations(self, session_id: str) -> Revocations:
        a = access_register.c
        row = self._session.execute(
            select(
                select(ended_sessions.c.session_id).where(ended_sessions.c.session_id == session_id).exists().label("ended"),
                select(identity_pulse.c.heard_at).where(identity_pulse.c.speaker == _IDENTITY).scalar_subquery().label("heard_at"),
                select(func.max(a.at)).where(a.session_id == session_id, a.allowed).scalar_subquery().label("last_used_at"),
            )
        ).one()
        return Revocations(row.ended, row.heard_at, row.last_used_at)

    def customers(self, customer_number: str | None, organisation_number: str | None) -> list[Customer]:
        c = customers.c
        wanted = [c.customer_number == customer_number] if customer_number else []
        wanted += [c.organisation_number == organisation_number] if organisation_number else []
        if not wanted:
            return []
        rows = self._session.execute(
            select(c.organisation_id, c.customer_number, c.organisation_number, c.name).where(or_(*wanted)).order_by(c.customer_number)
        )
        return [Customer(*row) for row in rows]

    def keep_membership(self, person_id: str, organisation_id: str, role: str | None) -> None:
        self._session.execute(
            insert(memberships)
            .values(person_id=person_id, organisation_id=organisation_id, role=role)
            .on_conflict_do_update(index_elements=["person_id", "organisation_id"], set_={"role": role})
        )

    def keep_customer(self, customer: Customer) -> None:
        values = {
            "customer_number": customer.customer_number,
            "organisation_number": customer.organisation_number,
            "name": customer.name,
        }
        self._session.execute(
            insert(customers)
            .values(organisation_id=customer.organisation_id, **values)
            .on_conflict_do_update(index_elements=["organisation_id"], set_=values)
        )

    def end_sessions(self, session_ids: list[str], at: datetime) -> None:
        if session_ids:
            rows = [{"session_id": each, "ended_at": at} for each in sorted(set(session_ids))]
            self._session.execute(insert(ended_sessions).values(rows).on_conflict_do_nothing())

    def heard(self, at: datetime) -> None:
        self._session.execute(
            insert(identity_pulse)
            .values(speaker=_IDENTITY, heard_at=at)
            .on_conflict_do_update(index_elements=["speaker"], set_={"heard_at": func.greatest(identity_pulse.c.heard_at, at)})
        )

    def forget_sessions(self, ended_before: datetime) -> int:
        gone = self._session.execute(
            delete(ended_sessions).where(ended_sessions.c.ended_at < ended_before).returning(ended_sessions.c.session_id)
        ).all()
        return len(gone)
