"""What one follower may read of one event of one case, at the moment her mail is sent."""

from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from services.cases.adapters.tables import cases, events, followers, memberships, organisations, people, properties
from services.cases.domain.status import Status


class NotKnownYet(Exception):  # noqa: N818 - reads as what it says
    """The news of the person or the organisation has not come yet; the mail is tried again later."""


@dataclass(frozen=True)
class Readable:
    """What a mail is made of."""

    address: str
    language: str
    slug: str
    organisation_name: str
    number: int
    title: str
    property_name: str
    premises: str
    status: Status
    """Where the event took the case; where it did not move it, where the case stands."""
    text: str
    planned_for: str


def readable(session: Session, person_id: str, case_id: str, event_id: str) -> Readable | None:
    """None where the person has left, stopped following, or the case or the event is not hers to read. Raises NotKnownYet."""
    row = session.execute(
        select(
            cases.c.number,
            cases.c.title,
            cases.c.premises,
            cases.c.planned_for,
            cases.c.status.label("stands_at"),
            events.c.status,
            events.c.text,
            memberships.c.active,
            people.c.email,
            people.c.language,
            organisations.c.slug,
            organisations.c.name.label("organisation_name"),
            properties.c.name.label("property_name"),
        )
        .select_from(followers)
        .join(cases, cases.c.case_id == followers.c.case_id)
        .join(events, and_(events.c.case_id == cases.c.case_id, events.c.event_id == event_id))
        .outerjoin(
            memberships,
            and_(memberships.c.person_id == followers.c.person_id, memberships.c.organisation_id == cases.c.organisation_id),
        )
        .outerjoin(people, people.c.person_id == followers.c.person_id)
        .outerjoin(organisations, organisations.c.organisation_id == cases.c.organisation_id)
        .outerjoin(properties, properties.c.property_id == cases.c.property_id)
        .where(followers.c.person_id == person_id, followers.c.case_id == case_id)
    ).one_or_none()
    if row is None or row.active is False:
        return None
    if row.active is None or row.email is None or row.slug is None:
        raise NotKnownYet
    return Readable(
        address=row.email,
        language=row.language,
        slug=row.slug,
        organisation_name=row.organisation_name,
        number=row.number,
        title=row.title,
        property_name=row.property_name or "",
        premises=row.premises,
        status=row.status or row.stands_at,
        text=row.text,
        planned_for=row.planned_for,
    )
