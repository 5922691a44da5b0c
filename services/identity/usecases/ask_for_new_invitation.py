"""From an expired link: tell whoever invited, at most once a day."""

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.contracts.envelope import Done
from services.contracts.identity import AskForNewInvitation
from services.contracts.refusals import NOT_FOUND, refuse
from services.identity.domain.invitation import Invitation
from services.identity.domain.person import Person
from services.identity.domain.roles import StaffRole
from services.identity.domain.secret import hash_of
from services.identity.usecases.acting import IDENTITY
from services.identity.usecases.ports import Uow, Work


def ask_for_new_invitation(ask: AskForNewInvitation, caller: Caller, uow: Uow, clock: Clock) -> Done:
    """The inviter gets a mail; where she is gone, the organisation's main_admins or the staff administrators do."""
    now = clock.now()
    with uow(IDENTITY, ask) as work:
        found = work.invitations.with_token(hash_of(ask.token))
        invitation = work.invitations.lock(found.id) if found else None
        if invitation is None:
            refuse(NOT_FOUND)
        if invitation.state(now) != "expired" or not invitation.may_remind(now):
            return Done()
        invitation.asked_again_at = now
        organisation = work.organisations.find(invitation.organisation_id) if invitation.organisation_id else None
        about = {
            "name": invitation.name,
            "email": invitation.email,
            "organisation": organisation.name if organisation else None,
            "organisation_id": invitation.organisation_id,
            "slug": organisation.slug if organisation else None,
        }
        for person in _to_tell(work, invitation):
            staff = invitation.invited_as_staff or invitation.organisation_id is None
            work.mail("invitation_wanted", to=person.email, about=about | {"staff": staff}, language=person.language)
        work.audit("invitation.asked_for", subject=invitation.id)
        return work.commit(Done())


def _to_tell(work: Work, invitation: Invitation) -> list[Person]:
    inviter = work.persons.find(invitation.invited_by) if invitation.invited_by else None
    if inviter is not None and _still_here(work, invitation, inviter):
        return [inviter]
    if invitation.organisation_id and not invitation.invited_as_staff:
        return work.people.main_admins(invitation.organisation_id)
    found = [work.persons.find(each.person_id) for each in work.staff.with_role(StaffRole.ADMINISTRATOR)]
    return [each for each in found if each is not None]


def _still_here(work: Work, invitation: Invitation, inviter: Person) -> bool:
    if invitation.invited_as_staff:
        return work.staff.find(inviter.id) is not None
    return invitation.organisation_id is not None and work.memberships.find(inviter.id, invitation.organisation_id) is not None
