"""End a session at its owner's wish."""

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.contracts.envelope import Done
from services.contracts.identity import SignOut
from services.identity.domain.secret import hash_of
from services.identity.usecases.acting import IDENTITY
from services.identity.usecases.ports import Uow
from services.identity.usecases.telling import end_everything, tell_sessions_ended


def sign_out(ask: SignOut, caller: Caller, uow: Uow, clock: Clock) -> Done:
    """The session and the device it came from end, or everything of the person's. A session that is unknown or over is done already."""
    now = clock.now()
    with uow(IDENTITY, ask) as work:
        session = work.sessions.with_token(hash_of(ask.session_token))
        if session is None or session.ended_at is not None:
            return Done()
        work.known_as(session.person_id)
        if ask.everywhere:
            end_everything(work, session.person_id, "sign_out", now)
        else:
            session.end("sign_out", now)
            # Whoever signs out on this device does not want it to open by itself.
            device = work.devices.lock(session.device_id) if session.device_id else None
            if device is not None:
                device.end(now)
            tell_sessions_ended(work, session.person_id, [session.id], "sign_out", now)
        work.audit("session.signed_out", subject=session.id, details={"everywhere": ask.everywhere})
        return work.commit(Done())
