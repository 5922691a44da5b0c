"""The organisation's cases."""

from services.cases.domain.written import on_one_line
from services.cases.usecases.ports import Uow
from services.chassis.caller import Caller
from services.contracts.cases import CasesListed, ListCases


def list_cases(ask: ListCases, caller: Caller, uow: Uow) -> CasesListed:
    """One page of the list, with the counts of its other views."""
    with uow(caller, ask) as work:
        cleaned = {"search": on_one_line(ask.search), "property_id": on_one_line(ask.property_id or "") or None}
        return work.tenant.list_cases(ask.model_copy(update=cleaned), caller)
