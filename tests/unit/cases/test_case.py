"""The life of a case, from both sides."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.cases.domain.actor import Actor, Side
from services.cases.domain.case import Case, Report, open_case
from services.cases.domain.errors import CaseClosed, StatusHasMoved, StatusNotAllowed
from services.cases.domain.events import Event, EventKind
from services.cases.domain.status import MOVES, STAFF_MOVES, TENANT_MOVES, Status

ANNA = Actor("anna", "Anna Lindgren", Side.TENANT)
KARIN = Actor("karin", "Karin Holm", Side.STAFF)
NOW = datetime(2026, 11, 20, 13, 5, tzinfo=UTC)
REPORT = Report("lb8", "own", "Plan 4", "", "ventilation", "Dålig ventilation", "Luften står still.", "", True, "", "Anna", "070")


def a_case(status: Status = Status.RECEIVED) -> Case:
    case, _ = open_case(1001, "company", REPORT, ANNA, NOW)
    if status is not Status.RECEIVED:
        case.change_status(status, Status.RECEIVED, KARIN, NOW)
    return case


def test_a_new_case_is_received_and_carries_a_promise() -> None:
    case, event = open_case(1001, "company", REPORT, ANNA, NOW)
    assert case.status is Status.RECEIVED
    assert case.answer_by == datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
    assert (event.kind, event.by_id, event.by_staff) == (EventKind.REPORTED, "anna", False)


def test_planning_says_when_and_keeps_the_promise() -> None:
    case = a_case()
    event = case.change_status(Status.PLANNED, Status.RECEIVED, KARIN, NOW, "Vi kommer.", "tisdag kl. 9")
    assert (case.status, case.planned_for, case.answer_by) == (Status.PLANNED, "tisdag kl. 9", None)
    assert (event.status, event.text, event.by_staff) == (Status.PLANNED, "Vi kommer.", True)


def test_a_case_somebody_else_has_moved_is_not_moved_again() -> None:
    with pytest.raises(StatusHasMoved):
        a_case(Status.PLANNED).change_status(Status.DONE, Status.RECEIVED, KARIN, NOW)


@pytest.mark.parametrize("start", [Status.RECEIVED, Status.PLANNED, Status.IN_PROGRESS])
def test_the_tenants_answer_sends_a_waiting_case_back_to_where_it_stood(start: Status) -> None:
    case = a_case(start)
    case.change_status(Status.WAITING, start, KARIN, NOW, "Vilket rum?")
    message, moved = case.write(ANNA, NOW, "Kajen")
    assert case.status is start
    assert (message.text, moved.status, moved.by_staff) == ("Kajen", start, False)
    assert case.answer_by is not None


def test_an_earlier_promise_stands_when_the_tenant_writes_again() -> None:
    case = a_case()
    promised = case.answer_by
    case.write(ANNA, NOW + timedelta(days=2), "Hör av er!")
    assert case.answer_by == promised


def test_a_word_from_staff_keeps_the_promise_but_a_note_does_not() -> None:
    case = a_case()
    case.note(KARIN, NOW, "Fläkten är gammal.")
    assert case.answer_by is not None
    assert (case.changed_at, case.last_event) == (NOW, "reported")
    case.write(KARIN, NOW, "Vi tittar på det.")
    assert case.answer_by is None


@pytest.mark.parametrize("end", [Status.DONE, Status.CANCELLED])
def test_a_tenant_cannot_write_in_a_closed_case_and_staff_can(end: Status) -> None:
    case = a_case(end)
    before = case.changed_at
    with pytest.raises(CaseClosed):
        case.write(ANNA, NOW + timedelta(days=1), "Det är inte löst.")
    assert case.changed_at == before
    assert [each.kind for each in case.write(KARIN, NOW, "Hör av er om det kommer tillbaka.")] == [EventKind.MESSAGE]


def test_a_tenant_moves_nothing_by_hand() -> None:
    for status in Status:
        for to in Status:
            if to not in TENANT_MOVES[status]:
                case = a_case(status) if status is not Status.RECEIVED else a_case()
                with pytest.raises(StatusNotAllowed):
                    case.change_status(to, status, ANNA, NOW)


class Life(RuleBasedStateMachine):
    """Both sides act as they please; the rules hold."""

    @initialize()
    def report(self) -> None:
        self.case, first = open_case(1001, "company", REPORT, ANNA, NOW)
        self.thread: list[Event] = [first]
        self.at = NOW

    @rule(to=st.sampled_from(Status), side=st.sampled_from(Side), planned_for=st.sampled_from(["", "tisdag"]))
    def move(self, to: Status, side: Side, planned_for: str) -> None:
        before = self.case.status
        actor = KARIN if side is Side.STAFF else ANNA
        self.at += timedelta(hours=7)
        if to in MOVES[side][before]:
            self.thread.append(self.case.change_status(to, before, actor, self.at, "", planned_for))
            assert self.case.status is to
        else:
            with pytest.raises(StatusNotAllowed):
                self.case.change_status(to, before, actor, self.at, "", planned_for)
            assert self.case.status is before

    @rule()
    def tenant_writes(self) -> None:
        self.at += timedelta(hours=5)
        if self.case.is_closed:
            with pytest.raises(CaseClosed):
                self.case.write(ANNA, self.at, "?")
        else:
            self.thread += self.case.write(ANNA, self.at, "?")
            assert self.case.answer_by is not None

    @rule()
    def staff_write(self) -> None:
        self.at += timedelta(hours=5)
        before = self.case.status
        self.thread += self.case.write(KARIN, self.at, "!")
        assert self.case.status is before

    @invariant()
    def the_thread_tells_where_the_case_stands(self) -> None:
        moves = [each.status for each in self.thread if each.status is not None]
        assert (moves[-1] if moves else Status.RECEIVED) is self.case.status

    @invariant()
    def every_move_is_in_a_table(self) -> None:
        stands = Status.RECEIVED
        for event in self.thread:
            if event.status is not None:
                assert event.status in MOVES[Side.STAFF if event.by_staff else Side.TENANT][stands]
                stands = event.status

    @invariant()
    def a_closed_case_owes_nothing_and_a_waiting_one_knows_the_way_back(self) -> None:
        assert not (self.case.is_closed and (self.case.answer_by or self.case.planned_for))
        assert (self.case.status is Status.WAITING) == (self.case.waited_from is not None)

    @invariant()
    def nobody_can_get_stuck(self) -> None:
        assert STAFF_MOVES[self.case.status]
        assert self.case.changed_at == self.thread[-1].at


TestLife = Life.TestCase
