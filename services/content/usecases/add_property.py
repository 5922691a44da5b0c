"""Add a property to the register."""

from uuid import uuid4

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.content.domain.property import Property
from services.content.usecases.news import tell_property
from services.content.usecases.ports import Uow
from services.content.usecases.refusing import broken_rules_refused
from services.contracts.content import AddProperty, PropertyAdded


def add_property(ask: AddProperty, caller: Caller, uow: Uow, clock: Clock) -> PropertyAdded:
    """A new property, told to the neighbours. Refusals: conflict(name)."""
    house = Property(str(uuid4()), ask.name, ask.address, ask.city, ask.floors, ask.built_year, list(ask.facts))
    with uow(caller, ask) as work, broken_rules_refused():
        work.properties.add(house)
        tell_property(work, house, clock.now())
        work.audit("property.added", subject=house.property_id)
        return work.commit(PropertyAdded(property_id=house.property_id))
