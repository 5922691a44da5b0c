"""Step one of the registration: the person's own details."""

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.contracts.identity import RegistrationShown, SaveDetails
from services.contracts.refusals import INVALID, refuse
from services.identity.domain.person import clean_name
from services.identity.usecases.accepting import shown, underway_with
from services.identity.usecases.acting import IDENTITY
from services.identity.usecases.ports import Uow


def save_details(ask: SaveDetails, caller: Caller, uow: Uow, clock: Clock) -> RegistrationShown:
    """May be saved again as often as she likes. Refuses not_found, invalid(place) and with what has become of the invitation."""
    given_name, surname = clean_name(ask.given_name), clean_name(ask.surname)
    if not given_name or not surname:
        refuse(INVALID, place="surname" if given_name else "given_name")
    with uow(IDENTITY, ask) as work:
        found = underway_with(work, ask.registration, clock.now())
        registration = found.registration
        registration.given_name, registration.surname = given_name, surname
        registration.phone, registration.language = clean_name(ask.phone), ask.language
        registration.details_saved = True
        return work.commit(shown(work, registration, found.invitation, ask.registration))
