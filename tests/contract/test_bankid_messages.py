"""Every message that identity can name for a BankID order has a sentence in the gateway."""

import pytest

from gateway.bankid import MESSAGES
from services.identity.domain import bankid
from services.identity.domain.bankid import BankIdUnavailable, Failed, Pending, Way

HINTS = (*bankid._PENDING, "outstandingTransaction", "somethingNew2027"), (*bankid._FAILED, "startFailed", "somethingNew2027")


@pytest.mark.parametrize("way", Way)
def test_every_hint_has_a_sentence(way: Way) -> None:
    pending, failed = HINTS
    named = {bankid.message_for(way, Pending(hint)) for hint in pending} | {bankid.message_for(way, Failed(hint)) for hint in failed}
    assert named - MESSAGES.keys() == set()


def test_every_error_has_a_sentence() -> None:
    named = {bankid.message_for_error(BankIdUnavailable(code)) for code in (*bankid._ERRORS, "anything else")}
    assert named - MESSAGES.keys() == set()
