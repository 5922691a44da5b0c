"""A staff administrator invites a colleague."""

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.contracts.envelope import Done
from services.contracts.identity import InviteStaff
from services.contracts.refusals import refuse
from services.identity.domain.roles import StaffRole
from services.identity.usecases.acting import authority_of
from services.identity.usecases.inviting import Inviter, Wanted, invite
from services.identity.usecases.ports import Uow

STAFF = "staff"
"""What is held while staff are added."""


def invite_staff(ask: InviteStaff, caller: Caller, uow: Uow, clock: Clock) -> Done:
    """Refuses already_member, already_invited."""
    roles = frozenset(StaffRole(role.value) for role in ask.roles)
    with uow(caller, ask) as work:
        work.hold(STAFF)
        inviter = Inviter(caller.person_id, caller.name, authority_of(caller))
        refusal, _ = invite(work, inviter, Wanted(ask.email, ask.name, roles, None), clock.now())
        if refusal:
            refuse(refusal)
        return work.commit(Done())
