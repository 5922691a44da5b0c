"""Rows of cases and their threads as contract messages, the part that tenants and staff share."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from services.cases.adapters.tables import cases, events, files, followers, memberships, organisations, people, properties
from services.cases.domain.events import EventKind
from services.chassis.caller import Caller
from services.contracts.cases import CaseListed, CaseOpened, EventShown, FileFetched, FileShown, FollowerShown

LISTED = (
    cases.c.number, cases.c.title, cases.c.premises, cases.c.status, cases.c.reported_by_name, cases.c.changed_at, cases.c.last_event,
    cases.c.answer_by, cases.c.property_id, cases.c.is_open,
)  # fmt: skip
"""What a row of a list is made of; the property's name is joined to the page, not to everything that is counted."""

_LARGEST_NUMBER = 2**31 - 1
_FURTHEST_PAGE = 100_000


def with_number(number: int) -> ColumnElement[bool]:
    """The case with that number; a number that no case can ever have finds nothing rather than overflowing."""
    return cases.c.number == (number if number <= _LARGEST_NUMBER else -1)


def first_row(page: int, size: int) -> int:
    """Where a page begins."""
    return (min(page, _FURTHEST_PAGE) - 1) * size


def listed(row: Row[Any], **more: str | None) -> CaseListed:
    """One row of a list."""
    return CaseListed(
        number=row.number,
        title=row.title,
        property_name=row.property_name or "",
        premises=row.premises,
        status=row.status.value,
        reported_by=row.reported_by_name,
        changed_at=row.changed_at,
        last_event=row.last_event,
        answer_by=row.answer_by,
        **more,
    )


def case_row(session: Session, which: ColumnElement[bool]) -> Row[Any] | None:
    """One case with the names around it and its followers, in one SELECT."""
    return session.execute(_CASE.where(which)).one_or_none()


def thread(session: Session, case: Row[Any]) -> list[EventShown]:
    """What both sides may read of what has happened, oldest first, files and all, in one SELECT."""
    return [
        EventShown(
            event_id=row.event_id,
            kind=row.kind.value,
            at=row.at,
            by=row.by_name,
            by_staff=row.by_staff,
            text=case.description if row.kind is EventKind.REPORTED else row.text,
            status=row.status and row.status.value,
            files=[FileShown.model_validate(each) for each in row.files or ()],
        )
        for row in session.execute(_THREAD.where(events.c.case_id == case.case_id))
    ]


def opened(case: Row[Any], happened: Sequence[EventShown], caller: Caller, may_write: bool, allowed: Sequence[str] = ()) -> CaseOpened:
    """A case as the caller may see it; `happened` oldest first, shown newest first."""
    followed_by = _followers(case.followers or (), caller)
    return CaseOpened(
        case_id=case.case_id,
        number=case.number,
        title=case.title,
        description=case.description,
        status=case.status.value,
        category=case.category,
        property_id=case.property_id,
        property_name=case.property_name or "",
        area=case.area,
        premises=case.premises,
        spot=case.spot,
        since=case.since,
        may_enter=case.may_enter,
        wanted_time=case.wanted_time,
        contact_name=case.contact_name,
        contact_phone=case.contact_phone,
        reported_by=case.reported_by_name,
        reported_at=case.reported_at,
        changed_at=case.changed_at,
        answer_by=case.answer_by,
        planned_for=case.planned_for,
        events=list(reversed(happened)),
        followers=followed_by,
        you_follow=any(each.is_you for each in followed_by),
        may_write=may_write,
        organisation_id=case.organisation_id,
        organisation_name=case.organisation_name or "",
        assigned_to=case.assigned_to_name,
        allowed_statuses=list(allowed),
    )


def file_fetched(session: Session, which: ColumnElement[bool], file_id: str, preview: bool) -> FileFetched | None:
    """Where the bytes of a file are; the original where there is no preview."""
    row = session.execute(
        select(files.c.blob_key, files.c.preview_key, files.c.name, files.c.media_type, files.c.size)
        .join(cases, cases.c.case_id == files.c.case_id)
        .where(which, files.c.file_id == file_id)
    ).one_or_none()
    if row is None:
        return None
    key = row.preview_key if preview and row.preview_key else row.blob_key
    return FileFetched(blob_key=key, name=row.name, media_type=row.media_type, size=row.size)


def _followers(rows: Sequence[dict[str, Any]], caller: Caller) -> list[FollowerShown]:
    """A follower whose news of joining has not come yet has no name to show, unless she is the one who looks."""
    named = [(each["person_id"], each["name"] or (caller.name if each["person_id"] == caller.person_id else "")) for each in rows]
    return [FollowerShown(person_id=person, name=name, is_you=person == caller.person_id) for person, name in named if name]


def _case() -> Select[Any]:
    person = func.json_build_object("person_id", followers.c.person_id, "name", people.c.name)
    of_the_case = (
        select(func.json_agg(aggregate_order_by(person, followers.c.since, followers.c.person_id)))
        .select_from(followers)
        .outerjoin(
            memberships,
            and_(memberships.c.person_id == followers.c.person_id, memberships.c.organisation_id == followers.c.organisation_id),
        )
        .outerjoin(people, people.c.person_id == followers.c.person_id)
        .where(followers.c.case_id == cases.c.case_id, func.coalesce(memberships.c.active, True))
        .correlate(cases)
        .scalar_subquery()
    )
    shown = [each for each in cases.c if each.name != "found_by"]
    return (
        select(
            *shown,
            properties.c.name.label("property_name"),
            organisations.c.name.label("organisation_name"),
            of_the_case.label("followers"),
        )
        .select_from(cases)
        .outerjoin(properties, properties.c.property_id == cases.c.property_id)
        .outerjoin(organisations, organisations.c.organisation_id == cases.c.organisation_id)
    )


def _thread() -> Select[Any]:
    file = func.json_build_object(
        "file_id", files.c.file_id, "name", files.c.name, "media_type", files.c.media_type, "size", files.c.size,
        "has_preview", files.c.preview_key.is_not(None),
    )  # fmt: skip
    of_the_event = (
        select(func.json_agg(aggregate_order_by(file, files.c.position)))
        .where(files.c.event_id == events.c.event_id)
        .correlate(events)
        .scalar_subquery()
    )
    return select(events, of_the_event.label("files")).order_by(events.c.position)


_CASE = _case()
_THREAD = _thread()
