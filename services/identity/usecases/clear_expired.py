"""Remove what has had its day."""

from services.chassis.clock import Clock
from services.identity.usecases.acting import IDENTITY
from services.identity.usecases.ports import Uow


def clear_expired(uow: Uow, clock: Clock) -> None:
    """Attempts, registrations and counted guesses after their time; sessions and devices once the history of sign-ins is past them."""
    with uow(IDENTITY, None) as work:
        work.clearing.clear(clock.now())
        work.commit()
