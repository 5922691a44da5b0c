"""Invite colleagues, several at once."""

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.contracts.identity import InvitationResult, InvitationsSent, InviteMembers
from services.contracts.refusals import NOT_FOUND, refuse
from services.identity.domain.roles import Role
from services.identity.usecases.acting import authority_of
from services.identity.usecases.inviting import Inviter, Wanted, invite
from services.identity.usecases.ports import Uow


def invite_members(ask: InviteMembers, caller: Caller, uow: Uow, clock: Clock) -> InvitationsSent:
    """Each stands or falls by itself; one organisation's invitations are sent one call at a time."""
    now = clock.now()
    with uow(caller, ask) as work:
        organisation = work.organisations.lock(caller.organisation_id)
        if organisation is None or not organisation.active:
            refuse(NOT_FOUND)
        inviter = Inviter(caller.person_id, caller.name, authority_of(caller))
        results = []
        for person in ask.people:
            wanted = Wanted(person.email, person.name, Role(person.role.value), organisation, ask.message, ask.language)
            refusal, _ = invite(work, inviter, wanted, now)
            results.append(InvitationResult(email=person.email, refusal=refusal))
        return work.commit(InvitationsSent(results=results))
