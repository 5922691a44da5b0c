"""A case: what was reported, where it stands, and what may happen to it next."""

from dataclasses import dataclass, field
from datetime import datetime

from services.cases.domain.actor import Actor, Side
from services.cases.domain.errors import CaseClosed, StatusHasMoved, StatusNotAllowed
from services.cases.domain.events import Event, EventKind, InternalNote, new_id
from services.cases.domain.promise import answer_by
from services.cases.domain.status import CLOSED, Status, moves_from


@dataclass(frozen=True)
class Report:
    """What a tenant tells when she reports a fault; it is never changed afterwards."""

    property_id: str
    area: str
    premises: str
    spot: str
    category: str
    title: str
    description: str
    since: str
    may_enter: bool
    wanted_time: str
    contact_name: str
    contact_phone: str


@dataclass
class Case:
    """One fault report and its life. `answer_by` is when we owe the tenant a word; None where we owe nothing."""

    number: int
    organisation_id: str
    report: Report
    reported_by_id: str
    reported_by_name: str
    reported_at: datetime
    changed_at: datetime
    answer_by: datetime | None
    status: Status = Status.RECEIVED
    waited_from: Status | None = None
    """Where the case stood when staff began to wait for the tenant; None where it does not wait."""
    last_event: str = "reported"
    planned_for: str = ""
    assigned_to_id: str | None = None
    assigned_to_name: str | None = None
    case_id: str = field(default_factory=new_id)

    @property
    def is_closed(self) -> bool:
        """Whether the case is over."""
        return self.status in CLOSED

    def allowed_for(self, side: Side) -> list[Status]:
        """Where `side` may move the case from here."""
        return moves_from(self.status, side)

    def change_status(self, to: Status, expected: Status, by: Actor, at: datetime, text: str = "", planned_for: str = "") -> Event:
        """Move the case on by hand.

        Raises StatusHasMoved when the case is not at `expected` any more, StatusNotAllowed when the actor's side has no such move.
        """
        if self.status is not expected:
            raise StatusHasMoved
        event = self._move(to, by, at, text)
        if to in CLOSED:
            self.planned_for = ""
        elif planned_for or to is Status.PLANNED:
            self.planned_for = planned_for
        self.last_event = "status_changed"
        if by.side is Side.STAFF:
            self.answer_by = None
        return event

    def write(self, by: Actor, at: datetime, text: str) -> list[Event]:
        """A message in the thread, and the status change where a waiting case goes on because of it. Raises CaseClosed to a tenant."""
        if self.is_closed and by.side is Side.TENANT:
            raise CaseClosed
        message = self._event(EventKind.MESSAGE, by, at, text)
        self.changed_at = at
        if by.side is Side.STAFF:
            self.answer_by = None
            self.last_event = "staff_wrote"
            return [message]
        self.last_event = "tenant_wrote"
        # An earlier promise stands: writing again must not put off the answer.
        self.answer_by = self.answer_by or answer_by(at)
        if self.waited_from is None:
            return [message]
        return [message, self._move(self.waited_from, by, at)]

    def note(self, by: Actor, at: datetime, text: str) -> InternalNote:
        """A note among staff; to the tenant nothing has happened."""
        return InternalNote(self.case_id, at, by.person_id, by.name, text)

    def take(self, by: Actor) -> None:
        """Assign the case to `by`."""
        self.assigned_to_id, self.assigned_to_name = by.person_id, by.name

    def _move(self, to: Status, by: Actor, at: datetime, text: str = "") -> Event:
        if to not in self.allowed_for(by.side):
            raise StatusNotAllowed
        self.waited_from = self.status if to is Status.WAITING else None
        self.status = to
        self.changed_at = at
        return self._event(EventKind.STATUS_CHANGED, by, at, text, to)

    def _event(self, kind: EventKind, by: Actor, at: datetime, text: str, status: Status | None = None) -> Event:
        return Event(self.case_id, self.organisation_id, kind, at, by.person_id, by.name, by.side is Side.STAFF, text, status)


def open_case(number: int, organisation_id: str, report: Report, by: Actor, at: datetime) -> tuple[Case, Event]:
    """A new case with its first event; we promise an answer at once."""
    case = Case(
        number=number,
        organisation_id=organisation_id,
        report=report,
        reported_by_id=by.person_id,
        reported_by_name=by.name,
        reported_at=at,
        changed_at=at,
        answer_by=answer_by(at),
    )
    return case, Event(case.case_id, organisation_id, EventKind.REPORTED, at, by.person_id, by.name, by_staff=by.side is Side.STAFF)
