"""Documents that staff have imported, newest first."""

from services.billing.usecases.ports import Caller, Uow
from services.contracts.billing import ImportsListed, ListImports

PAGE = 50


def list_imports(ask: ListImports, caller: Caller, uow: Uow) -> ImportsListed:
    """All customers' documents; the right (finance, administrator) is the ask's own and checked before."""
    with uow(caller, ask) as work:
        return work.documents.imports(ask.page, PAGE)
