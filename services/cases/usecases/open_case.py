"""One case as a member may see it."""

from services.cases.usecases.ports import Uow
from services.chassis.caller import Caller
from services.contracts.cases import CaseOpened, OpenCase
from services.contracts.refusals import NOT_FOUND, refuse


def open_case(ask: OpenCase, caller: Caller, uow: Uow) -> CaseOpened:
    """A case of the caller's organisation. Refusals: not_found."""
    with uow(caller, ask) as work:
        return work.tenant.open_case(ask.number, caller) or refuse(NOT_FOUND)
