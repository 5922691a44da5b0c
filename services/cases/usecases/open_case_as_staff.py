"""One case as staff see it."""

from services.cases.usecases.ports import Uow
from services.chassis.caller import Caller
from services.contracts.cases import CaseOpened, OpenCaseAsStaff
from services.contracts.refusals import NOT_FOUND, refuse


def open_case_as_staff(ask: OpenCaseAsStaff, caller: Caller, uow: Uow) -> CaseOpened:
    """Any customer's case with its internal notes. Refusals: not_found."""
    with uow(caller, ask) as work:
        return work.staff.open_case(ask.number, caller) or refuse(NOT_FOUND)
