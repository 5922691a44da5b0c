"""Tell the neighbours of leases whose status the calendar has changed."""

from services.chassis.caller import service_caller
from services.chassis.clock import Clock
from services.content.domain.calendar import day_in_stockholm
from services.content.usecases.news import tell_lease
from services.content.usecases.ports import Uow

BATCH = 100
"""Leases a commit: New Year's Eve ends many at once, and none of them should wait for all."""


def retell_leases(uow: Uow, clock: Clock) -> None:
    """Safe to run at any time and as often as one likes: what has been told is not told again."""
    caller = service_caller("content")
    now = clock.now()
    today = day_in_stockholm(now)
    told = 1
    while told:
        told = 0
        with uow(caller, None) as work:
            for lease_id in work.leases.told_otherwise(today, BATCH):
                lease = work.leases.by_id(lease_id)
                if lease is not None and lease.was_told_otherwise(today):
                    tell_lease(work, lease, today, now)
                    told += 1
            work.commit()
