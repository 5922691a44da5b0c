"""Properties and leases as a tenant sees them."""

from collections.abc import Sequence
from datetime import date

from services.content.domain.floors import in_order
from services.content.domain.lease import Lease, LeaseObject, place_text
from services.content.usecases.ports import House, People
from services.contracts.content import LeaseObjectShown, LeaseShown, PropertyShown


def properties_shown(houses: Sequence[House], people: People) -> list[PropertyShown]:
    """Each house with our own premises and the people who look after it."""
    return [
        PropertyShown(
            property_id=house.property_id,
            name=house.name,
            address=house.address,
            city=house.city,
            floors=house.floors,
            built_year=house.built_year,
            facts=house.facts,
            premises=list(dict.fromkeys(place_text(name, floors) for name, floors in house.premises)),
            own_floors=in_order(floor for _, floors in house.premises for floor in floors),
            contacts=people.at_property.get(house.property_id, []),
        )
        for house in houses
    ]


def leases_shown(leases: Sequence[Lease], tenant: str, day: date) -> list[LeaseShown]:
    """The leases by how long they last, those that have ended at the end; the objects in the order of the lease."""
    return [
        LeaseShown(number=lease.number, kind=lease.kind, tenant=tenant, objects=[_object_shown(each, day) for each in lease.objects])
        for lease in sorted(leases, key=lambda lease: (lease.has_ended_on(day), _lasts_to(lease), lease.number))
    ]


def _lasts_to(lease: Lease) -> date:
    return max((each.valid_to or date.max for each in lease.objects), default=date.max)


def _object_shown(each: LeaseObject, day: date) -> LeaseObjectShown:
    return LeaseObjectShown(
        address=each.address,
        premises=each.place(),
        area_m2=each.area_m2,
        valid_from=each.valid_from,
        valid_to=each.valid_to,
        status=each.status_on(day).value,
    )
