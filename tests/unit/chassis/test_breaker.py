"""The circuit breaker: quick to say no, quick to come back."""

from services.chassis.breaker import OPEN_S, THRESHOLD, Breaker


class Ticks:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def opened(ticks: Ticks) -> Breaker:
    breaker = Breaker(ticks)
    for _ in range(THRESHOLD):
        assert breaker.lets_through()
        breaker.failed()
    return breaker


def test_it_opens_after_failures_in_a_row_and_not_before() -> None:
    breaker = Breaker(Ticks())
    for _ in range(5):
        for _ in range(THRESHOLD - 1):
            breaker.failed()
        assert breaker.lets_through()
        breaker.succeeded()
    assert not opened(Ticks()).lets_through()


def test_open_it_lets_one_try_through_a_second() -> None:
    ticks = Ticks()
    breaker = opened(ticks)
    ticks.now += OPEN_S
    assert [breaker.lets_through() for _ in range(5)] == [True, False, False, False, False]
    ticks.now += OPEN_S
    assert breaker.lets_through()


def test_one_answer_closes_it() -> None:
    ticks = Ticks()
    breaker = opened(ticks)
    ticks.now += OPEN_S
    assert breaker.lets_through()
    breaker.succeeded()
    assert all(breaker.lets_through() for _ in range(5))
