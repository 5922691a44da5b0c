"""Who has looked at the organisation's invoices."""

from services.billing.usecases.guard import admit
from services.billing.usecases.ports import Caller, Clock, Uow
from services.contracts.billing import AccessListed, ListAccess

PAGE = 50


def list_access(ask: ListAccess, caller: Caller, uow: Uow, clock: Clock) -> AccessListed:
    """Newest first; this very look is the first row."""
    admit(ask, caller, uow, clock)
    with uow(caller, ask) as work:
        return work.register.listed(caller.organisation_id, ask.page, PAGE)
