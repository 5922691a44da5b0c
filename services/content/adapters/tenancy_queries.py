"""Where an organisation rents, what it rents there and who looks after it."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, Text, and_, cast, func, literal, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from services.content.adapters.ordering import in_swedish
from services.content.adapters.renting import not_ended, rented_by
from services.content.adapters.tables import account_managers, contacts, lease_objects, leases, organisations, properties, property_contacts
from services.content.domain.lease import Lease
from services.content.usecases.ports import House, OwnProperty, People
from services.contracts.content import ContactShown


class TenancyQueries:
    """One SELECT each, and one more for the objects of leases."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def properties(self, organisation_id: str, day: date) -> list[OwnProperty]:
        """Its properties, by name."""
        rows = self._session.execute(
            select(properties.c.property_id, properties.c.name)
            .where(properties.c.property_id.in_(rented_by(organisation_id, day)))
            .order_by(*in_swedish(properties.c.name))
        )
        return [OwnProperty(row.property_id, row.name) for row in rows]

    def houses(self, organisation_id: str, day: date) -> list[House]:
        """Its properties with facts and premises, by name."""
        rented = func.jsonb_build_array(lease_objects.c.premises, func.to_jsonb(lease_objects.c.floors))
        rows = self._session.execute(
            select(properties, func.jsonb_agg(aggregate_order_by(rented, leases.c.number, lease_objects.c.position)).label("premises"))
            .join(lease_objects, lease_objects.c.property_id == properties.c.property_id)
            .join(leases, leases.c.lease_id == lease_objects.c.lease_id)
            .where(lease_objects.c.organisation_id == organisation_id, not_ended(day))
            .group_by(properties.c.property_id)
            .order_by(*in_swedish(properties.c.name))
        )
        return [_house(row) for row in rows]

    def people(self, organisation_id: str, day: date) -> People:
        """The contacts at its properties (the property's manager first), and its account manager."""
        managed = account_managers.c.organisation_id == organisation_id
        here = property_contacts.c.property_id.in_(rented_by(organisation_id, day))
        rows = self._session.execute(
            select(contacts, property_contacts.c.property_id, account_managers.c.organisation_id)
            .select_from(contacts)
            .outerjoin(property_contacts, and_(property_contacts.c.contact_id == contacts.c.contact_id, here))
            .outerjoin(account_managers, and_(account_managers.c.contact_id == contacts.c.contact_id, managed))
            .where(or_(property_contacts.c.property_id.is_not(None), account_managers.c.organisation_id.is_not(None)))
            .order_by(_RANK, *in_swedish(contacts.c.name), contacts.c.contact_id)
        )
        at_property: dict[str, list[ContactShown]] = {}
        account_manager = None
        for row in rows:
            contact = _contact(row)
            if row.property_id is not None:
                at_property.setdefault(row.property_id, []).append(contact)
            if row.organisation_id is not None:
                account_manager = contact
        return People(at_property, account_manager)

    def leases(self, organisation_id: str) -> list[Lease]:
        """All its leases with their objects, by number."""
        found = self._session.scalars(select(Lease).where(leases.c.organisation_id == organisation_id).order_by(leases.c.number))
        return list(found)

    def organisation_name(self, organisation_id: str) -> str:
        """Its name as identity told it; empty when it never did."""
        query = select(organisations.c.name).where(organisations.c.organisation_id == organisation_id)
        return self._session.scalar(query) or ""


_ORDER = ("property_manager", "technician", "other", "account_manager")
_RANK: ColumnElement[int | None] = func.array_position(
    func.string_to_array(literal(",".join(_ORDER)), ","), cast(contacts.c.kind, Text), type_=Integer
)


def _house(row: Row[Any]) -> House:
    fields = row._mapping
    return House(
        property_id=fields["property_id"],
        name=fields["name"],
        address=fields["address"],
        city=fields["city"],
        floors=fields["floors"],
        built_year=fields["built_year"],
        facts=[(label, text) for label, text in fields["facts"]],
        premises=[(premises, floors) for premises, floors in fields["premises"]],
    )


def _contact(row: Row[Any]) -> ContactShown:
    fields = row._mapping
    return ContactShown(
        contact_id=fields["contact_id"],
        name=fields["name"],
        title=fields["title"],
        responsibility=fields["responsibility"],
        phone=fields["phone"],
        email=fields["email"],
        kind=fields["kind"].value,
    )
