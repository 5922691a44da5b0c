"""Give up a BankID order."""

from services.chassis.caller import Caller
from services.contracts.envelope import Done
from services.contracts.identity import CancelBankId
from services.identity.domain.attempt import State
from services.identity.domain.bankid import BankIdRefused, BankIdUnavailable
from services.identity.domain.secret import hash_of
from services.identity.usecases.acting import IDENTITY
from services.identity.usecases.ports import BankId, Uow


def cancel_bank_id(ask: CancelBankId, caller: Caller, uow: Uow, bankid: BankId) -> Done:
    """Ours is over first, whatever BankID says; one that is unknown or over is done already."""
    with uow(IDENTITY, ask) as work:
        attempt = work.attempts.lock(hash_of(ask.attempt), hash_of(ask.browser.browser_id))
        if attempt is None or attempt.state is State.OVER:
            return Done()
        waiting, order_ref = attempt.state is State.WAITING, attempt.order_ref
        attempt.close()
        work.commit()
    if waiting:
        try:
            bankid.cancel(order_ref)
        except (BankIdUnavailable, BankIdRefused):
            # It dies by itself within minutes.
            return Done()
    return Done()
