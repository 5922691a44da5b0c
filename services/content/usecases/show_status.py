"""What is and will be disturbed where the caller's organisation rents."""

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.content.domain.calendar import day_in_stockholm
from services.content.usecases.ports import Uow
from services.content.usecases.status_view import RECENT, status_shown
from services.contracts.content import ShowStatus, StatusShown


def show_status(ask: ShowStatus, caller: Caller, uow: Uow, clock: Clock) -> StatusShown:
    """Service status of the organisation's properties, with what was over within 30 days. Two SELECTs."""
    now = clock.now()
    today = day_in_stockholm(now)
    with uow(caller, ask) as work:
        properties = work.tenancy.properties(caller.organisation_id, today)
        notices = work.status.notices(caller.organisation_id, today, over_since=now - RECENT)
    return status_shown(properties, notices, now)
