"""An existing account accepts an invitation while signed in."""

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.contracts.identity import AcceptInvitation, SignedIn
from services.contracts.refusals import SIGN_IN, refuse
from services.identity.domain.person import same_address
from services.identity.domain.secret import hash_of
from services.identity.domain.session import Kind, Method
from services.identity.usecases.accepting import accept, underway_with
from services.identity.usecases.acting import IDENTITY
from services.identity.usecases.opening import carry_on
from services.identity.usecases.ports import Uow
from services.identity.usecases.telling import tell_sessions_ended


def accept_invitation(ask: AcceptInvitation, caller: Caller, uow: Uow, clock: Clock) -> SignedIn:
    """One more membership, and a new session token, since the rights behind it have changed. How she had signed in stays as it was."""
    now = clock.now()
    with uow(IDENTITY, ask) as work:
        found = underway_with(work, ask.registration, now)
        invitation = found.invitation
        session = work.sessions.with_token(hash_of(ask.session_token))
        if session is None or not session.lives(now) or session.method is Method.DEVICE:
            # A remembered device shows that it is the same browser, not that it is the same person.
            refuse(SIGN_IN)
        person = work.persons.find(session.person_id)
        if person is None:
            refuse(SIGN_IN)
        if not same_address(person.email, invitation.email):
            refuse("other_account", email=invitation.email)
        kind = Kind.TENANT if invitation.organisation_id else Kind.STAFF
        if kind is Kind.STAFF and not session.stands_on_bankid(now):
            refuse(SIGN_IN)
        accept(work, invitation, person, now)
        opened = carry_on(work, person, session, kind, ask.browser, now)
        session.end("role_changed", now)
        tell_sessions_ended(work, person.id, [session.id], "role_changed", now)
        return work.commit(opened)
