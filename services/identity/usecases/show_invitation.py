"""Show an invitation to whoever opened its link; changes nothing, since mail scanners open links too."""

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.contracts.identity import InvitationShown, ShowInvitation
from services.contracts.refusals import NOT_FOUND, refuse
from services.identity.domain.secret import hash_of
from services.identity.usecases.acting import IDENTITY, shown_role
from services.identity.usecases.ports import Uow


def show_invitation(ask: ShowInvitation, caller: Caller, uow: Uow, clock: Clock) -> InvitationShown:
    """Who invites to what. Refuses not_found for a link that never was, or has been replaced."""
    with uow(IDENTITY, ask) as work:
        invitation = work.invitations.with_token(hash_of(ask.token))
        if invitation is None:
            refuse(NOT_FOUND)
        organisation = work.organisations.find(invitation.organisation_id) if invitation.organisation_id else None
        inviter = work.persons.find(invitation.invited_by) if invitation.invited_by else None
        return InvitationShown(
            state=invitation.state(clock.now()),
            kind="tenant" if invitation.organisation_id else "staff",
            organisation_name=organisation.name if organisation else None,
            role=shown_role(invitation.role) if invitation.role else None,
            invited_by=inviter.name if inviter else "",
            email=invitation.email,
            name=invitation.name,
            message=invitation.message,
            language="en" if invitation.language == "en" else "sv",
            expires_at=invitation.expires_at,
            has_account=work.persons.with_email(invitation.email) is not None,
        )
