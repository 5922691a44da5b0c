"""Staff write to staff."""

from services.cases.domain.written import written
from services.cases.usecases.acting import actor
from services.cases.usecases.ports import Clock, Uow
from services.chassis.caller import Caller
from services.contracts.cases import WriteInternalNote
from services.contracts.envelope import Done
from services.contracts.refusals import INVALID, NOT_FOUND, refuse


def write_internal_note(ask: WriteInternalNote, caller: Caller, uow: Uow, clock: Clock) -> Done:
    """A note no tenant sees, and nobody is mailed about. Refusals: not_found, invalid(place=text)."""
    text = written(ask.text) or refuse(INVALID, place="text")
    with uow(caller, ask) as work:
        case = work.cases.to_change(ask.number) or refuse(NOT_FOUND)
        work.cases.add_note(case.note(actor(caller), clock.now(), text))
        work.audit("case.noted", subject=case.case_id, details={"organisation_id": case.organisation_id, "number": case.number})
        return work.commit(Done())
