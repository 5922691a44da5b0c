"""How a settled document becomes a row that travels."""

from services.billing.domain.settlement import Entry, Settled
from services.contracts.billing import InvoiceListed


def listed(entry: Entry, stands: Settled) -> InvoiceListed:
    """One row of the list. A credit note's total is negative: it takes back."""
    posting = entry.posting
    return InvoiceListed(
        number=posting.number,
        kind=posting.kind,
        concerns=entry.concerns,
        invoice_date=entry.invoice_date,
        due_date=posting.due_date,
        total_ore=-posting.payable_ore if posting.kind == "credit_note" else posting.payable_ore,
        open_ore=stands.open_ore,
        settlement=stands.settlement,
        overdue=stands.overdue,
        quarter=entry.quarter,
    )
