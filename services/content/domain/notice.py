"""A notice of service status: a disturbance that is running or a piece of planned work."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from services.content.domain.errors import BrokenRule
from services.content.domain.floors import in_order


class NoticeKind(StrEnum):
    """Something broke, or we are going to work on something."""

    DISTURBANCE = "disturbance"
    PLANNED_WORK = "planned_work"


class Phase(StrEnum):
    """How far a notice has come; which of them a kind uses stands in `MOVES`."""

    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    FIXING = "fixing"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"
    CANCELLED = "cancelled"


OVER = frozenset({Phase.RESOLVED, Phase.CANCELLED})
"""Phases that end a notice: nothing comes after, a fault that returns is a new notice."""

MOVES: dict[NoticeKind, dict[Phase, frozenset[Phase]]] = {
    NoticeKind.DISTURBANCE: {
        Phase.INVESTIGATING: frozenset({Phase.INVESTIGATING, Phase.IDENTIFIED, Phase.FIXING, Phase.RESOLVED}),
        Phase.IDENTIFIED: frozenset({Phase.IDENTIFIED, Phase.FIXING, Phase.RESOLVED}),
        Phase.FIXING: frozenset({Phase.FIXING, Phase.RESOLVED}),
    },
    NoticeKind.PLANNED_WORK: {
        Phase.PLANNED: frozenset({Phase.PLANNED, Phase.IN_PROGRESS, Phase.RESOLVED, Phase.CANCELLED}),
        Phase.IN_PROGRESS: frozenset({Phase.IN_PROGRESS, Phase.RESOLVED, Phase.CANCELLED}),
    },
}
"""From each phase the phases an update may say. The same phase again is no step. Steps may be skipped, never taken back."""


@dataclass(eq=False)
class NoticeUpdate:
    """One entry of the timeline, never changed once said."""

    position: int
    at: datetime
    phase: Phase
    text: str


@dataclass(eq=False)
class Notice:
    """A disturbance or planned work in one property. Times are UTC."""

    notice_id: str
    kind: NoticeKind
    property_id: str
    system: str
    scope: str
    floors: list[int]
    title: str
    text: str
    what_to_do: str
    phase: Phase
    starts_at: datetime
    expected_until: datetime | None
    next_update_at: datetime | None
    published_at: datetime
    updated_at: datetime
    resolved_at: datetime | None = None
    """When it was over, resolved or cancelled."""
    updates: list[NoticeUpdate] = field(default_factory=list)

    def move_on(
        self, expected: str, phase: str, text: str, expected_until: datetime | None, next_update_at: datetime | None, now: datetime
    ) -> None:
        """Add an update. It says everything that is known now: an end or a next update it leaves out is no longer promised.

        BrokenRule: conflict (somebody moved it meanwhile), status_not_allowed, invalid(expected_until).
        """
        if expected != self.phase:
            raise BrokenRule("conflict")
        if phase not in MOVES[self.kind].get(self.phase, frozenset()):
            raise BrokenRule("status_not_allowed")
        _check_end(self.starts_at, expected_until)
        self._enter(Phase(phase), text, now)
        self.expected_until = expected_until
        self.next_update_at = None if self.phase in OVER else next_update_at

    def start_if_due(self, now: datetime) -> bool:
        """Let planned work begin when its time has come. It never ends by itself: that it is done is for somebody to say."""
        if self.phase is not Phase.PLANNED or now < self.starts_at:
            return False
        self._enter(Phase.IN_PROGRESS, "", now)
        return True

    def _enter(self, phase: Phase, text: str, now: datetime) -> None:
        self.phase = phase
        self.updated_at = now
        self.resolved_at = now if phase in OVER else None
        self.updates.append(NoticeUpdate(len(self.updates), now, phase, text))


def publish_notice(
    *,
    notice_id: str,
    kind: NoticeKind,
    property_id: str,
    system: str,
    scope: str,
    floors: Sequence[int],
    title: str,
    text: str,
    what_to_do: str,
    starts_at: datetime,
    expected_until: datetime | None,
    next_update_at: datetime | None,
    now: datetime,
) -> Notice:
    """A new notice in its first phase, with its first update. BrokenRule: invalid(expected_until), an end before the start."""
    _check_end(starts_at, expected_until)
    if kind is NoticeKind.DISTURBANCE:
        first = Phase.INVESTIGATING
    else:
        first = Phase.PLANNED if now < starts_at else Phase.IN_PROGRESS
    return Notice(
        notice_id=notice_id,
        kind=kind,
        property_id=property_id,
        system=system,
        scope=scope,
        floors=in_order(floors),
        title=title,
        text=text,
        what_to_do=what_to_do,
        phase=first,
        starts_at=starts_at,
        expected_until=expected_until,
        next_update_at=next_update_at,
        published_at=now,
        updated_at=now,
        updates=[NoticeUpdate(0, now, first, text)],
    )


def _check_end(starts_at: datetime, expected_until: datetime | None) -> None:
    if expected_until is not None and expected_until <= starts_at:
        raise BrokenRule("invalid", place="expected_until")
