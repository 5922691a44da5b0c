"""What resending and withdrawing an invitation have in common: which one, and whether the caller may."""

from services.chassis.caller import Caller
from services.contracts.refusals import NOT_FOUND, refuse
from services.identity.domain.invitation import Invitation
from services.identity.domain.roles import can_grant
from services.identity.usecases.acting import authority_of
from services.identity.usecases.ports import Work


def to_change(work: Work, invitation_id: str, caller: Caller) -> Invitation:
    """The organisation's invitation, locked. Refuses not_found, role_above_own, invitation_used."""
    invitation = work.invitations.lock_of_organisation(invitation_id, caller.organisation_id)
    if invitation is None:
        refuse(NOT_FOUND)
    if not can_grant(authority_of(caller), invitation.grant):
        refuse("role_above_own")
    if invitation.accepted_at is not None:
        refuse("invitation_used")
    return invitation
