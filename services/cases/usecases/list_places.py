"""Where the caller's organisation may report a fault."""

from services.cases.domain.promise import STOCKHOLM
from services.cases.usecases.ports import Clock, Uow
from services.chassis.caller import Caller
from services.contracts.cases import ListPlaces, PlacesListed


def list_places(ask: ListPlaces, caller: Caller, uow: Uow, clock: Clock) -> PlacesListed:
    """The organisation's properties with premises."""
    with uow(caller, ask) as work:
        return PlacesListed(places=work.places.of_organisation(caller.organisation_id, clock.now().astimezone(STOCKHOLM).date()))
