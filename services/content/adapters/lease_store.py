"""The register of leases."""

from datetime import date

from sqlalchemy import case, literal, select
from sqlalchemy.orm import Session

from services.content.adapters.holding import hold
from services.content.adapters.tables import lease_objects, leases
from services.content.domain.lease import Lease, LeaseStatus


class LeaseStore:
    """Keeps leases with their objects."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def by_number(self, number: str) -> Lease | None:
        """The lease with its objects, held for change; the number is held too where there is none yet."""
        hold(self._session, f"lease:{number}")
        return self._session.scalar(select(Lease).where(leases.c.number == number).with_for_update())

    def by_id(self, lease_id: str) -> Lease | None:
        """The lease with its objects, held for change."""
        return self._session.scalar(select(Lease).where(leases.c.lease_id == lease_id).with_for_update())

    def add(self, lease: Lease) -> None:
        """Keep a new lease."""
        self._session.add(lease)

    def told_otherwise(self, day: date, limit: int) -> list[str]:
        """Ids of leases with an object whose status on `day` is another than the neighbours were told.

        The same rule as `LeaseObject.status_on`; a test holds them together.
        """
        status = case(
            (lease_objects.c.valid_to < day, literal(LeaseStatus.ENDED.value)),
            (lease_objects.c.valid_from > day, literal(LeaseStatus.UPCOMING.value)),
            (lease_objects.c.notice_given, literal(LeaseStatus.NOTICE_GIVEN.value)),
            else_=literal(LeaseStatus.ACTIVE.value),
        )
        query = select(lease_objects.c.lease_id).distinct().where(lease_objects.c.told_status.is_distinct_from(status))
        return list(self._session.scalars(query.order_by(lease_objects.c.lease_id).limit(limit)))
