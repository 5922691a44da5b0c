"""One customer as staff see it."""

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.contracts.identity import ShowOrganisationToStaff, StaffOrganisationShown
from services.contracts.refusals import NOT_FOUND, refuse
from services.identity.domain.roles import Authority
from services.identity.usecases.ports import Uow
from services.identity.usecases.showing_people import invitations_shown, members_shown


def show_organisation_to_staff(ask: ShowOrganisationToStaff, caller: Caller, uow: Uow, clock: Clock) -> StaffOrganisationShown:
    """Staff look and invite; members are changed by the customer's own administrators, so nothing here may be changed."""
    with uow(caller, ask) as work:
        organisation = work.organisations.find(ask.organisation_id)
        if organisation is None:
            refuse(NOT_FOUND)
        return StaffOrganisationShown(
            organisation_id=organisation.id,
            slug=organisation.slug,
            name=organisation.name,
            organisation_number=organisation.number,
            customer_number=organisation.customer_number,
            members=members_shown(work, organisation.id, Authority(), caller.person_id),
            invitations=invitations_shown(work, organisation.id, Authority(), clock.now()),
        )
