"""Roles of tenants and staff, and the one rule of who may grant what to whom."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """A person's level in one organisation."""

    MAIN_ADMIN = "main_admin"
    ADMIN = "admin"
    USER = "user"


class StaffRole(StrEnum):
    """What a member of the landlord's staff does."""

    PROPERTY_MANAGER = "property_manager"
    ACCOUNT_MANAGER = "account_manager"
    FINANCE = "finance"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


_RANK = {Role.MAIN_ADMIN: 3, Role.ADMIN: 2, Role.USER: 1}
_INVITES_CUSTOMERS = frozenset({StaffRole.ACCOUNT_MANAGER, StaffRole.ADMINISTRATOR})
_INVITES_STAFF = frozenset({StaffRole.ADMINISTRATOR})


@dataclass(frozen=True)
class Authority:
    """What somebody may grant from: a role in the organisation it is about, or staff roles. Neither: nothing.

    `operator` is the person at the server's own command line, who may make the first administrator.
    """

    role: Role | None = None
    staff_roles: frozenset[StaffRole] = frozenset()
    operator: bool = False


Grant = Role | frozenset[StaffRole]
"""A role in an organisation, or a set of staff roles."""


def can_grant(actor: Authority, grant: Grant) -> bool:
    """Whether `actor` may give (or take) `grant`: tenants their own rank or lower, never a user; staff by their role.

    Asked at invitation, resend, withdrawal, role change, removal and once more at acceptance (trust.md §3).
    """
    if isinstance(grant, Role):
        if actor.staff_roles & _INVITES_CUSTOMERS:
            return True
        if actor.role is None or actor.role is Role.USER:
            return False
        return _RANK[actor.role] >= _RANK[grant]
    return bool(grant) and (actor.operator or bool(actor.staff_roles & _INVITES_STAFF))


def grantable(actor: Authority) -> list[Role]:
    """The roles that `actor` may give in the organisation, highest first."""
    return [role for role in Role if can_grant(actor, role)]


def higher(one: Role, other: Role) -> Role:
    """The higher of two roles."""
    return one if _RANK[one] >= _RANK[other] else other
