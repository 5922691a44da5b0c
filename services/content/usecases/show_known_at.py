"""What is known at one place, for somebody who is about to report a fault there."""

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.content.domain.calendar import day_in_stockholm
from services.content.usecases.ports import Uow
from services.content.usecases.status_view import coming, running
from services.contracts.content import KnownAtShown, ShowKnownAt
from services.contracts.refusals import NOT_FOUND, refuse


def show_known_at(ask: ShowKnownAt, caller: Caller, uow: Uow, clock: Clock) -> KnownAtShown:
    """Running and coming notices at one of the organisation's properties."""
    now = clock.now()
    today = day_in_stockholm(now)
    with uow(caller, ask) as work:
        own = {each.property_id: each.name for each in work.tenancy.properties(caller.organisation_id, today)}
        if ask.property_id not in own:
            refuse(NOT_FOUND)
        notices = work.status.notices(caller.organisation_id, today, property_id=ask.property_id)
    return KnownAtShown(
        property_id=ask.property_id,
        property_name=own[ask.property_id],
        checked_at=now,
        notices=[*running(notices, now), *coming(notices, now)],
    )
