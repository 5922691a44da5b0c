"""Withdraw an invitation."""

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.contracts.envelope import Done
from services.contracts.identity import WithdrawInvitation
from services.identity.usecases.changing_invitation import to_change
from services.identity.usecases.ports import Uow


def withdraw_invitation(ask: WithdrawInvitation, caller: Caller, uow: Uow, clock: Clock) -> Done:
    """Its link and every registration begun from it are worth nothing from now on. Harmless to repeat."""
    with uow(caller, ask) as work:
        invitation = to_change(work, ask.invitation_id, caller)
        if invitation.withdrawn_at is None:
            invitation.withdraw(clock.now())
            work.audit("invitation.withdrawn", subject=invitation.id)
        return work.commit(Done())
