"""Send a new link; the old one dies, with every registration begun from it."""

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.contracts.envelope import Done
from services.contracts.identity import ResendInvitation
from services.contracts.refusals import NOT_FOUND, refuse
from services.identity.domain.secret import hash_of, new_token
from services.identity.usecases.changing_invitation import to_change
from services.identity.usecases.inviting import send_link
from services.identity.usecases.ports import Uow


def resend_invitation(ask: ResendInvitation, caller: Caller, uow: Uow, clock: Clock) -> Done:
    """From now on it is the caller's invitation: at acceptance it is her right to grant that counts. A withdrawn one is not_found."""
    now = clock.now()
    with uow(caller, ask) as work:
        invitation = to_change(work, ask.invitation_id, caller)
        organisation = work.organisations.find(caller.organisation_id)
        if invitation.withdrawn_at is not None or organisation is None:
            refuse(NOT_FOUND)
        token = new_token()
        invitation.renew(hash_of(token), now)
        invitation.invited_by, invitation.invited_as_staff = caller.person_id, False
        send_link(work, invitation, caller.name, organisation, token)
        work.audit("invitation.resent", subject=invitation.id)
        return work.commit(Done())
