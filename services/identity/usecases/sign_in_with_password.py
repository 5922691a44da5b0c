"""Sign in with e-mail and password: one answer and one timing for everything that is wrong."""

from dataclasses import dataclass
from datetime import datetime

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.contracts.identity import SignedIn, SignInWithPassword
from services.contracts.refusals import refuse
from services.identity.domain.guessing import NETWORK_FREE, NETWORK_WINDOW, network_of
from services.identity.domain.password import normalised
from services.identity.domain.session import Kind, Method
from services.identity.usecases.acting import IDENTITY
from services.identity.usecases.opening import Entrance, open_session
from services.identity.usecases.ports import NumberSafe, Passwords, Uow, Work


@dataclass(frozen=True)
class _Try:
    person_id: str | None
    stored: str | None


def sign_in_with_password(
    ask: SignInWithPassword, caller: Caller, uow: Uow, clock: Clock, passwords: Passwords, safe: NumberSafe
) -> SignedIn:
    """Every try counts as a failure before the password is looked at, so that many at once gain nothing; a right one is forgiven."""
    now = clock.now()
    keys = (f"account:{safe.digest('account', ask.email.strip().casefold()).hex()}", f"network:{network_of(ask.browser.ip)}")
    with uow(IDENTITY, ask) as work:
        _count(work, keys, now)
        person = work.persons.with_email(ask.email)
        attempt = _Try(person.id if person else None, person.password_hash if person else None)
        work.commit()
    # Outside the transaction: hashing takes a tenth of a second, and takes it for an unknown address too.
    password = normalised(ask.password)
    right = passwords.matches(attempt.stored, password)
    if not right or attempt.person_id is None or attempt.stored is None:
        refuse("wrong_credentials")
    renewed = passwords.hash(password) if passwords.outdated(attempt.stored) else None
    with uow(IDENTITY, ask) as work:
        person = work.persons.lock(attempt.person_id)
        if person is None or person.password_hash != attempt.stored:
            refuse("wrong_credentials")
        work.known_as(person.id)
        if renewed:
            person.password_hash = renewed
        account, network = (work.guesses.lock(key, now) for key in keys)
        account.failures, account.blocked_until = 0, None
        network.forgive_one()
        entrance = Entrance(Kind.TENANT, Method.PASSWORD, ask.browser, ask.remember)
        return work.commit(open_session(work, person, entrance, now))


def _count(work: Work, keys: tuple[str, str], now: datetime) -> None:
    account, network = (work.guesses.lock(key, now) for key in keys)
    wait = max(account.wait(now), network.wait(now))
    if wait:
        refuse("too_many_attempts", wait_s=wait)
    account.count_account(now)
    network.count_within(now, NETWORK_FREE, NETWORK_WINDOW)
