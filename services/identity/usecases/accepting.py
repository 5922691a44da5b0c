"""Accepting an invitation: the same last step for BankID, for a password and for an account that exists."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.contracts.identity import RegistrationShown
from services.contracts.refusals import NOT_FOUND, refuse
from services.identity.domain.invitation import Invitation, Registration
from services.identity.domain.organisation import Membership
from services.identity.domain.person import Person, StaffAccount
from services.identity.domain.roles import can_grant, higher
from services.identity.domain.secret import hash_of
from services.identity.usecases.acting import authority_of_inviter, shown_role
from services.identity.usecases.ports import Work
from services.identity.usecases.telling import tell_membership, tell_person, tell_staff


@dataclass(frozen=True)
class Underway:
    """A registration with its invitation, both good."""

    registration: Registration
    invitation: Invitation


def underway(work: Work, registration: Registration | None, now: datetime) -> Underway:
    """The registration with its invitation, locked until the work ends. Refuses not_found and those of an invitation."""
    if registration is None:
        refuse(NOT_FOUND)
    invitation = work.invitations.lock(registration.invitation_id)
    if invitation is None:
        refuse(NOT_FOUND)
    refuse_unless_pending(invitation, now)
    if not registration.good(invitation, now):
        refuse(NOT_FOUND)
    return Underway(registration, invitation)


def underway_with(work: Work, token: str, now: datetime) -> Underway:
    """The same by the token that the browser holds."""
    return underway(work, work.registrations.with_token(hash_of(token)), now)


def refuse_unless_pending(invitation: Invitation, now: datetime) -> None:
    """Refuse with what has become of the invitation."""
    state = invitation.state(now)
    if state != "pending":
        refuse("invitation_used" if state == "accepted" else f"invitation_{state}")


def accept(work: Work, invitation: Invitation, person: Person, now: datetime) -> None:
    """Use the invitation up for `person`. Whoever invited must still be able to grant what it gives."""
    if not can_grant(authority_of_inviter(work, invitation), invitation.grant):
        refuse("invitation_withdrawn")
    work.known_as(person.id)
    invitation.accept(person.id, now)
    work.registrations.end_all(invitation.id)
    if invitation.organisation_id is None or invitation.role is None:
        _join_staff(work, invitation, person, now)
    else:
        _join_organisation(work, invitation, person, invitation.organisation_id, now)
    work.audit("invitation.accepted", subject=invitation.id, details={"person_id": person.id})


def registered(work: Work, person: Person, now: datetime) -> None:
    """Keep a person who is new here, and tell of her."""
    work.persons.add(person)
    work.known_as(person.id)
    tell_person(work, person, now)
    work.audit("person.registered", subject=person.id, details={"methods": person.methods})


def shown(work: Work, registration: Registration, invitation: Invitation, token: str) -> RegistrationShown:
    """The registration as its pages show it."""
    organisation = work.organisations.find(invitation.organisation_id) if invitation.organisation_id else None
    return RegistrationShown(
        registration=token,
        kind="tenant" if invitation.organisation_id else "staff",
        organisation_name=organisation.name if organisation else None,
        role=shown_role(invitation.role) if invitation.role else None,
        email=invitation.email,
        given_name=registration.given_name,
        surname=registration.surname,
        phone=registration.phone,
        language="en" if registration.language == "en" else "sv",
        has_account=work.persons.with_email(invitation.email) is not None,
        details_saved=registration.details_saved,
    )


def _join_organisation(work: Work, invitation: Invitation, person: Person, organisation_id: str, now: datetime) -> None:
    organisation = work.organisations.lock(organisation_id)
    if organisation is None or invitation.role is None or not organisation.active:
        refuse("invitation_withdrawn")
    membership = work.memberships.find(person.id, organisation_id)
    if membership is None:
        membership = Membership(person.id, organisation_id, invitation.role, now)
        work.memberships.add(membership)
    else:
        # An invitation adds and never takes away, so that it cannot demote the last main_admin.
        membership.role = higher(membership.role, invitation.role)
    person.last_organisation_id = organisation_id
    tell_membership(work, person, organisation_id, membership.role, now)
    about = {"name": person.name, "organisation": organisation.name, "slug": organisation.slug, "role": membership.role.value}
    work.mail("welcome", to=person.email, about=about, language=person.language)
    _tell_those_concerned(work, invitation, person, about)


def _join_staff(work: Work, invitation: Invitation, person: Person, now: datetime) -> None:
    account = work.staff.find(person.id)
    if account is None:
        account = StaffAccount(person.id, now)
        work.staff.add(account)
    account.roles = account.roles | invitation.staff_roles
    tell_staff(work, person, account.roles, now)
    about = {"name": person.name, "organisation": None, "slug": None, "role": None}
    work.mail("welcome", to=person.email, about=about, language=person.language)
    _tell_those_concerned(work, invitation, person, about)


def _tell_those_concerned(work: Work, invitation: Invitation, person: Person, about: Mapping[str, str | None]) -> None:
    told = {person.id}
    inviter = work.persons.find(invitation.invited_by) if invitation.invited_by else None
    others = work.people.main_admins(invitation.organisation_id) if invitation.organisation_id else []
    for each in [inviter, *others]:
        if each is not None and each.id not in told:
            told.add(each.id)
            work.mail("invitation_accepted", to=each.email, about={**about, "email": person.email}, language=each.language)
