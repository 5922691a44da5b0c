"""The people of the caller's organisation."""

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.contracts.identity import OrganisationShown, ShowOrganisation
from services.contracts.refusals import NOT_FOUND, refuse
from services.identity.domain.roles import grantable
from services.identity.usecases.acting import authority_of, shown_role
from services.identity.usecases.ports import Uow
from services.identity.usecases.showing_people import invitations_shown, members_shown


def show_organisation(ask: ShowOrganisation, caller: Caller, uow: Uow, clock: Clock) -> OrganisationShown:
    """Members, invitations, and the roles the caller may give."""
    authority = authority_of(caller)
    with uow(caller, ask) as work:
        organisation = work.organisations.find(caller.organisation_id)
        if organisation is None:
            refuse(NOT_FOUND)
        return OrganisationShown(
            organisation_id=organisation.id,
            name=organisation.name,
            members=members_shown(work, organisation.id, authority, caller.person_id),
            invitations=invitations_shown(work, organisation.id, authority, clock.now()),
            may_grant=[shown_role(role) for role in grantable(authority)],
        )
