"""The customer directory."""

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.contracts.identity import ListOrganisations, OrganisationsListed
from services.identity.usecases.ports import Uow

PAGE = 50


def list_organisations(ask: ListOrganisations, caller: Caller, uow: Uow, clock: Clock) -> OrganisationsListed:
    """One page by name in Swedish order."""
    with uow(caller, ask) as work:
        organisations, total = work.organisations.directory(ask.search.strip(), ask.page, PAGE, clock.now())
        return OrganisationsListed(organisations=organisations, total=total)
