"""What changing a role and removing a member have in common: the organisation held, the right to do it, the last main_admin."""

from dataclasses import dataclass

from services.chassis.caller import Caller
from services.contracts.refusals import NOT_FOUND, refuse
from services.identity.domain.organisation import Membership, Organisation, leaves_no_main_admin
from services.identity.domain.person import Person
from services.identity.domain.roles import Authority, Role, can_grant
from services.identity.usecases.acting import authority_of
from services.identity.usecases.ports import Work


@dataclass(frozen=True)
class Change:
    """A member who may be changed by the caller."""

    organisation: Organisation
    membership: Membership
    person: Person
    authority: Authority


def member_to_change(work: Work, person_id: str, caller: Caller) -> Change:
    """Holds the organisation until the work ends, so that two changes never count the same main_admins.

    The caller's role is read again under the lock: her assertion may be minutes older than a change to herself.
    Refuses not_found, role_above_own.
    """
    organisation = work.organisations.lock(caller.organisation_id)
    membership = work.memberships.find(person_id, caller.organisation_id)
    person = work.persons.find(person_id)
    if organisation is None or membership is None or person is None:
        refuse(NOT_FOUND)
    mine = work.memberships.find(caller.person_id, caller.organisation_id)
    authority = Authority(role=mine.role) if mine else Authority()
    if not (can_grant(authority, membership.role) and can_grant(authority_of(caller), membership.role)):
        refuse("role_above_own")
    return Change(organisation, membership, person, authority)


def refuse_if_last(work: Work, change: Change, role: Role | None) -> None:
    """An organisation always has somebody who can run it."""
    members = work.memberships.of_organisation(change.organisation.id)
    if leaves_no_main_admin(members, change.person.id, role):
        refuse("last_main_admin")
