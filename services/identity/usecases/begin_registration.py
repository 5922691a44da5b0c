"""The click on *Kom igång*: a registration begins, the link stays good until it is completed."""

from uuid import uuid4

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.contracts.identity import BeginRegistration, RegistrationShown
from services.contracts.refusals import NOT_FOUND, refuse
from services.identity.domain.invitation import REGISTRATION_LIVES, Registration, split_name
from services.identity.domain.secret import hash_of, new_token
from services.identity.usecases.accepting import refuse_unless_pending, shown
from services.identity.usecases.acting import IDENTITY
from services.identity.usecases.ports import Uow


def begin_registration(ask: BeginRegistration, caller: Caller, uow: Uow, clock: Clock) -> RegistrationShown:
    """Filled in with what the inviter knew. Refuses not_found and with what has become of the invitation."""
    now = clock.now()
    with uow(IDENTITY, ask) as work:
        invitation = work.invitations.with_token(hash_of(ask.token))
        if invitation is None:
            refuse(NOT_FOUND)
        refuse_unless_pending(invitation, now)
        token = new_token()
        given_name, surname = split_name(invitation.name)
        registration = Registration(
            id=str(uuid4()),
            token_hash=hash_of(token),
            invitation_id=invitation.id,
            link=invitation.links,
            given_name=given_name,
            surname=surname,
            phone="",
            language=invitation.language,
            begun_at=now,
            expires_at=now + REGISTRATION_LIVES,
        )
        work.registrations.add(registration)
        return work.commit(shown(work, registration, invitation, token))
