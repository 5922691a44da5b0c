"""Start a BankID order after a click, bound to the browser, the purpose and the way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.contracts.identity import BankIdStarted, StartBankId
from services.contracts.refusals import INVALID, SIGN_IN, refuse
from services.identity.domain.attempt import Attempt
from services.identity.domain.bankid import BankIdRefused, BankIdUnavailable, Way
from services.identity.domain.guessing import NETWORK_WINDOW, ORDERS_FREE, ORDERS_NETWORK_FREE, network_of
from services.identity.domain.secret import hash_of, new_token
from services.identity.domain.session import FRESH, Kind, Method
from services.identity.usecases.accepting import underway_with
from services.identity.usecases.acting import IDENTITY
from services.identity.usecases.ordering import order_identification, with_nonce
from services.identity.usecases.ports import BankId, Portal, Uow, Work


@dataclass(frozen=True)
class _Binding:
    """What the order is for, beyond its purpose."""

    language: str = "sv"
    registration_id: str | None = None
    session_id: str | None = None


def start_bank_id(ask: StartBankId, caller: Caller, uow: Uow, clock: Clock, bankid: BankId, portal: Portal) -> BankIdStarted:
    """Three steps, so that no transaction waits for BankID: bind and close what was pending, order, keep."""
    now = clock.now()
    way = Way(ask.way)
    browser_hash = hash_of(ask.browser.browser_id)
    nonce = new_token() if way is Way.SAME_DEVICE else None
    return_url = with_nonce(_own_address(ask.return_address, portal), nonce) if nonce else None
    with uow(IDENTITY, ask) as work:
        _count(work, browser_hash, ask.browser.ip, now)
        binding = _bind(work, ask, now)
        given_up = work.attempts.waiting(browser_hash)
        for each in given_up:
            each.close()
        work.commit()
    _cancel(bankid, [each.order_ref for each in given_up])
    try:
        order = order_identification(
            bankid,
            portal,
            purpose=ask.purpose,
            language=binding.language,
            ip=ask.browser.ip,
            user_agent=ask.browser.user_agent,
            browser_hash=browser_hash,
            return_url=return_url,
        )
    except (BankIdUnavailable, BankIdRefused):
        refuse("bankid_unavailable")
    token = new_token()
    with uow(IDENTITY, ask) as work:
        work.attempts.add(
            Attempt(
                id=str(uuid4()),
                token_hash=hash_of(token),
                browser_hash=browser_hash,
                purpose=ask.purpose,
                way=way,
                ip=ask.browser.ip,
                user_agent=ask.browser.user_agent,
                language=binding.language,
                nonce_hash=hash_of(nonce) if nonce else None,
                registration_id=binding.registration_id,
                session_id=binding.session_id,
                started_at=now,
                order_ref=order.order_ref,
                auto_start_token=order.auto_start_token,
                qr_start_token=order.qr_start_token,
                qr_start_secret=order.qr_start_secret,
                order_received_at=order.received_at,
            )
        )
        return work.commit(BankIdStarted(attempt=token))


def _own_address(address: str | None, portal: Portal) -> str:
    # The gateway names it, but an address elsewhere would send the nonce away.
    if address is None or not address.startswith(f"{portal.address}/"):
        refuse(INVALID, place="return_address")
    return address


def _count(work: Work, browser_hash: bytes, ip: str, now: datetime) -> None:
    # Wide: a whole office may stand behind one address, and nobody is to be locked out of BankID by a neighbour.
    browser = work.guesses.lock(f"orders:{browser_hash.hex()}", now)
    network = work.guesses.lock(f"orders-network:{network_of(ip)}", now)
    wait = max(browser.wait(now), network.wait(now))
    if wait:
        refuse("too_many_attempts", wait_s=wait)
    browser.count_within(now, ORDERS_FREE, NETWORK_WINDOW)
    network.count_within(now, ORDERS_NETWORK_FREE, NETWORK_WINDOW)


def _bind(work: Work, ask: StartBankId, now: datetime) -> _Binding:
    if ask.purpose == "register":
        found = underway_with(work, ask.registration or "", now)
        return _Binding(found.registration.language, registration_id=found.registration.id)
    if ask.purpose == "step_up":
        return _bind_session(work, ask.session_token, now)
    return _Binding()


def _bind_session(work: Work, token: str | None, now: datetime) -> _Binding:
    session = work.sessions.with_token(hash_of(token)) if token else None
    if session is None or not session.lives(now) or session.kind is not Kind.TENANT:
        refuse(SIGN_IN)
    person = work.persons.find(session.person_id)
    if person is None:
        refuse(SIGN_IN)
    fresh = session.method is Method.PASSWORD and now - session.authenticated_at < FRESH
    if person.number_fingerprint is None and not fresh:
        # A first BankID becomes a way of signing in: only for somebody who has just given her password.
        refuse(SIGN_IN)
    return _Binding(person.language, session_id=session.id)


def _cancel(bankid: BankId, order_refs: Iterable[str]) -> None:
    for order_ref in order_refs:
        try:
            bankid.cancel(order_ref)
        except (BankIdUnavailable, BankIdRefused):
            # It dies by itself within minutes, and its attempt can no longer be finished.
            continue
