"""The register of properties."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.content.adapters.ordering import in_swedish
from services.content.adapters.renting import not_ended
from services.content.adapters.tables import lease_objects, notices, properties
from services.content.domain.errors import BrokenRule
from services.content.domain.notice import Phase
from services.content.domain.property import Property
from services.contracts.content import StaffPropertyListed


class PropertyStore:
    """Keeps properties."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, house: Property) -> None:
        """Keep a new property. BrokenRule: conflict(name) where the name is taken."""
        self._session.add(house)
        try:
            self._session.flush()
        except IntegrityError as error:
            raise BrokenRule("conflict", place="name") from error

    def missing(self, property_ids: Sequence[str]) -> list[str]:
        """Those of the ids that are no property."""
        if not property_ids:
            return []
        known = set(self._session.scalars(select(properties.c.property_id).where(properties.c.property_id.in_(property_ids))))
        return [each for each in property_ids if each not in known]

    def listed(self, day: date) -> list[StaffPropertyListed]:
        """All of them, by name. A planned work disturbs once it has begun."""
        tenants = (
            select(lease_objects.c.property_id, func.count(lease_objects.c.organisation_id.distinct()).label("tenants"))
            .where(not_ended(day))
            .group_by(lease_objects.c.property_id)
            .subquery()
        )
        running = (
            select(notices.c.property_id).where(notices.c.resolved_at.is_(None), notices.c.phase != Phase.PLANNED).distinct().subquery()
        )
        rows = self._session.execute(
            select(
                properties.c.property_id,
                properties.c.name,
                properties.c.address,
                properties.c.city,
                func.coalesce(tenants.c.tenants, 0).label("tenants"),
                running.c.property_id.is_not(None).label("disturbed"),
            )
            .outerjoin(tenants, tenants.c.property_id == properties.c.property_id)
            .outerjoin(running, running.c.property_id == properties.c.property_id)
            .order_by(*in_swedish(properties.c.name))
        )
        return [StaffPropertyListed(**row._mapping) for row in rows]
