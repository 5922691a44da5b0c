"""Service status: notices with their updates in one SELECT, and whom a notice reaches."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from services.content.adapters.renting import not_ended, rented_by
from services.content.adapters.tables import lease_objects, memberships, notice_updates, notices, organisations, properties
from services.content.usecases.ports import Audience
from services.contracts.content import NoticeShown, UpdateShown

_UPDATES = (
    select(
        func.jsonb_agg(
            aggregate_order_by(
                func.jsonb_build_array(notice_updates.c.at, notice_updates.c.phase, notice_updates.c.text),
                notice_updates.c.position.desc(),
            )
        )
    )
    .where(notice_updates.c.notice_id == notices.c.notice_id)
    .correlate(notices)
    .scalar_subquery()
)


class StatusQueries:
    """Reads of service status."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def notices(
        self,
        organisation_id: str,
        day: date,
        *,
        over_since: datetime | None = None,
        property_id: str | None = None,
        notice_id: str | None = None,
    ) -> list[NoticeShown]:
        """Notices where the organisation rents: one by its id, or what is not over and what was over at `over_since` or later."""
        wanted: list[ColumnElement[bool]] = [notices.c.property_id.in_(rented_by(organisation_id, day))]
        if notice_id is not None:
            wanted.append(notices.c.notice_id == notice_id)
        else:
            wanted.append(_not_over(over_since))
        if property_id is not None:
            wanted.append(notices.c.property_id == property_id)
        return self._shown(*wanted)

    def all_notices(self, over_since: datetime) -> list[NoticeShown]:
        """The same for staff, in every property."""
        return self._shown(_not_over(over_since))

    def audience(self, property_id: str, day: date) -> Audience:
        """Active organisations with a lease object in the property that has not ended, and their members, each counted once."""
        rows = self._session.execute(
            select(
                func.count(organisations.c.organisation_id.distinct()).label("organisations"),
                func.count(memberships.c.person_id.distinct()).label("persons"),
            )
            .select_from(organisations)
            .outerjoin(memberships, memberships.c.organisation_id == organisations.c.organisation_id)
            .where(
                organisations.c.active,
                organisations.c.organisation_id.in_(
                    select(lease_objects.c.organisation_id).where(lease_objects.c.property_id == property_id, not_ended(day))
                ),
            )
        )
        row = rows.one()
        return Audience(row.organisations, row.persons)

    def _shown(self, *wanted: ColumnElement[bool]) -> list[NoticeShown]:
        rows = self._session.execute(
            select(notices, properties.c.name.label("property_name"), _UPDATES.label("updates"))
            .join(properties, properties.c.property_id == notices.c.property_id)
            .where(*wanted)
        )
        return [_notice(row) for row in rows]


def _not_over(over_since: datetime | None) -> ColumnElement[bool]:
    running = notices.c.resolved_at.is_(None)
    return running if over_since is None else or_(running, notices.c.resolved_at >= over_since)


def _notice(row: Row[Any]) -> NoticeShown:
    fields = row._mapping
    return NoticeShown(
        notice_id=fields["notice_id"],
        kind=fields["kind"].value,
        system=fields["system"],
        title=fields["title"],
        text=fields["text"],
        what_to_do=fields["what_to_do"],
        phase=fields["phase"],
        property_id=fields["property_id"],
        property_name=fields["property_name"],
        scope=fields["scope"],
        starts_at=fields["starts_at"],
        expected_until=fields["expected_until"],
        next_update_at=fields["next_update_at"],
        updated_at=fields["updated_at"],
        resolved_at=fields["resolved_at"],
        updates=[UpdateShown(at=at, phase=phase, text=text) for at, phase, text in fields["updates"]],
    )
