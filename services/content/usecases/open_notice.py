"""One notice in one of our properties."""

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.content.domain.calendar import day_in_stockholm
from services.content.usecases.ports import Uow
from services.contracts.content import NoticeOpened, OpenNotice
from services.contracts.refusals import NOT_FOUND, refuse


def open_notice(ask: OpenNotice, caller: Caller, uow: Uow, clock: Clock) -> NoticeOpened:
    """The notice with its updates, however long ago it was over; one of another property is as unknown as none."""
    today = day_in_stockholm(clock.now())
    with uow(caller, ask) as work:
        found = work.status.notices(caller.organisation_id, today, notice_id=ask.notice_id)
    if not found:
        refuse(NOT_FOUND)
    return NoticeOpened(notice=found[0])
