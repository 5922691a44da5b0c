"""Where a case can stand, and who may move it where: one table per side."""

from enum import StrEnum

from services.cases.domain.actor import Side


class Status(StrEnum):
    """Six at most, so that a tenant can learn them (face.md, glossary)."""

    RECEIVED = "received"
    WAITING = "waiting"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    CANCELLED = "cancelled"


CLOSED = frozenset({Status.DONE, Status.CANCELLED})

STAFF_MOVES: dict[Status, frozenset[Status]] = {
    Status.RECEIVED: frozenset({Status.WAITING, Status.PLANNED, Status.IN_PROGRESS, Status.DONE, Status.CANCELLED}),
    Status.WAITING: frozenset({Status.PLANNED, Status.IN_PROGRESS, Status.DONE, Status.CANCELLED}),
    # Planned to planned is a new time for the visit, which the followers must hear of.
    Status.PLANNED: frozenset({Status.WAITING, Status.PLANNED, Status.IN_PROGRESS, Status.DONE, Status.CANCELLED}),
    Status.IN_PROGRESS: frozenset({Status.WAITING, Status.PLANNED, Status.DONE, Status.CANCELLED}),
    Status.DONE: frozenset({Status.IN_PROGRESS}),
    Status.CANCELLED: frozenset({Status.IN_PROGRESS}),
}

TENANT_MOVES: dict[Status, frozenset[Status]] = {
    Status.RECEIVED: frozenset(),
    # The tenant's answer sends the case back to where it stood when staff began to wait.
    Status.WAITING: frozenset({Status.RECEIVED, Status.PLANNED, Status.IN_PROGRESS}),
    Status.PLANNED: frozenset(),
    Status.IN_PROGRESS: frozenset(),
    Status.DONE: frozenset(),
    Status.CANCELLED: frozenset(),
}

MOVES: dict[Side, dict[Status, frozenset[Status]]] = {Side.STAFF: STAFF_MOVES, Side.TENANT: TENANT_MOVES}


def moves_from(status: Status, side: Side) -> list[Status]:
    """Where `side` may move a case that stands at `status`, in the order of a case's life."""
    return [each for each in Status if each in MOVES[side][status]]
