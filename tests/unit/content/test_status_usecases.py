"""Service status as tenants and staff ask for it."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from services.content.usecases.start_planned_work import start_planned_work
from services.contracts.content import ListNotices, NoticeChanged, OpenNotice, ShowKnownAt, ShowStatus, SumContent, UpdateNotice
from services.contracts.refusals import Refused
from tests.unit.content.conftest import Content, a_lease, lease_object, notice_of
from tests.unit.content.fakes import ANNA, EVE, KARIN, NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Publish = Callable[..., str]


def update(notice_id: str, expected: str, phase: str) -> UpdateNotice:
    return UpdateNotice(notice_id=notice_id, expected_phase=expected, phase=phase, text="Nu så.", idempotency_key=uuid4().hex)


def test_status_holds_what_runs_what_comes_and_what_is_over_in_our_houses_only(content: Content, publish: Publish) -> None:
    lift, water = publish("lb8"), publish("pp5", title="Vattnet är avstängt", system="water")
    later, sooner = (publish("lb8", kind="planned_work", title=f"Om {days} dagar", starts_at=NOW + days * DAY) for days in (9, 3))
    publish("gm1", title="Hos grannen")
    content.ask(update(water, "investigating", "resolved"), KARIN)
    shown = content.ask(ShowStatus(), ANNA)
    assert [each.notice_id for each in shown.current] == [lift]
    assert [each.notice_id for each in shown.planned] == [sooner, later]
    assert [each.notice_id for each in shown.recent] == [water]
    assert [(each.name, each.disturbed) for each in shown.properties] == [("Lilla Bommen 8", True), ("Polhemsplatsen 5", False)]
    assert shown.checked_at == NOW


def test_what_was_over_more_than_thirty_days_ago_is_history(content: Content, publish: Publish) -> None:
    content.ask(update(publish("lb8"), "investigating", "resolved"), KARIN)
    content.clock.moment = NOW + 30 * DAY
    assert len(content.ask(ShowStatus(), ANNA).recent) == 1
    content.clock.moment += timedelta(seconds=1)
    assert content.ask(ShowStatus(), ANNA).recent == []


def test_a_house_whose_lease_has_ended_is_no_longer_ours(content: Content, publish: Publish) -> None:
    notice_id = publish("lb8")
    content.clock.moment = NOW.replace(year=2031)
    assert content.ask(ShowStatus(), ANNA).properties == []
    with pytest.raises(Refused) as refused:
        content.ask(OpenNotice(notice_id=notice_id), ANNA)
    assert refused.value.refusal.code == "not_found"


def test_a_house_we_are_moving_into_is_ours_already(content: Content, publish: Publish) -> None:
    a_lease(content.world, "HA-26-0102", "company", lease_object("gm1", valid_from=(NOW + 40 * DAY).date()))
    notice_id = publish("gm1")
    assert content.ask(OpenNotice(notice_id=notice_id), ANNA).notice.property_name == "Gamlestaden 1"


def test_a_work_whose_time_has_come_disturbs_before_its_phase_has_caught_up(content: Content, publish: Publish) -> None:
    publish("lb8", kind="planned_work", title="Brandlarmet provas", starts_at=NOW + HOUR)
    content.clock.moment = NOW + HOUR
    shown = content.ask(ShowStatus(), ANNA)
    assert [each.title for each in shown.current] == ["Brandlarmet provas"]
    assert shown.planned == []
    assert shown.properties[0].disturbed


def test_planned_work_begins_by_the_clock_and_is_told_once(content: Content, publish: Publish) -> None:
    notice_id = publish("lb8", kind="planned_work", starts_at=NOW + HOUR)
    content.wired(start_planned_work)()
    assert content.world.kept_notices[notice_id].phase == "planned"
    content.clock.moment = NOW + HOUR
    for _ in range(2):
        content.wired(start_planned_work)()
    told = [each for each in content.world.told if isinstance(each, NoticeChanged)]
    assert [(each.phase, each.sequence) for each in told] == [("planned", 1), ("in_progress", 2)]


@pytest.mark.parametrize("notice_id", ["", "unknown"])
def test_an_unknown_notice_and_a_foreign_one_are_refused_alike(content: Content, publish: Publish, notice_id: str) -> None:
    refusals = []
    for each in (notice_id, publish("gm1")):
        with pytest.raises(Refused) as refused:
            content.ask(OpenNotice(notice_id=each), ANNA)
        refusals.append(refused.value.refusal)
    assert refusals[0] == refusals[1]


def test_what_is_known_at_a_place_is_running_and_coming_there(content: Content, publish: Publish) -> None:
    work, lift = publish("lb8", kind="planned_work", starts_at=NOW + DAY), publish("lb8")
    publish("pp5")
    content.ask(update(publish("lb8"), "investigating", "resolved"), KARIN)
    known = content.ask(ShowKnownAt(property_id="lb8"), ANNA)
    assert (known.property_name, [each.notice_id for each in known.notices]) == ("Lilla Bommen 8", [lift, work])


@pytest.mark.parametrize("property_id", ["gm1", "nowhere"])
def test_a_place_that_is_not_ours_is_not_found(content: Content, property_id: str) -> None:
    with pytest.raises(Refused) as refused:
        content.ask(ShowKnownAt(property_id=property_id), ANNA)
    assert refused.value.refusal.code == "not_found"


def test_the_overview_holds_works_within_fourteen_days_and_nothing_over(content: Content, publish: Publish) -> None:
    for days in (14, 15):
        publish("lb8", kind="planned_work", title=f"Om {days} dagar", starts_at=NOW + days * DAY)
    content.ask(update(publish("lb8"), "investigating", "resolved"), KARIN)
    summed = content.ask(SumContent(), ANNA)
    assert [each.title for each in summed.status.planned] == ["Om 14 dagar"]
    assert (summed.status.recent, summed.on_call_phone) == ([], "031-390 06 00")
    assert [(each.name, each.own_floors) for each in summed.houses] == [("Lilla Bommen 8", [3]), ("Polhemsplatsen 5", [3])]


def test_publishing_counts_whom_it_reaches_tells_the_neighbours_and_leaves_a_trace(content: Content) -> None:
    reply = content.ask(notice_of("lb8", floors=[4, 3, 3]), KARIN)
    assert (reply.organisations, reply.persons) == (1, 2)
    (news,) = content.world.told
    assert isinstance(news, NoticeChanged)
    assert (news.notice_id, news.subject_id, news.sequence, news.phase) == (reply.notice_id, reply.notice_id, 1, "investigating")
    assert content.world.audited == [("notice.published", reply.notice_id)]
    assert content.world.kept_notices[reply.notice_id].floors == [3, 4]


@pytest.mark.parametrize(
    ("property_id", "changed", "refusal"),
    [
        ("nowhere", {}, ("not_found", "property_id")),
        ("lb8", {"expected_until": NOW}, ("invalid", "expected_until")),
        ("lb8", {"floors": [1000]}, ("invalid", "floors")),
    ],
)
def test_a_notice_that_cannot_be_is_refused_and_leaves_nothing(
    content: Content, property_id: str, changed: dict[str, object], refusal: tuple[str, str]
) -> None:
    with pytest.raises(Refused) as refused:
        content.ask(notice_of(property_id, **changed), KARIN)
    assert (refused.value.refusal.code, refused.value.refusal.place) == refusal
    assert (content.world.kept_notices, content.world.told, content.world.audited, content.world.commits) == ({}, [], [], 0)


def test_updates_are_told_in_order_and_shown_newest_first(content: Content, publish: Publish) -> None:
    notice_id = publish("lb8")
    content.ask(update(notice_id, "investigating", "identified"), KARIN)
    content.ask(update(notice_id, "identified", "identified"), KARIN)
    notice = content.ask(OpenNotice(notice_id=notice_id), ANNA).notice
    assert [each.phase for each in notice.updates] == ["identified", "identified", "investigating"]
    assert [each.sequence for each in content.world.told] == [1, 2, 3]


@pytest.mark.parametrize(
    ("expected", "phase", "code"), [("identified", "fixing", "conflict"), ("investigating", "planned", "status_not_allowed")]
)
def test_a_move_that_is_not_allowed_changes_nothing(content: Content, publish: Publish, expected: str, phase: str, code: str) -> None:
    notice_id = publish("lb8")
    with pytest.raises(Refused) as refused:
        content.ask(update(notice_id, expected, phase), KARIN)
    assert refused.value.refusal.code == code
    assert len(content.world.told) == 1


def test_moving_a_notice_nobody_knows_is_not_found(content: Content) -> None:
    with pytest.raises(Refused) as refused:
        content.ask(update("none", "investigating", "fixing"), KARIN)
    assert refused.value.refusal.code == "not_found"


def test_staff_see_every_house_running_first(content: Content, publish: Publish) -> None:
    over, work, lift = publish("gm1"), publish("pp5", kind="planned_work", starts_at=NOW + DAY), publish("lb8")
    content.ask(update(over, "investigating", "resolved"), KARIN)
    assert [each.notice_id for each in content.ask(ListNotices(), KARIN).notices] == [lift, work, over]


def test_the_neighbours_tenant_sees_her_own_house_only(content: Content, publish: Publish) -> None:
    publish("lb8")
    shown = content.ask(ShowStatus(), EVE)
    assert ([each.name for each in shown.properties], shown.current) == (["Gamlestaden 1"], [])
