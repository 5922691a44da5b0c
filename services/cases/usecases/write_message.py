"""A tenant writes in the thread."""

from services.cases.domain.errors import CaseClosed
from services.cases.domain.written import written
from services.cases.usecases.acting import actor
from services.cases.usecases.attaching import attach
from services.cases.usecases.ports import Clock, Uow
from services.cases.usecases.telling import tell_status
from services.chassis.caller import Caller
from services.contracts.cases import WriteMessage
from services.contracts.envelope import Done
from services.contracts.refusals import INVALID, NOT_FOUND, refuse


def write_message(ask: WriteMessage, caller: Caller, uow: Uow, clock: Clock) -> Done:
    """A message; a case that waits for the tenant goes on. Refusals: not_found, case_closed, invalid(place=text or files)."""
    text = written(ask.text) or refuse(INVALID, place="text")
    with uow(caller, ask) as work:
        case = work.cases.to_change(ask.number, caller.organisation_id) or refuse(NOT_FOUND)
        now = clock.now()
        before = case.status
        try:
            events = case.write(actor(caller), now, text)
        except CaseClosed:
            refuse("case_closed")
        work.cases.add_events(events)
        attach(work, events[0], ask.files)
        if case.status is not before:
            tell_status(work, case, now)
        work.audit("case.written", subject=case.case_id, details={"number": case.number, "files": len(ask.files)})
        return work.commit(Done())
