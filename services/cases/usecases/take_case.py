"""Staff take a case upon themselves."""

from services.cases.usecases.acting import actor
from services.cases.usecases.ports import Uow
from services.chassis.caller import Caller
from services.contracts.cases import TakeCase
from services.contracts.envelope import Done
from services.contracts.refusals import NOT_FOUND, refuse


def take_case(ask: TakeCase, caller: Caller, uow: Uow) -> Done:
    """The case is the caller's to see to. Refusals: not_found."""
    with uow(caller, ask) as work:
        case = work.cases.to_change(ask.number) or refuse(NOT_FOUND)
        before = case.assigned_to_id or ""
        case.take(actor(caller))
        work.audit(
            "case.taken", subject=case.case_id, details={"organisation_id": case.organisation_id, "number": case.number, "from": before}
        )
        return work.commit(Done())
