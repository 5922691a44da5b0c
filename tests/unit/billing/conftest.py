"""Billing as most tests begin: with two customers, and with every sample document imported."""

import pytest

from tests.unit.billing.driver import Billing
from tests.unit.billing.files import NAMES, text_of


@pytest.fixture
def billing() -> Billing:
    return Billing()


@pytest.fixture
def filled(billing: Billing) -> Billing:
    assert {each.outcome for each in billing.take(*(text_of(name).encode() for name in NAMES))} == {"imported"}
    return billing
