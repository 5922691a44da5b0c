"""Staff invite a customer's contact, the first one as a rule as huvudadministratör."""

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.contracts.identity import InvitationResult, InvitationsSent, InviteContact
from services.contracts.refusals import NOT_FOUND, refuse
from services.identity.domain.roles import Role
from services.identity.usecases.acting import authority_of
from services.identity.usecases.inviting import Inviter, Wanted, invite
from services.identity.usecases.ports import Uow


def invite_contact(ask: InviteContact, caller: Caller, uow: Uow, clock: Clock) -> InvitationsSent:
    """Refuses not_found for an organisation that is not there."""
    with uow(caller, ask) as work:
        organisation = work.organisations.lock(ask.organisation_id)
        if organisation is None or not organisation.active:
            refuse(NOT_FOUND)
        inviter = Inviter(caller.person_id, caller.name, authority_of(caller))
        wanted = Wanted(ask.person.email, ask.person.name, Role(ask.person.role.value), organisation, ask.message, ask.language)
        refusal, _ = invite(work, inviter, wanted, clock.now())
        return work.commit(InvitationsSent(results=[InvitationResult(email=ask.person.email, refusal=refusal)]))
