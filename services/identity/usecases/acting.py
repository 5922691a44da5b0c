"""Who acts: the service itself for asks without an assertion, and what the caller or an inviter may grant from."""

from services.chassis.caller import Caller, service_caller
from services.contracts import rights
from services.identity.domain.invitation import Invitation
from services.identity.domain.roles import Authority, Role, StaffRole
from services.identity.usecases.ports import Work

IDENTITY = service_caller("identity")
"""Asks that carry their own proof (a token, a password) reach across organisations: whose they are is what is being found out."""


def authority_of(caller: Caller) -> Authority:
    """What the caller may grant from."""
    role = Role(caller.role.value) if caller.role else None
    return Authority(role=role, staff_roles=frozenset(StaffRole(each.value) for each in caller.staff_roles))


def authority_of_inviter(work: Work, invitation: Invitation) -> Authority:
    """What the inviter may grant from now, not when the invitation was sent: she may have left or been demoted since."""
    if invitation.invited_by is None:
        return Authority(operator=not work.staff.with_role(StaffRole.ADMINISTRATOR))
    if invitation.invited_as_staff:
        account = work.staff.find(invitation.invited_by)
        return Authority(staff_roles=account.roles if account else frozenset())
    if invitation.organisation_id is None:
        return Authority()
    membership = work.memberships.find(invitation.invited_by, invitation.organisation_id)
    return Authority(role=membership.role if membership else None)


def shown_role(role: Role) -> rights.Role:
    """The role in the words of the contract."""
    return rights.Role(role.value)


def shown_staff_roles(roles: frozenset[StaffRole]) -> list[rights.StaffRole]:
    """Staff roles in the words of the contract, always in the same order."""
    return [rights.StaffRole(role.value) for role in StaffRole if role in roles]
