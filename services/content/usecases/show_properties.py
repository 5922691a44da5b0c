"""Everything about where we rent."""

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.content.domain.calendar import day_in_stockholm
from services.content.usecases.phones import Phones
from services.content.usecases.ports import Uow
from services.content.usecases.property_view import leases_shown, properties_shown
from services.contracts.content import PropertiesShown, ShowProperties


def show_properties(ask: ShowProperties, caller: Caller, uow: Uow, clock: Clock, phones: Phones) -> PropertiesShown:
    """Our properties, all our leases (ended ones too) and whom to call."""
    today = day_in_stockholm(clock.now())
    with uow(caller, ask) as work:
        houses = work.tenancy.houses(caller.organisation_id, today)
        people = work.tenancy.people(caller.organisation_id, today)
        leases = leases_shown(work.tenancy.leases(caller.organisation_id), work.tenancy.organisation_name(caller.organisation_id), today)
    return PropertiesShown(
        properties=properties_shown(houses, people),
        leases=leases,
        account_manager=people.account_manager,
        on_call_phone=phones.on_call,
        switchboard_phone=phones.switchboard,
    )
