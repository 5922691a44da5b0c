"""A remembered device against a small model: owners are never shut out, copies always give themselves away."""

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, precondition, rule

from services.identity.domain.device import GRACE, GRACE_USES, IDLE, IN_ALL, Device, Verdict, device_token, parts_of
from services.identity.domain.secret import hash_of, new_token
from tests.support.clock import FixedClock


def a_device(clock: FixedClock, secret: str) -> Device:
    return Device("d1", "anna", b"r" * 32, hash_of(secret), "test", clock.now(), clock.now())


class Devices(RuleBasedStateMachine):
    """The model knows every token that was ever given out, in order, and when the last one was."""

    used = Bundle("used")

    def __init__(self) -> None:
        super().__init__()
        self.clock = FixedClock()
        first = new_token()
        self.device = a_device(self.clock, first)
        self.given = [first]
        self.rotated_at = self.clock.now()
        self.grace_uses = 0
        self.theft = False

    @initialize()
    def begins(self) -> None:
        assert self.device.lives(self.clock.now())

    @rule(seconds=st.integers(0, 45))
    def time_passes(self, seconds: int) -> None:
        self.clock.advance(seconds=seconds)

    @precondition(lambda self: not self.theft)
    @rule()
    def the_owner_comes_back(self) -> None:
        verdict, following = self.device.present(self.given[-1], self.clock.now())
        assert verdict is Verdict.ACCEPTED
        assert following not in self.given
        self.given.append(following)
        self.rotated_at, self.grace_uses = self.clock.now(), 0

    @precondition(lambda self: not self.theft and len(self.given) > 1)
    @rule()
    def the_answer_was_lost_or_a_second_tab_woke(self) -> None:
        verdict, following = self.device.present(self.given[-2], self.clock.now())
        if self.clock.now() - self.rotated_at <= GRACE:
            expected = (Verdict.ACCEPTED, self.given[-1]) if self.grace_uses < GRACE_USES else (Verdict.REFUSED, "")
            assert (verdict, following) == expected
            self.grace_uses += 1
        else:
            assert verdict is Verdict.THEFT
            self._shut()

    @precondition(lambda self: not self.theft and len(self.given) > 2)
    @rule(which=st.integers(0))
    def an_old_copy_is_used(self, which: int) -> None:
        assert self.device.present(self.given[which % (len(self.given) - 2)], self.clock.now()) == (Verdict.THEFT, "")
        self._shut()

    @precondition(lambda self: not self.theft)
    @rule()
    def a_made_up_token_is_used(self) -> None:
        assert self.device.present(new_token(), self.clock.now())[0] is Verdict.THEFT

    @precondition(lambda self: self.theft)
    @rule(which=st.integers(0))
    def nothing_opens_it_again(self, which: int) -> None:
        assert self.device.present(self.given[which % len(self.given)], self.clock.now()) == (Verdict.REFUSED, "")

    @invariant()
    def no_token_is_kept(self) -> None:
        stored = repr(vars(self.device))
        assert not any(token in stored for token in self.given)

    def _shut(self) -> None:
        self.device.end(self.clock.now())
        self.theft = True


Devices.TestCase.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
TestDevices = Devices.TestCase


def test_a_device_lapses_when_idle_and_when_old() -> None:
    clock = FixedClock()
    secret = new_token()
    device = a_device(clock, secret)
    while clock.now() - device.remembered_at < IN_ALL - IDLE:
        clock.at += IDLE - timedelta(seconds=1)
        verdict, secret = device.present(secret, clock.now())
        assert verdict is Verdict.ACCEPTED
    clock.at = device.remembered_at + IN_ALL
    assert device.present(secret, clock.now()) == (Verdict.REFUSED, "")
    idle = a_device(clock, secret)
    assert idle.present(secret, clock.now() + IDLE) == (Verdict.REFUSED, "")


def test_a_cookie_is_taken_apart_as_it_was_put_together() -> None:
    assert parts_of(device_token("series", "secret")) == ("series", "secret")
    for broken in ("", "series", "series.", ".secret"):
        assert parts_of(broken) == ("", "")
