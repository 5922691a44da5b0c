"""Who may follow and who is told."""

from datetime import UTC, datetime

import pytest

from services.cases.domain.actor import Actor, Side
from services.cases.domain.case import open_case
from services.cases.domain.errors import NotOfOrganisation
from services.cases.domain.follower import first_follower, follow, to_tell
from tests.unit.cases.test_case import ANNA, KARIN, NOW, REPORT

CASE, _ = open_case(1001, "company", REPORT, ANNA, NOW)


def test_the_reporter_follows_at_once() -> None:
    assert (first_follower(CASE).person_id, first_follower(CASE).since) == ("anna", NOW)


def test_a_colleague_may_follow_and_a_stranger_may_not() -> None:
    assert follow(CASE, "omar", "company", NOW).case_id == CASE.case_id
    with pytest.raises(NotOfOrganisation):
        follow(CASE, "eve", "other", NOW)


def test_every_follower_but_the_actor_is_told() -> None:
    followers = [first_follower(CASE), follow(CASE, "omar", "company", datetime(2026, 11, 21, tzinfo=UTC))]
    assert to_tell(followers, KARIN) == ["anna", "omar"]
    assert to_tell(followers, Actor("omar", "Omar Berg", Side.TENANT)) == ["anna"]
