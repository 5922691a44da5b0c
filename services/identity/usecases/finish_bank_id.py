"""Turn a complete BankID order into a session, once, in the browser that began it."""

from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn
from uuid import uuid4

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.contracts.identity import FinishBankId, SignedIn
from services.contracts.refusals import NOT_FOUND, SIGN_IN, refuse
from services.identity.domain.attempt import Attempt, State
from services.identity.domain.bankid import Way, same_address
from services.identity.domain.person import Person
from services.identity.domain.secret import hash_of, same
from services.identity.domain.session import Kind, Method, Session
from services.identity.usecases.accepting import Underway, accept, registered, underway
from services.identity.usecases.acting import IDENTITY
from services.identity.usecases.opening import Entrance, open_session
from services.identity.usecases.ports import Uow, Work
from services.identity.usecases.telling import tell_sessions_ended


@dataclass(frozen=True)
class _Finish:
    """The pieces that every purpose needs."""

    work: Work
    ask: FinishBankId
    attempt: Attempt
    now: datetime

    def opened(self, person: Person, kind: Kind = Kind.TENANT) -> SignedIn:
        """The attempt is used up and the session open, in one commit."""
        note = {
            "attempt": self.attempt.id,
            "same_address": same_address(self.attempt.device_ip or "", self.attempt.ip),
            "risk": self.attempt.risk or "none",
        }
        self.attempt.close()
        self.work.known_as(person.id)
        self.work.audit("bankid.identified", subject=person.id, details=note)
        entrance = Entrance(kind, Method.BANKID, self.ask.browser, self.ask.remember)
        return self.work.commit(open_session(self.work, person, entrance, self.now))

    def turned_away(self, code: str) -> NoReturn:
        """The attempt is used up all the same, and the refusal leaves a trace."""
        self.attempt.close()
        self.work.audit("bankid.refused", subject=self.attempt.id, details={"code": code, "purpose": self.attempt.purpose})
        self.work.commit()
        refuse(code)


def finish_bank_id(ask: FinishBankId, caller: Caller, uow: Uow, clock: Clock) -> SignedIn:
    """A completed order opens nothing by itself: it takes the browser that began it and, on the same device, the nonce that came back."""
    now = clock.now()
    with uow(IDENTITY, ask) as work:
        attempt = work.attempts.lock(hash_of(ask.attempt), hash_of(ask.browser.browser_id))
        if attempt is None or attempt.state is State.OVER:
            refuse(NOT_FOUND)
        finish = _Finish(work, ask, attempt, now)
        if attempt.state is not State.COMPLETE:
            refuse("bankid_not_complete")
        if not attempt.can_finish(now):
            finish.turned_away(NOT_FOUND)
        if attempt.way is Way.SAME_DEVICE and not _came_back(attempt, ask.nonce):
            refuse("bankid_return_mismatch")
        if attempt.risk == "high":
            finish.turned_away("bankid_risk")
        match attempt.purpose:
            case "sign_in":
                return _sign_in(finish)
            case "staff_sign_in":
                return _sign_in_staff(finish)
            case "register":
                return _register(finish)
            case "step_up":
                return _step_up(finish)


def _came_back(attempt: Attempt, nonce: str | None) -> bool:
    return nonce is not None and attempt.nonce_hash is not None and same(hash_of(nonce), attempt.nonce_hash)


def _sign_in(finish: _Finish) -> SignedIn:
    person = finish.work.persons.with_number(finish.attempt.number.fingerprint)
    if person is None or _only_staff(finish.work, person):
        finish.turned_away("no_account")
    return finish.opened(person)


def _only_staff(work: Work, person: Person) -> bool:
    return work.staff.find(person.id) is not None and not work.memberships.shown_of(person.id)


def _sign_in_staff(finish: _Finish) -> SignedIn:
    person = finish.work.persons.with_number(finish.attempt.number.fingerprint)
    if person is None or finish.work.staff.find(person.id) is None:
        finish.turned_away("no_account")
    return finish.opened(person, Kind.STAFF)


def _register(finish: _Finish) -> SignedIn:
    work, attempt = finish.work, finish.attempt
    registration = work.registrations.find(attempt.registration_id) if attempt.registration_id else None
    found = underway(work, registration, finish.now)
    work.hold(f"email:{found.invitation.email.casefold()}")
    work.hold(f"number:{attempt.number.fingerprint.hex()}")
    person = work.persons.with_number(attempt.number.fingerprint)
    if person is None:
        person = _new_person(finish, found)
        registered(work, person, finish.now)
    accept(work, found.invitation, person, finish.now)
    return finish.opened(person, Kind.TENANT if found.invitation.organisation_id else Kind.STAFF)


def _new_person(finish: _Finish, found: Underway) -> Person:
    registration, attempt = found.registration, finish.attempt
    if finish.work.persons.with_email(found.invitation.email) is not None:
        # Whoever has the account signs in with what it has; a BankID alone must not take it over.
        refuse("account_exists")
    saved = registration.details_saved
    person = Person(
        id=str(uuid4()),
        given_name=registration.given_name if saved else attempt.given_name or registration.given_name,
        surname=registration.surname if saved else attempt.surname or registration.surname,
        email=found.invitation.email,
        phone=registration.phone,
        language=registration.language,
        registered_at=finish.now,
    )
    person.link_bankid(attempt.number)
    return person


def _step_up(finish: _Finish) -> SignedIn:
    work, attempt = finish.work, finish.attempt
    session = work.sessions.find(attempt.session_id) if attempt.session_id else None
    if session is None or not session.lives(finish.now):
        finish.turned_away(SIGN_IN)
    person = work.persons.lock(session.person_id)
    if person is None or not _is_or_becomes(finish, person, session):
        finish.turned_away("bankid_other_person")
    session.end("stepped_up", finish.now)
    tell_sessions_ended(work, person.id, [session.id], "stepped_up", finish.now)
    return finish.opened(person)


def _is_or_becomes(finish: _Finish, person: Person, session: Session) -> bool:
    """The same person as signed in; or her first BankID, where she signed in with her password and nobody else has it."""
    number, work = finish.attempt.number, finish.work
    if person.number_fingerprint is not None:
        return same(person.number_fingerprint, number.fingerprint)
    work.hold(f"number:{number.fingerprint.hex()}")
    if session.method is not Method.PASSWORD or work.persons.with_number(number.fingerprint) is not None:
        return False
    person.link_bankid(number)
    work.known_as(person.id)
    work.mail(
        "method_added",
        to=person.email,
        about={"name": person.name, "method": "bankid", "at": finish.now.isoformat()},
        language=person.language,
    )
    work.audit("person.bankid_linked", subject=person.id)
    return True
