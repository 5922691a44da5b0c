"""Let planned work begin when its time has come."""

from services.chassis.caller import service_caller
from services.chassis.clock import Clock
from services.content.usecases.news import tell_notice
from services.content.usecases.ports import Uow


def start_planned_work(uow: Uow, clock: Clock) -> None:
    """Moves what is due and tells of it; times are compared in UTC, so the nights the clocks change are nights like others."""
    now = clock.now()
    with uow(service_caller("content"), None) as work:
        started = [notice for notice in work.notices.due(now) if notice.start_if_due(now)]
        for notice in started:
            tell_notice(work, notice, now)
            work.audit("notice.updated", subject=notice.notice_id, details={"to": notice.phase})
        if started:
            work.commit()
