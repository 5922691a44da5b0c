"""Who may ask for what: the customer's own table, and the words an ask uses to point into it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Role(StrEnum):
    """A person's level in one organisation, highest first."""

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


class Function(StrEnum):
    """A row of the customer's table."""

    CASES = "cases"
    STATUS = "status"
    HELP = "help"
    PROPERTY = "property"
    NEWS = "news"
    ORGANISATION = "organisation"
    INVOICES = "invoices"


EVERYONE = frozenset(Role)

MATRIX: dict[Function, frozenset[Role]] = {
    Function.CASES: EVERYONE,
    Function.STATUS: EVERYONE,
    Function.HELP: EVERYONE,
    Function.PROPERTY: EVERYONE,
    Function.NEWS: EVERYONE,
    Function.ORGANISATION: frozenset({Role.MAIN_ADMIN, Role.ADMIN}),
    Function.INVOICES: frozenset({Role.MAIN_ADMIN}),
}
"""The customer's table. Invoices also need BankID in this session, which billing decides alone."""

RANK: dict[Role, int] = {Role.MAIN_ADMIN: 3, Role.ADMIN: 2, Role.USER: 1}
"""Who stands above whom: a person grants the same rank or lower."""


@dataclass(frozen=True)
class Who:
    """Who may ask: which kind of caller, and for members the function, for staff the roles."""

    kind: Literal["anyone", "person", "member", "staff"]
    function: Function | None = None
    staff_roles: frozenset[StaffRole] = frozenset()


ANYONE = Who("anyone")
"""Without an assertion: the ask carries its own proof (a token, a password) or needs none."""

PERSON = Who("person")
"""Anyone signed in as a tenant, whatever the organisation."""


def member(function: Function) -> Who:
    """A member of the organisation in the assertion whose role opens `function`."""
    return Who("member", function=function)


def staff(*roles: StaffRole) -> Who:
    """Staff holding at least one of `roles`; no role named means any of them."""
    return Who("staff", staff_roles=frozenset(roles or StaffRole))
