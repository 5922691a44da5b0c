"""The one question every read begins with, in SQL: where does the organisation rent on this day?"""

from datetime import date

from sqlalchemy import ColumnElement, Select, or_, select

from services.content.adapters.tables import lease_objects


def not_ended(day: date) -> ColumnElement[bool]:
    """Lease objects that are in force on `day` or will be."""
    return or_(lease_objects.c.valid_to.is_(None), lease_objects.c.valid_to >= day)


def rented_by(organisation_id: str, day: date) -> Select[tuple[str]]:
    """Ids of the properties where the organisation has a lease object that has not ended."""
    return select(lease_objects.c.property_id).where(lease_objects.c.organisation_id == organisation_id, not_ended(day))
