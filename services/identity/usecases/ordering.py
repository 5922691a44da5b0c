"""Ordering an identification from BankID for one of our purposes."""

from urllib.parse import urlencode

from services.contracts.identity import BankIdState
from services.identity.domain.attempt import Attempt, Purpose, State
from services.identity.domain.bankid import Pending, StartedOrder, Way, code_at, shows_code, start_link
from services.identity.usecases.ports import BankId, Clock, Portal

_INTENT = {
    "sv": {
        "sign_in": "Logga in i {name}",
        "staff_sign_in": "Logga in i {name} som personal",
        "step_up": "Visa fakturor i {name}",
        "register": "Registrera dig i {name}",
        "warning": "Vi ringer aldrig och ber dig logga in.",
    },
    "en": {
        "sign_in": "Log in to {name}",
        "staff_sign_in": "Log in to {name} as staff",
        "step_up": "Show invoices in {name}",
        "register": "Register with {name}",
        "warning": "We never call you and ask you to log in.",
    },
}
_NOT_PICKED_UP = frozenset({"outstandingTransaction", "noClient"})


def order_identification(
    bankid: BankId,
    portal: Portal,
    *,
    purpose: Purpose,
    language: str,
    ip: str,
    user_agent: str,
    browser_hash: bytes,
    return_url: str | None,
) -> StartedOrder:
    """Start an order that says in the app what it is for. Raises BankIdUnavailable and BankIdRefused."""
    words = _INTENT["en" if language == "en" else "sv"]
    return bankid.start(
        end_user_ip=ip,
        user_agent=user_agent,
        device_identifier=browser_hash.hex(),
        referring_domain=portal.domain,
        return_url=return_url,
        visible_text=f"{words[purpose].format(name=portal.name)}\n{words['warning']}",
    )


def order_again(bankid: BankId, portal: Portal, attempt: Attempt) -> StartedOrder:
    """The next order of an attempt whose code nobody scanned."""
    return order_identification(
        bankid,
        portal,
        purpose=attempt.purpose,
        language=attempt.language,
        ip=attempt.ip,
        user_agent=attempt.user_agent,
        browser_hash=attempt.browser_hash,
        return_url=None,
    )


def with_nonce(address: str, nonce: str) -> str:
    """Where BankID's app returns to."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode({'n': nonce})}"


def shown(attempt: Attempt, portal: Portal, clock: Clock) -> BankIdState:
    """What the page shows of the attempt. The order's secrets stay here: only the code of this very second leaves."""
    waiting = attempt.state is State.WAITING
    pending = Pending(attempt.hint)
    same_device = attempt.way is Way.SAME_DEVICE
    offers_app = waiting and same_device and attempt.hint in _NOT_PICKED_UP
    return BankIdState(
        state="waiting"
        if waiting
        else "complete"
        if attempt.state is State.COMPLETE
        else "stopped"
        if attempt.state is State.STOPPED
        else "failed",
        way=attempt.way.value,
        message=attempt.shown_message,
        qr=code_at(attempt.order, clock.now()) if waiting and shows_code(attempt.way, pending) else None,
        start_address=start_link(portal.bankid_start_address, attempt.order) if offers_app else None,
        needs_return=same_device and attempt.state is State.COMPLETE,
    )
