"""What the overview shows of invoices."""

from services.billing.domain.settlement import balance, settle_all, swedish_day
from services.billing.usecases.guard import admit
from services.billing.usecases.ports import Caller, Clock, Uow
from services.billing.usecases.showing import listed
from services.contracts.billing import InvoicesSummed, SumInvoices


def sum_invoices(ask: SumInvoices, caller: Caller, uow: Uow, clock: Clock) -> InvoicesSummed:
    """Unpaid and overdue amounts, and the overdue invoices."""
    admit(ask, caller, uow, clock)
    with uow(caller, ask) as work:
        entries = work.documents.entries(caller.organisation_id)
    settled = settle_all(entries, swedish_day(clock.now()))
    sums = balance(settled)
    return InvoicesSummed(
        unpaid_ore=sums.unpaid_ore,
        unpaid_count=sums.unpaid_count,
        next_due_date=sums.next_due_date,
        overdue_ore=sums.overdue_ore,
        overdue_count=sums.overdue_count,
        overdue=[listed(entry, stands) for entry, stands in settled if stands.overdue],
    )
