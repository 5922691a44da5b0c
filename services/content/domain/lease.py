"""A lease: one number over several objects, each with its own place, dates and status."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from services.content.domain.errors import BrokenRule
from services.content.domain.floors import floors_text, in_order

LARGEST_AREA_M2 = 1_000_000


class LeaseStatus(StrEnum):
    """Status of a lease object on a given day. Notice given is still in force."""

    UPCOMING = "upcoming"
    ACTIVE = "active"
    NOTICE_GIVEN = "notice_given"
    ENDED = "ended"


@dataclass(eq=False)
class LeaseObject:
    """One row of a lease. Both dates are days in Stockholm and belong to the lease: it is in force on `valid_to`."""

    property_id: str
    address: str
    premises: str
    floors: list[int]
    area_m2: int
    valid_from: date | None
    valid_to: date | None
    notice_given: bool
    position: int = 0
    organisation_id: str = ""
    told_status: LeaseStatus | None = None
    """The status the neighbours were last told."""

    def __post_init__(self) -> None:
        """An object cannot end before it begins, a notice names the day the object ends, and no house is larger than a town."""
        if not 0 < self.area_m2 <= LARGEST_AREA_M2:
            raise BrokenRule("invalid", place="area_m2")
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise BrokenRule("invalid", place="valid_to")
        if self.notice_given and self.valid_to is None:
            raise BrokenRule("invalid", place="valid_to")
        self.floors = in_order(self.floors)

    def status_on(self, day: date) -> LeaseStatus:
        """The status on `day`: decided by the dates first, then by whether notice was given."""
        if self.valid_to is not None and day > self.valid_to:
            return LeaseStatus.ENDED
        if self.valid_from is not None and day < self.valid_from:
            return LeaseStatus.UPCOMING
        return LeaseStatus.NOTICE_GIVEN if self.notice_given else LeaseStatus.ACTIVE

    def place(self) -> str:
        """The premises with their floors, unless the name already says the floor: `Kontor, plan 3–4`, but `Plan 3` as it is."""
        return place_text(self.premises, self.floors)


@dataclass(eq=False)
class Lease:
    """A lease of one organisation. Its number is unique among all leases."""

    lease_id: str
    organisation_id: str
    number: str
    kind: str
    objects: list[LeaseObject] = field(default_factory=list)

    def write(self, kind: str, objects: Sequence[LeaseObject]) -> None:
        """Replace what the lease is about; the objects keep the order they are given in."""
        for position, each in enumerate(objects):
            each.position = position
            each.organisation_id = self.organisation_id
        self.kind = kind
        self.objects = list(objects)

    def has_ended_on(self, day: date) -> bool:
        """Whether nothing of the lease is left on `day`."""
        return all(each.status_on(day) is LeaseStatus.ENDED for each in self.objects)

    def was_told_otherwise(self, day: date) -> bool:
        """Whether some object's status on `day` is another than the neighbours were told."""
        return any(each.told_status != each.status_on(day) for each in self.objects)

    def mark_told(self, day: date) -> None:
        """Remember that the neighbours were told the statuses of `day`."""
        for each in self.objects:
            each.told_status = each.status_on(day)


def place_text(premises: str, floors: Sequence[int]) -> str:
    """Premises and floors in one text; a name that speaks of a floor itself is left alone."""
    if not floors or "plan" in premises.casefold():
        return premises
    return f"{premises}, {floors_text(floors)}"
