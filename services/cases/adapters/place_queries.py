"""Where an organisation rents, from our copies of properties and leases."""

from datetime import date

from sqlalchemy import ColumnElement, Date, Text, and_, bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from services.cases.adapters.tables import lease_objects, leases, properties
from services.cases.domain.swedish_order import swedish_order
from services.contracts.cases import Place


class SqlPlaceQueries:
    """The port PlaceQueries on PostgreSQL."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_organisation(self, organisation_id: str, today: date) -> list[Place]:
        """Properties by name in Swedish order, their premises in the order of the leases."""
        rows = self._session.execute(_PLACES, {"organisation_id": organisation_id, "today": today})
        places = [Place(property_id=row.property_id, name=row.name, premises=list(dict.fromkeys(row.premises))) for row in rows]
        return sorted(places, key=lambda each: swedish_order(each.name))

    def rents_at(self, organisation_id: str, property_id: str, today: date) -> bool:
        """Whether one of its lease objects there has not ended."""
        wanted = select(lease_objects.c.lease_id).where(_rented(organisation_id, today), lease_objects.c.property_id == property_id)
        return bool(self._session.execute(select(wanted.exists())).scalar_one())


def _rented(organisation_id: ColumnElement[str] | str, today: ColumnElement[date] | date) -> ColumnElement[bool]:
    # Both the neighbour's word and the date: no news comes when a lease runs out overnight.
    still = or_(lease_objects.c.valid_to.is_(None), lease_objects.c.valid_to >= today)
    return and_(lease_objects.c.organisation_id == organisation_id, lease_objects.c.ended.is_(False), still)


_PLACES = (
    select(
        properties.c.property_id,
        properties.c.name,
        func.array_agg(aggregate_order_by(lease_objects.c.premises, leases.c.number, lease_objects.c.position)).label("premises"),
    )
    .join(lease_objects, lease_objects.c.property_id == properties.c.property_id)
    .join(leases, leases.c.lease_id == lease_objects.c.lease_id)
    .where(_rented(bindparam("organisation_id", type_=Text), bindparam("today", type_=Date)))
    .group_by(properties.c.property_id)
)
"""Built once: that takes as long as running it."""
