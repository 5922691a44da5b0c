"""The queue of the landlord's staff."""

from services.cases.usecases.ports import Clock, Uow
from services.chassis.caller import Caller
from services.contracts.cases import ListQueue, QueueListed


def list_queue(ask: ListQueue, caller: Caller, uow: Uow, clock: Clock) -> QueueListed:
    """All customers' cases, oldest promise first."""
    with uow(caller, ask) as work:
        return work.staff.list_queue(ask, clock.now())
