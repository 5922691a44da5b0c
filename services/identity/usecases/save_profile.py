"""Change one's own details."""

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.contracts.envelope import Done
from services.contracts.identity import SaveProfile
from services.contracts.refusals import INVALID, NOT_FOUND, refuse
from services.identity.domain.person import clean_name
from services.identity.usecases.ports import Uow
from services.identity.usecases.telling import tell_person


def save_profile(ask: SaveProfile, caller: Caller, uow: Uow, clock: Clock) -> Done:
    """Name, phone and language; the address and the ways of signing in have their own asks. Refuses invalid(place)."""
    given_name, surname = clean_name(ask.given_name), clean_name(ask.surname)
    if not given_name or not surname:
        refuse(INVALID, place="surname" if given_name else "given_name")
    with uow(caller, ask) as work:
        person = work.persons.lock(caller.person_id)
        if person is None:
            refuse(NOT_FOUND)
        person.given_name, person.surname = given_name, surname
        person.phone, person.language = clean_name(ask.phone), ask.language
        tell_person(work, person, clock.now())
        work.audit("person.changed", subject=person.id)
        return work.commit(Done())
