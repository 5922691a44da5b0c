"""A customer: the organisation that rents."""

import re
from dataclasses import dataclass
from datetime import datetime

from services.identity.domain.roles import Role


class WrongOrganisationNumber(ValueError):  # noqa: N818 - reads as what it says
    """Not a legal person's number; sole traders' numbers are personal numbers and never stored here."""


@dataclass(eq=False)
class Organisation:
    """`number` is ten digits, None for a sole trader."""

    id: str
    slug: str
    name: str
    number: str | None
    customer_number: str
    added_at: datetime
    active: bool = True


@dataclass(eq=False)
class Membership:
    """A person's role in one organisation."""

    person_id: str
    organisation_id: str
    role: Role
    since: datetime


def organisation_number(given: str) -> str:
    """Ten digits of a legal person's number, however it was written. Raises WrongOrganisationNumber.

    The third digit of a legal person's number is at least 2; below that it is a date of birth, thus a person's number.
    """
    digits = re.sub(r"[\s-]", "", given)
    if len(digits) == 12 and digits.startswith("16"):
        digits = digits[2:]
    if not re.fullmatch(r"[0-9]{10}", digits) or digits[2] < "2" or not _luhn(digits):
        raise WrongOrganisationNumber
    return digits


def leaves_no_main_admin(members: list[Membership], person_id: str, role: Role | None) -> bool:
    """Whether giving `person_id` this role (None: removing her) takes away the last main_admin of `members`."""
    now = {each.person_id for each in members if each.role is Role.MAIN_ADMIN}
    return person_id in now and role is not Role.MAIN_ADMIN and len(now) == 1


def _luhn(digits: str) -> bool:
    doubled = (int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(digits))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0
