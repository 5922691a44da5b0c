"""Who asks: the verified caller that every use case takes, and the customer's table applied to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from services.contracts.rights import MATRIX, Function, Role, StaffRole, Who


@dataclass(frozen=True)
class Caller:
    """The one who asks, as a verified assertion says; never built from parameters of an ask."""

    kind: Literal["anyone", "person", "member", "staff", "service"]
    person_id: str = ""
    organisation_id: str = ""
    role: Role | None = None
    staff_roles: frozenset[StaffRole] = frozenset()
    name: str = ""
    session_id: str = ""
    methods: tuple[str, ...] = ()
    assurance: int = 0
    authenticated_at: datetime | None = None
    language: str = "sv"
    claims: Mapping[str, object] = field(default_factory=dict, compare=False, repr=False)

    def may(self, function: Function) -> bool:
        """Whether the caller's role in the organisation opens `function`."""
        return self.kind == "member" and self.role is not None and self.role in MATRIX[function]


ANYONE_CALLER = Caller("anyone")


def service_caller(name: str) -> Caller:
    """The service itself: its jobs, its listeners and its mails."""
    return Caller("service", name=name)


def permits(who: Who, caller: Caller) -> bool:
    """Whether an ask with this `who` may be asked by this caller; whatever is not named is refused."""
    if who.kind == "anyone":
        return True
    if who.kind == "person":
        return caller.kind in ("person", "member")
    if who.kind == "member":
        return who.function is not None and caller.may(who.function)
    return who.kind == "staff" and caller.kind == "staff" and not who.staff_roles.isdisjoint(caller.staff_roles)
