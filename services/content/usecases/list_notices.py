"""Notices for staff."""

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.content.usecases.ports import Uow
from services.content.usecases.status_view import RECENT, coming, over, running
from services.contracts.content import ListNotices, NoticesListed


def list_notices(ask: ListNotices, caller: Caller, uow: Uow, clock: Clock) -> NoticesListed:
    """Running first, then planned, then those over within 30 days."""
    now = clock.now()
    with uow(caller, ask) as work:
        notices = work.status.all_notices(now - RECENT)
    return NoticesListed(notices=[*running(notices, now), *coming(notices, now), *over(notices)])
