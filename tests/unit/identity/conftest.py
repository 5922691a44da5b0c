"""identity on fakes, empty or with Company AB."""

from collections.abc import Callable

import pytest

from tests.support.clock import FixedClock
from tests.unit.identity.driver import Company, Identity, company
from tests.unit.identity.fakes import Kept


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def kept(clock: FixedClock) -> Kept:
    return Kept(clock)


@pytest.fixture
def it(kept: Kept, clock: FixedClock) -> Identity:
    return Identity(kept.uow, clock)


@pytest.fixture
def token_of(kept: Kept) -> Callable[[str], str]:
    """The token in the newest invitation mail to an address."""

    def find(email: str) -> str:
        return str([about["token"] for to, about in kept.mails("invitation") if to == email][-1])

    return find


@pytest.fixture
def ab(it: Identity, token_of: Callable[[str], str]) -> Company:
    return company(it, token_of)
