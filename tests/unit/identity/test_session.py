"""How long a session lives, and when BankID stops vouching for it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.identity.domain.session import BANKID_IDLE, BANKID_IN_ALL, IDLE, IN_ALL, Kind, Method, Session
from tests.support.clock import NOON


def a_session(method: Method = Method.BANKID, kind: Kind = Kind.TENANT) -> Session:
    return Session("s1", b"hash", "anna", kind, method, NOON, NOON, NOON, b"browser", "192.0.2.1", "test")


@given(pauses=st.lists(st.integers(0, 70), max_size=60))
def test_bankid_standing_follows_its_two_limits_and_never_returns(pauses: list[int]) -> None:
    session, now, lapsed = a_session(), NOON, False
    for minutes in pauses:
        now += timedelta(minutes=minutes)
        if not session.lives(now):
            break
        idle_too_long = now - session.last_seen_at >= BANKID_IDLE
        session.touch(now)
        lapsed = lapsed or idle_too_long or now - NOON >= BANKID_IN_ALL
        assert session.stands_on_bankid(now) == (not lapsed)
        assert session.assurance(now) == (1 if lapsed else 3)


@pytest.mark.parametrize("method", [Method.PASSWORD, Method.DEVICE])
def test_nothing_but_bankid_stands_on_bankid(method: Method) -> None:
    session = a_session(method)
    assert not session.stands_on_bankid(NOON)
    assert session.assurance(NOON) == (0 if method is Method.DEVICE else 1)


def test_a_session_ends_idle_and_in_all() -> None:
    session = a_session(Method.PASSWORD)
    assert session.lives(NOON + IDLE - timedelta(seconds=1))
    assert not session.lives(NOON + IDLE)
    session.last_seen_at = NOON + IN_ALL
    assert not session.lives(NOON + IN_ALL)
    assert session.ends_at() == NOON + IN_ALL


def test_a_staff_session_ends_with_its_bankid() -> None:
    session = a_session(kind=Kind.STAFF)
    session.last_seen_at = NOON + BANKID_IN_ALL
    assert not session.lives(NOON + BANKID_IN_ALL)


def test_the_first_reason_to_end_stands() -> None:
    session = a_session()
    session.end("theft", NOON)
    session.end("sign_out", NOON + IDLE)
    assert (session.end_reason, session.ended_at) == ("theft", NOON)
    assert not session.lives(NOON)


def test_its_use_is_written_down_at_most_once_a_minute() -> None:
    session = a_session()
    assert not session.wants_touch(NOON + timedelta(seconds=59))
    assert session.wants_touch(NOON + timedelta(seconds=60))
    session.touch(NOON + timedelta(seconds=60))
    session.touch(NOON)
    assert session.last_seen_at == NOON + timedelta(seconds=60)
