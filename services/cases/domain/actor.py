"""Who does something to a case, and on whose side."""

from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """The two sides of a case."""

    TENANT = "tenant"
    STAFF = "staff"


@dataclass(frozen=True)
class Actor:
    """A person at the moment she acts; her name is kept with what she did, since a membership may end and a thread must stay readable."""

    person_id: str
    name: str
    side: Side
