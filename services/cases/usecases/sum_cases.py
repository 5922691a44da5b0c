"""What the overview shows of the organisation's cases."""

from services.cases.usecases.ports import Uow
from services.chassis.caller import Caller
from services.contracts.cases import CasesSummed, SumCases


def sum_cases(ask: SumCases, caller: Caller, uow: Uow) -> CasesSummed:
    """Open cases: how many, those that wait for us, and the five changed last."""
    with uow(caller, ask) as work:
        return work.tenant.sum_cases(caller)
