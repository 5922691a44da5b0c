"""Add a customer."""

from uuid import uuid4

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.contracts.identity import AddOrganisation, OrganisationAdded
from services.contracts.refusals import CONFLICT, INVALID, refuse
from services.identity.domain.organisation import Organisation, WrongOrganisationNumber, organisation_number
from services.identity.domain.person import clean_name
from services.identity.domain.slug import unique_slug
from services.identity.usecases.ports import Uow
from services.identity.usecases.telling import tell_organisation


def add_organisation(ask: AddOrganisation, caller: Caller, uow: Uow, clock: Clock) -> OrganisationAdded:
    """Added one at a time, so that slugs and numbers stay unique. Refuses invalid and conflict with the place."""
    name, customer_number = clean_name(ask.name), clean_name(ask.customer_number)
    if not name or not customer_number:
        refuse(INVALID, place="customer_number" if name else "name")
    try:
        number = organisation_number(ask.organisation_number) if ask.organisation_number else None
    except WrongOrganisationNumber:
        refuse(INVALID, place="organisation_number")
    now = clock.now()
    with uow(caller, ask) as work:
        work.hold("organisations")
        place = work.organisations.conflict(number, customer_number)
        if place:
            refuse(CONFLICT, place=place)
        organisation = Organisation(
            id=str(uuid4()),
            slug=unique_slug(name, work.organisations.slug_taken),
            name=name,
            number=number,
            customer_number=customer_number,
            added_at=now,
        )
        work.organisations.add(organisation)
        tell_organisation(work, organisation, now)
        work.audit("organisation.added", subject=organisation.id)
        return work.commit(OrganisationAdded(organisation_id=organisation.id, slug=organisation.slug))
