"""The registration as it stands, so that every step can be shown again filled in."""

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.contracts.identity import RegistrationShown, ShowRegistration
from services.identity.usecases.accepting import shown, underway_with
from services.identity.usecases.acting import IDENTITY
from services.identity.usecases.ports import Uow


def show_registration(ask: ShowRegistration, caller: Caller, uow: Uow, clock: Clock) -> RegistrationShown:
    """Refuses not_found, and with what has become of the invitation."""
    with uow(IDENTITY, ask) as work:
        found = underway_with(work, ask.registration, clock.now())
        return shown(work, found.registration, found.invitation, ask.registration)
