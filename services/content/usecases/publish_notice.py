"""Publish a disturbance or a planned work."""

from uuid import uuid4

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.content.domain import notice as rules
from services.content.domain.calendar import day_in_stockholm
from services.content.domain.written import said, written
from services.content.usecases.news import tell_notice
from services.content.usecases.ports import Uow
from services.content.usecases.refusing import broken_rules_refused
from services.contracts.content import NoticePublished, PublishNotice
from services.contracts.refusals import NOT_FOUND, refuse


def publish_notice(ask: PublishNotice, caller: Caller, uow: Uow, clock: Clock) -> NoticePublished:
    """The notice is seen at once by everybody who rents in the property.

    Refusals: not_found(property_id), invalid(expected_until or floors).
    """
    now = clock.now()
    with uow(caller, ask) as work, broken_rules_refused():
        if work.properties.missing([ask.property_id]):
            refuse(NOT_FOUND, place="property_id")
        notice = rules.publish_notice(
            notice_id=str(uuid4()),
            kind=rules.NoticeKind(ask.kind),
            property_id=ask.property_id,
            system=ask.system,
            scope=said(ask.scope, "scope"),
            floors=ask.floors,
            title=said(ask.title, "title"),
            text=written(ask.text),
            what_to_do=written(ask.what_to_do),
            starts_at=ask.starts_at,
            expected_until=ask.expected_until,
            next_update_at=ask.next_update_at,
            now=now,
        )
        work.notices.add(notice)
        reached = work.status.audience(ask.property_id, day_in_stockholm(now))
        tell_notice(work, notice, now)
        work.audit("notice.published", subject=notice.notice_id, details={"kind": ask.kind, "property_id": ask.property_id})
        return work.commit(NoticePublished(notice_id=notice.notice_id, organisations=reached.organisations, persons=reached.persons))
