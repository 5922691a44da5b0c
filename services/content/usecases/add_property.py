"""Add a property to the register."""

from uuid import uuid4

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.content.domain.property import Property
from services.content.domain.written import on_one_line, said
from services.content.usecases.news import tell_property
from services.content.usecases.ports import Uow
from services.content.usecases.refusing import broken_rules_refused
from services.contracts.content import AddProperty, PropertyAdded


def add_property(ask: AddProperty, caller: Caller, uow: Uow, clock: Clock) -> PropertyAdded:
    """A new property, told to the neighbours. Refusals: conflict(name), invalid(a field that says nothing)."""
    with uow(caller, ask) as work, broken_rules_refused():
        house = Property(
            property_id=str(uuid4()),
            name=said(ask.name, "name"),
            address=said(ask.address, "address"),
            city=said(ask.city, "city"),
            floors=ask.floors,
            built_year=ask.built_year,
            facts=[(said(label, "facts"), on_one_line(text)) for label, text in ask.facts],
        )
        work.properties.add(house)
        tell_property(work, house, clock.now())
        work.audit("property.added", subject=house.property_id)
        return work.commit(PropertyAdded(property_id=house.property_id))
