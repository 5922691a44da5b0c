"""Sending an invitation: the same for colleagues, for a customer's contact and for staff."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from services.contracts.refusals import INVALID, refuse
from services.identity.domain.invitation import LIVES, Invitation
from services.identity.domain.organisation import Organisation
from services.identity.domain.person import clean_name
from services.identity.domain.roles import Authority, Grant, Role, can_grant
from services.identity.domain.secret import hash_of, new_token
from services.identity.usecases.ports import Work


@dataclass(frozen=True)
class Inviter:
    """Who invites. `person_id` is None at the server's own command line."""

    person_id: str | None
    name: str
    authority: Authority


@dataclass(frozen=True)
class Wanted:
    """Who is to be invited to what. `organisation` is None for staff."""

    email: str
    name: str
    grant: Grant
    organisation: Organisation | None
    message: str = ""
    language: str = "sv"


def invite(work: Work, inviter: Inviter, wanted: Wanted, now: datetime) -> tuple[str | None, str]:
    """Send it: no refusal and the token of the link, or the code of the refusal and nothing.

    Codes: role_above_own, already_member, already_invited. The caller holds the organisation (or `staff`).
    """
    if not can_grant(inviter.authority, wanted.grant):
        return "role_above_own", ""
    if _belongs(work, wanted):
        return "already_member", ""
    organisation_id = wanted.organisation.id if wanted.organisation else None
    if work.invitations.pending(wanted.email, organisation_id, now):
        return "already_invited", ""
    name = clean_name(wanted.name)
    if not name:
        refuse(INVALID, place="name")
    token = new_token()
    role = wanted.grant if isinstance(wanted.grant, Role) else None
    invitation = Invitation(
        id=str(uuid4()),
        token_hash=hash_of(token),
        email=wanted.email,
        name=name,
        language=wanted.language,
        message=wanted.message,
        invited_by=inviter.person_id,
        invited_as_staff=inviter.authority.role is None,
        sent_at=now,
        expires_at=now + LIVES,
        organisation_id=organisation_id,
        role=role,
        staff_roles=frozenset() if isinstance(wanted.grant, Role) else wanted.grant,
    )
    work.invitations.add(invitation)
    send_link(work, invitation, inviter.name, wanted.organisation, token)
    work.audit("invitation.sent", subject=invitation.id, details={"organisation_id": organisation_id or "", "grant": granted(invitation)})
    return None, token


def send_link(work: Work, invitation: Invitation, inviter_name: str, organisation: Organisation | None, token: str) -> None:
    """The mail with the personal link."""
    about = {
        "token": token,
        "name": invitation.name,
        "inviter": inviter_name,
        "organisation": organisation.name if organisation else None,
        "role": invitation.role.value if invitation.role else None,
        "message": invitation.message,
        "expires_at": invitation.expires_at.isoformat(),
    }
    work.mail("invitation", to=invitation.email, about=about, language=invitation.language)


def granted(invitation: Invitation) -> str:
    """What the invitation gives, in one word or several."""
    return invitation.role.value if invitation.role else ",".join(sorted(invitation.staff_roles))


def _belongs(work: Work, wanted: Wanted) -> bool:
    person = work.persons.with_email(wanted.email)
    if person is None:
        return False
    if wanted.organisation is None:
        return work.staff.find(person.id) is not None
    return work.memberships.find(person.id, wanted.organisation.id) is not None
