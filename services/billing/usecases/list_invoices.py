"""The organisation's invoices, a page at a time, with the sums."""

from services.billing.domain.settlement import Entry, Settled, balance, settle_all, swedish_day
from services.billing.usecases.guard import admit
from services.billing.usecases.ports import Caller, Clock, Uow
from services.billing.usecases.showing import listed
from services.contracts.billing import InvoicesListed, ListInvoices

PAGE = 25


def list_invoices(ask: ListInvoices, caller: Caller, uow: Uow, clock: Clock) -> InvoicesListed:
    """Newest due date first. Settled here rather than in SQL, so that there is one rule for what is unpaid and late."""
    admit(ask, caller, uow, clock)
    with uow(caller, ask) as work:
        entries = work.documents.entries(caller.organisation_id)
    settled = settle_all(entries, swedish_day(clock.now()))
    wanted = [(entry, stands) for entry, stands in settled if _is_in(ask.view, entry, stands)]
    first = (ask.page - 1) * PAGE
    sums = balance(settled)
    return InvoicesListed(
        invoices=[listed(entry, stands) for entry, stands in wanted[first : first + PAGE]],
        total=len(wanted),
        unpaid_ore=sums.unpaid_ore,
        unpaid_count=sums.unpaid_count,
        overdue_ore=sums.overdue_ore,
        overdue_count=sums.overdue_count,
        paid_count=sums.paid_count,
        next_due_date=sums.next_due_date,
    )


def _is_in(view: str, entry: Entry, stands: Settled) -> bool:
    match view:
        case "unpaid":
            return stands.open_ore > 0
        case "overdue":
            return stands.overdue
        case "paid":
            return stands.settlement in ("paid", "overpaid")
    return True
