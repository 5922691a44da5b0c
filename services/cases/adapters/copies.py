"""Our own copies of what the neighbours tell; the inbox has let through only what is newer than what we have of its kind."""

from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.cases.adapters.tables import drafts, followers, lease_objects, leases, memberships, organisations, people, properties, staff
from services.contracts.content import LeaseChanged, PropertyChanged
from services.contracts.identity import MembershipChanged, OrganisationChanged, PersonChanged, StaffChanged


class SqlCopies:
    """The port Copies on PostgreSQL."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep_membership(self, news: MembershipChanged) -> None:
        """A membership as it now is; one who leaves follows nothing in the organisation any more, and her draft there goes."""
        self._keep(memberships, {"organisation_id": news.organisation_id, "person_id": news.person_id}, {"active": news.role is not None})
        self._keep_details(news.person_id, news.name, news.email, news.language, news.occurred_at)
        if news.role is None:
            for table in (followers, drafts):
                self._session.execute(
                    delete(table).where(table.c.organisation_id == news.organisation_id, table.c.person_id == news.person_id)
                )

    def keep_person(self, news: PersonChanged) -> None:
        """A person's details."""
        self._keep_details(news.person_id, news.name, news.email, news.language, news.occurred_at)

    def keep_organisation(self, news: OrganisationChanged) -> None:
        """An organisation's name and slug."""
        self._keep(organisations, {"organisation_id": news.organisation_id}, {"slug": news.slug, "name": news.name, "active": news.active})

    def keep_staff(self, news: StaffChanged) -> None:
        """One of the landlord's people; without roles she has left."""
        self._keep(
            staff, {"person_id": news.person_id}, {"name": news.name, "email": news.email, "roles": [each.value for each in news.roles]}
        )

    def keep_property(self, news: PropertyChanged) -> None:
        """A property."""
        self._keep(properties, {"property_id": news.property_id}, {"name": news.name, "address": news.address, "city": news.city})

    def keep_lease(self, news: LeaseChanged) -> None:
        """A lease; its objects are told as a whole and replaced as a whole."""
        self._keep(leases, {"lease_id": news.subject_id}, {"organisation_id": news.organisation_id, "number": news.lease_number})
        self._session.execute(delete(lease_objects).where(lease_objects.c.lease_id == news.subject_id))
        rows = [
            {
                "lease_id": news.subject_id,
                "position": position,
                "organisation_id": news.organisation_id,
                "property_id": each.property_id,
                "premises": each.premises,
                "floors": each.floors,
                "valid_from": each.valid_from,
                "valid_to": each.valid_to,
                "ended": each.status == "ended",
            }
            for position, each in enumerate(news.objects)
        ]
        if rows:
            self._session.execute(insert(lease_objects), rows)

    def _keep(self, table: Table, key: dict[str, str], fields: dict[str, Any]) -> None:
        self._session.execute(upsert(table).values(**key, **fields).on_conflict_do_update(index_elements=list(key), set_=fields))

    def _keep_details(self, person_id: str, name: str, email: str, language: str, as_of: datetime) -> None:
        # Two kinds of news carry a person's details, so the inbox cannot tell which is newer; the time can.
        fields = {"name": name, "email": email, "language": language, "as_of": as_of}
        self._session.execute(
            upsert(people)
            .values(person_id=person_id, **fields)
            .on_conflict_do_update(index_elements=["person_id"], set_=fields, where=people.c.as_of <= as_of)
        )
