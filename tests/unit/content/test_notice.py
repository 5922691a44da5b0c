"""The life of a disturbance and of planned work."""

from datetime import UTC, datetime, timedelta

import pytest

from services.content.domain.errors import BrokenRule
from services.content.domain.notice import MOVES, OVER, Notice, NoticeKind, Phase, publish_notice

NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
LATER = NOW + timedelta(hours=3)
DISTURBANCE, WORK = NoticeKind.DISTURBANCE, NoticeKind.PLANNED_WORK


def a_notice(kind: NoticeKind = DISTURBANCE, starts_at: datetime = NOW, until: datetime | None = None) -> Notice:
    return publish_notice(
        notice_id="n1",
        kind=kind,
        property_id="lb8",
        system="lift",
        scope="Hiss A",
        floors=[4, 3],
        title="Hiss A står still",
        text="Vi söker felet.",
        what_to_do="",
        starts_at=starts_at,
        expected_until=until,
        next_update_at=LATER,
        now=NOW,
    )


def moved(
    notice: Notice, phase: str, text: str = "", until: datetime | None = None, expected: str | None = None, now: datetime = LATER
) -> Notice:
    notice.move_on(expected or notice.phase, phase, text, until, None, now)
    return notice


def test_a_new_disturbance_is_being_investigated_and_its_text_is_the_first_update() -> None:
    notice = a_notice()
    assert (notice.phase, notice.floors) == (Phase.INVESTIGATING, [3, 4])
    assert [(each.phase, each.text, each.at) for each in notice.updates] == [(Phase.INVESTIGATING, "Vi söker felet.", NOW)]


def test_planned_work_waits_for_its_time_unless_it_has_come() -> None:
    assert a_notice(WORK, LATER).phase is Phase.PLANNED
    assert a_notice(WORK, NOW).phase is Phase.IN_PROGRESS


@pytest.mark.parametrize("kind", list(NoticeKind))
@pytest.mark.parametrize("start", list(Phase))
@pytest.mark.parametrize("end", list(Phase))
def test_a_notice_moves_exactly_as_the_table_says(kind: NoticeKind, start: Phase, end: Phase) -> None:
    notice = a_notice(kind)
    notice.phase = start
    if end in MOVES[kind].get(start, frozenset()):
        assert moved(notice, end).phase is end
    else:
        with pytest.raises(BrokenRule, match="status_not_allowed"):
            moved(notice, end)
        assert notice.phase is start


def test_a_disturbance_goes_forward_and_ends_for_good() -> None:
    course = [Phase.INVESTIGATING, Phase.IDENTIFIED, Phase.FIXING, Phase.RESOLVED]
    for here, phase in enumerate(course[:-1]):
        assert MOVES[DISTURBANCE][phase] == frozenset(course[here:])
    assert not OVER & MOVES[DISTURBANCE].keys()
    assert not OVER & MOVES[WORK].keys()


def test_an_unknown_phase_is_refused_like_a_wrong_one() -> None:
    with pytest.raises(BrokenRule, match="status_not_allowed"):
        moved(a_notice(), "on_fire")


def test_who_did_not_see_the_latest_phase_is_told_so() -> None:
    notice = moved(a_notice(), "identified")
    with pytest.raises(BrokenRule, match="conflict"):
        moved(notice, "fixing", expected="investigating")


def test_an_update_says_everything_that_is_promised_now() -> None:
    notice = moved(a_notice(until=LATER), "fixing", "Vi byter en styrenhet.")
    assert (notice.expected_until, notice.next_update_at, notice.updated_at) == (None, None, LATER)
    assert [(each.position, each.phase, each.text) for each in notice.updates][-1] == (1, Phase.FIXING, "Vi byter en styrenhet.")


def test_what_is_over_promises_no_update_and_knows_when_it_ended() -> None:
    notice = a_notice()
    notice.move_on("investigating", "resolved", "Hissen går.", None, LATER + timedelta(hours=1), LATER)
    assert (notice.resolved_at, notice.next_update_at) == (LATER, None)


@pytest.mark.parametrize("until", [NOW, NOW - timedelta(minutes=1)])
def test_an_end_before_the_start_is_refused(until: datetime) -> None:
    with pytest.raises(BrokenRule) as broken:
        a_notice(until=until)
    assert broken.value.place == "expected_until"
    with pytest.raises(BrokenRule):
        moved(a_notice(), "fixing", until=until)


def test_planned_work_begins_by_the_clock_but_is_never_done_by_it() -> None:
    notice = a_notice(WORK, LATER, LATER + timedelta(hours=1))
    assert not notice.start_if_due(LATER - timedelta(seconds=1))
    assert notice.start_if_due(LATER)
    assert (notice.phase, notice.updates[-1].phase) == (Phase.IN_PROGRESS, Phase.IN_PROGRESS)
    assert not notice.start_if_due(LATER + timedelta(days=1))
    assert notice.phase is Phase.IN_PROGRESS


def test_a_disturbance_does_not_begin_by_the_clock() -> None:
    assert not a_notice().start_if_due(LATER)
