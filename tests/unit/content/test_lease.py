"""The status of a lease object, from its dates and the notice."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.content.domain.errors import BrokenRule
from services.content.domain.lease import Lease, LeaseObject, LeaseStatus, place_text

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def an_object(
    valid_from: date | None = date(2024, 1, 1), valid_to: date | None = date(2030, 12, 31), *, notice: bool = False, area_m2: int = 350
) -> LeaseObject:
    return LeaseObject("lb8", "Lilla Bommen 8", "Plan 3", [3], area_m2, valid_from, valid_to, notice)


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2023, 12, 31), LeaseStatus.UPCOMING),
        (date(2024, 1, 1), LeaseStatus.ACTIVE),
        (date(2030, 12, 31), LeaseStatus.ACTIVE),
        (date(2031, 1, 1), LeaseStatus.ENDED),
    ],
)
def test_a_lease_object_is_in_force_from_its_first_day_through_its_last(day: date, status: LeaseStatus) -> None:
    assert an_object().status_on(day) is status


def test_notice_given_is_still_in_force_until_the_last_day() -> None:
    gone = an_object(notice=True)
    assert gone.status_on(date(2023, 12, 31)) is LeaseStatus.UPCOMING
    assert gone.status_on(date(2030, 12, 31)) is LeaseStatus.NOTICE_GIVEN
    assert gone.status_on(date(2031, 1, 1)) is LeaseStatus.ENDED


def test_open_dates_never_begin_late_nor_end() -> None:
    assert an_object(None, None).status_on(date(1990, 1, 1)) is LeaseStatus.ACTIVE
    assert an_object(None, None).status_on(date(2090, 1, 1)) is LeaseStatus.ACTIVE


@given(DAYS, DAYS, st.booleans(), DAYS)
def test_a_lease_object_only_ever_goes_forward(start: date, end: date, notice: bool, day: date) -> None:
    assume(start <= end)
    course = [LeaseStatus.UPCOMING, LeaseStatus.NOTICE_GIVEN if notice else LeaseStatus.ACTIVE, LeaseStatus.ENDED]
    each = an_object(start, end, notice=notice)
    assert course.index(each.status_on(day)) <= course.index(each.status_on(day + timedelta(days=1)))


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "notice", "area", "place"),
    [
        (date(2030, 1, 2), date(2030, 1, 1), False, 10, "valid_to"),
        (None, None, True, 10, "valid_to"),
        (None, None, False, 0, "area_m2"),
        (None, None, False, 10**7, "area_m2"),
    ],
)
def test_a_lease_object_that_cannot_be_is_refused_at_its_field(
    valid_from: date | None, valid_to: date | None, notice: bool, area: int, place: str
) -> None:
    with pytest.raises(BrokenRule) as broken:
        an_object(valid_from, valid_to, notice=notice, area_m2=area)
    assert broken.value.place == place


def test_one_number_spans_objects_of_different_status() -> None:
    lease = Lease("1", "company", "HA-23-0415", "Kontor")
    lease.write("Kontor", [an_object(), an_object(notice=True), an_object(date(2027, 1, 1))])
    today = date(2026, 11, 23)
    assert [each.status_on(today) for each in lease.objects] == [LeaseStatus.ACTIVE, LeaseStatus.NOTICE_GIVEN, LeaseStatus.UPCOMING]
    assert [each.position for each in lease.objects] == [0, 1, 2]
    assert {each.organisation_id for each in lease.objects} == {"company"}
    assert not lease.has_ended_on(date(2030, 12, 31))
    assert lease.has_ended_on(date(2031, 1, 1))


def test_a_lease_is_told_again_only_when_the_day_changed_a_status() -> None:
    lease = Lease("1", "company", "HA-26-0102", "Förråd")
    lease.write("Förråd", [an_object(date(2027, 1, 1), date(2031, 12, 31))])
    assert lease.was_told_otherwise(date(2026, 11, 23))
    lease.mark_told(date(2026, 11, 23))
    assert not lease.was_told_otherwise(date(2026, 12, 31))
    assert lease.was_told_otherwise(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("premises", "floors", "text"),
    [("Kontor", [4, 3], "Kontor, plan 3–4"), ("Plan 3", [3], "Plan 3"), ("Förråd 12", [], "Förråd 12"), ("Lager", [-1], "Lager, plan −1")],
)
def test_premises_say_their_floor_once(premises: str, floors: list[int], text: str) -> None:
    assert place_text(premises, floors) == text
