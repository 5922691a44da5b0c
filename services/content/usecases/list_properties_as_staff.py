"""The register of properties, for staff."""

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.content.domain.calendar import day_in_stockholm
from services.content.usecases.ports import Uow
from services.contracts.content import ListPropertiesAsStaff, StaffPropertiesListed


def list_properties_as_staff(ask: ListPropertiesAsStaff, caller: Caller, uow: Uow, clock: Clock) -> StaffPropertiesListed:
    """All properties by name, with how many organisations rent there and whether something is running."""
    with uow(caller, ask) as work:
        return StaffPropertiesListed(properties=work.properties.listed(day_in_stockholm(clock.now())))
