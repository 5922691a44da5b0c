"""Heavy work: two at once, and a queue that ends."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from services.chassis import heavy_work
from services.contracts.refusals import TRY_AGAIN, Refused


def test_two_at_once_and_the_rest_wait_their_turn() -> None:
    at_work, most, lock, both = 0, 0, threading.Lock(), threading.Barrier(2)

    def work() -> int:
        nonlocal at_work, most
        with lock:
            at_work += 1
            most = max(most, at_work)
        both.wait(timeout=5)
        with lock:
            at_work -= 1
        return 1

    with ThreadPoolExecutor(12) as pool:
        assert sum(pool.map(lambda _: heavy_work.in_native_thread(work), range(12))) == 12
    assert most == 2


def test_when_too_many_wait_the_next_is_refused_and_places_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heavy_work, "WAITING", 0)
    heavy_work.run_with(lambda work, *args, **named: work(*args, **named))
    release = threading.Event()
    entered = threading.Barrier(heavy_work.AT_ONCE + 1)

    def work() -> str:
        entered.wait()
        release.wait()
        return "done"

    with ThreadPoolExecutor(heavy_work.AT_ONCE) as pool:
        working = [pool.submit(heavy_work.in_native_thread, work) for _ in range(heavy_work.AT_ONCE)]
        entered.wait()
        with pytest.raises(Refused) as refused:
            heavy_work.in_native_thread(work)
        assert refused.value.refusal.code == TRY_AGAIN
        release.set()
        assert [each.result() for each in working] == ["done"] * heavy_work.AT_ONCE
    assert heavy_work.in_native_thread(lambda number: number + 1, 1) == 2


def test_an_error_comes_out_and_the_place_comes_back() -> None:
    heavy_work.run_with(lambda work, *args, **named: work(*args, **named))
    for _ in range(heavy_work.AT_ONCE + heavy_work.WAITING + 1):
        with pytest.raises(ZeroDivisionError):
            heavy_work.in_native_thread(lambda: 1 // 0)
