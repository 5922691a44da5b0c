"""Reopen a session on a remembered device, or find out that its token has been copied."""

from datetime import datetime

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.contracts.identity import ResumeDevice, SignedIn
from services.contracts.refusals import SIGN_IN, refuse
from services.identity.domain.device import Verdict, device_token, parts_of
from services.identity.domain.person import Person
from services.identity.usecases.acting import IDENTITY
from services.identity.usecases.opening import reopen_session
from services.identity.usecases.ports import Uow, Work
from services.identity.usecases.telling import end_everything


def resume_device(ask: ResumeDevice, caller: Caller, uow: Uow, clock: Clock) -> SignedIn:
    """The device's token changes with every use; a used one that comes back ends everything the person has open."""
    now = clock.now()
    device_id, secret = parts_of(ask.device_token)
    with uow(IDENTITY, ask) as work:
        device = work.devices.lock(device_id) if device_id else None
        person = work.persons.find(device.person_id) if device else None
        if device is None or person is None:
            refuse(SIGN_IN)
        work.known_as(person.id)
        verdict, following = device.present(secret, now)
        if verdict is not Verdict.ACCEPTED:
            if verdict is Verdict.THEFT:
                _shut_out(work, person, device.id, now)
                work.commit()
            refuse(SIGN_IN)
        return work.commit(reopen_session(work, person, device, device_token(device.id, following), ask.browser, now))


def _shut_out(work: Work, person: Person, device_id: str, now: datetime) -> None:
    end_everything(work, person.id, "theft", now)
    work.mail("device_theft", to=person.email, about={"name": person.name, "at": now.isoformat()}, language=person.language)
    work.audit("device.theft", subject=device_id)
