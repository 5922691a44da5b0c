"""The last step of the registration for those who chose e-mail and password."""

from uuid import uuid4

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.contracts.identity import CompleteWithPassword, SignedIn
from services.contracts.refusals import NOT_ALLOWED, refuse
from services.identity.domain.password import SHORTEST, guess_words, normalised, too_common, too_short
from services.identity.domain.person import Person
from services.identity.domain.session import Kind, Method
from services.identity.usecases.accepting import Underway, accept, registered, underway_with
from services.identity.usecases.acting import IDENTITY
from services.identity.usecases.opening import Entrance, open_session
from services.identity.usecases.ports import Passwords, Portal, Uow, Work


def complete_with_password(
    ask: CompleteWithPassword, caller: Caller, uow: Uow, clock: Clock, passwords: Passwords, portal: Portal
) -> SignedIn:
    """The password is judged and hashed between two transactions, and everything is checked again in the second."""
    password = normalised(ask.password)
    with uow(IDENTITY, ask) as work:
        names = [portal.name, portal.domain, *_names(work, _checked(work, ask, clock))]
    _judge(password, names, passwords)
    hashed = passwords.hash(password)
    now = clock.now()
    with uow(IDENTITY, ask) as work:
        found = _checked(work, ask, clock)
        person = _new_person(found)
        person.registered_at = now
        person.set_password(hashed, now)
        registered(work, person, now)
        accept(work, found.invitation, person, now)
        entrance = Entrance(Kind.TENANT, Method.PASSWORD, ask.browser, ask.remember)
        return work.commit(open_session(work, person, entrance, now))


def _checked(work: Work, ask: CompleteWithPassword, clock: Clock) -> Underway:
    found = underway_with(work, ask.registration, clock.now())
    if found.invitation.organisation_id is None:
        # Staff sign in with BankID only.
        refuse(NOT_ALLOWED)
    work.hold(f"email:{found.invitation.email.casefold()}")
    if work.persons.with_email(found.invitation.email) is not None:
        refuse("account_exists")
    return found


def _names(work: Work, found: Underway) -> list[str]:
    registration, invitation = found.registration, found.invitation
    organisation = work.organisations.find(invitation.organisation_id) if invitation.organisation_id else None
    return [registration.given_name, registration.surname, invitation.email, organisation.name if organisation else ""]


def _judge(password: str, names: list[str], passwords: Passwords) -> None:
    if too_short(password):
        refuse("password_too_short", place="password", minimum=SHORTEST)
    if too_common(password, names):
        refuse("password_too_common", place="password")
    if passwords.guessable(password, guess_words(names)):
        refuse("password_too_guessable", place="password")


def _new_person(found: Underway) -> Person:
    registration = found.registration
    return Person(
        id=str(uuid4()),
        given_name=registration.given_name,
        surname=registration.surname,
        email=found.invitation.email,
        phone=registration.phone,
        language=registration.language,
        registered_at=registration.begun_at,
    )
