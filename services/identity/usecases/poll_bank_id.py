"""How a BankID order stands: answered from what we hold, BankID itself is asked by one poll at a time, every two seconds."""

from collections.abc import Callable

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.contracts.identity import BankIdState, PollBankId
from services.contracts.refusals import NOT_FOUND, refuse
from services.identity.domain.attempt import Attempt, State
from services.identity.domain.bankid import (
    BankIdRefused,
    BankIdUnavailable,
    Complete,
    Failed,
    Pending,
    StartedOrder,
    message_for_error,
)
from services.identity.domain.secret import hash_of
from services.identity.usecases.acting import IDENTITY
from services.identity.usecases.ordering import order_again, shown
from services.identity.usecases.ports import BankId, NumberSafe, Portal, Uow, Work

Change = Callable[[Attempt], None]


def poll_bank_id(ask: PollBankId, caller: Caller, uow: Uow, clock: Clock, bankid: BankId, portal: Portal, safe: NumberSafe) -> BankIdState:
    """The turn to ask is taken under a lock and committed before BankID is asked; what it says is kept before the browser is answered."""
    with uow(IDENTITY, ask) as work:
        attempt = _mine(work, ask)
        my_turn = attempt.claim(clock.now())
        work.commit()
    if my_turn:
        order_ref = attempt.order_ref
        change, renewed = _asked(attempt, clock, bankid, portal, safe)
        with uow(IDENTITY, ask) as work:
            attempt = _mine(work, ask)
            # Given up by the person while BankID was being asked: then nothing it said counts.
            counts = attempt.state is State.WAITING and attempt.order_ref == order_ref
            if counts:
                change(attempt)
            work.commit()
        if renewed is not None and not counts:
            bankid.cancel(renewed.order_ref)
    return shown(attempt, portal, clock)


def _mine(work: Work, ask: PollBankId) -> Attempt:
    attempt = work.attempts.lock(hash_of(ask.attempt), hash_of(ask.browser.browser_id))
    if attempt is None or attempt.state is State.OVER:
        refuse(NOT_FOUND)
    return attempt


def _asked(attempt: Attempt, clock: Clock, bankid: BankId, portal: Portal, safe: NumberSafe) -> tuple[Change, StartedOrder | None]:
    """What to do with the attempt after what BankID has said, and the order that was started in place of one nobody picked up."""
    try:
        answer = bankid.collect(attempt.order_ref)
    except BankIdUnavailable:
        return Attempt.unanswered, None
    except BankIdRefused as refused:
        message = message_for_error(refused)
        return (lambda it: it.fail(message)), None
    match answer:
        case Pending():
            return (lambda it: it.note(answer)), None
        case Complete():
            number = safe.seal(answer.personal_number)
            now = clock.now()
            return (lambda it: it.complete(answer, number, now)), None
        case Failed():
            order = _renewed(attempt, answer, clock, bankid, portal)
            return ((lambda it: it.renew(order)) if order else (lambda it: it.note(answer))), order


def _renewed(attempt: Attempt, answer: Failed, clock: Clock, bankid: BankId, portal: Portal) -> StartedOrder | None:
    if not attempt.wants_renewal(answer, clock.now()):
        return None
    try:
        return order_again(bankid, portal, attempt)
    except (BankIdUnavailable, BankIdRefused):
        return None
