"""What is left to pay of a document and whether it is late: computed each time, never stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from services.billing.domain.document import Kind

STOCKHOLM = ZoneInfo("Europe/Stockholm")
"""Due dates are days in Sweden."""

Settlement = Literal["open", "part_paid", "paid", "overpaid", "credited"]


@dataclass(frozen=True)
class Posting:
    """What settling needs of one document. `allocated_ore` is what payments have covered."""

    kind: Kind
    number: str
    payable_ore: int
    due_date: date | None
    credits: str | None = None
    allocated_ore: int = 0


@dataclass(frozen=True)
class Settled:
    """How a document stands on a given day."""

    open_ore: int
    settlement: Settlement
    overdue: bool


def swedish_day(now: datetime) -> date:
    """The day it is in Sweden."""
    return now.astimezone(STOCKHOLM).date()


def credited_by_number(postings: Iterable[Posting]) -> dict[str, int]:
    """How much credit notes take back, by the number of the invoice they name. All postings are of one organisation."""
    credited: dict[str, int] = {}
    for each in postings:
        if each.kind == "credit_note" and each.credits is not None:
            credited[each.credits] = credited.get(each.credits, 0) + each.payable_ore
    return credited


def settle(posting: Posting, credited_ore: int, today: date) -> Settled:
    """How `posting` stands when credit notes take back `credited_ore` of it. A credit note itself is never open or late."""
    if posting.kind == "credit_note":
        return Settled(0, "credited", overdue=False)
    left = posting.payable_ore - credited_ore - posting.allocated_ore
    if left < 0:
        return Settled(left, "overpaid", overdue=False)
    if left == 0:
        return Settled(0, "credited" if credited_ore and not posting.allocated_ore else "paid", overdue=False)
    late = posting.due_date is not None and posting.due_date < today
    return Settled(left, "part_paid" if posting.allocated_ore else "open", overdue=late)


@dataclass(frozen=True)
class Entry:
    """One row of the list, before it is settled."""

    posting: Posting
    concerns: str
    invoice_date: date
    quarter: str


@dataclass(frozen=True)
class Balance:
    """Sums over an organisation's documents. Amounts in öre."""

    unpaid_ore: int
    unpaid_count: int
    overdue_ore: int
    overdue_count: int
    paid_count: int
    next_due_date: date | None


def settle_all(entries: Iterable[Entry], today: date) -> list[tuple[Entry, Settled]]:
    """Every document of one organisation with how it stands, in the order given."""
    known = list(entries)
    credited = credited_by_number(each.posting for each in known)
    return [(each, settle(each.posting, 0 if _is_credit(each) else credited.get(each.posting.number, 0), today)) for each in known]


def balance(settled: Iterable[tuple[Entry, Settled]]) -> Balance:
    """What is unpaid, overdue and paid; the next due date is the first one not yet passed."""
    known = list(settled)
    unpaid = [each for each in known if each[1].open_ore > 0]
    overdue = [each for each in unpaid if each[1].overdue]
    coming = [entry.posting.due_date for entry, stands in unpaid if entry.posting.due_date is not None and not stands.overdue]
    return Balance(
        unpaid_ore=sum(stands.open_ore for _, stands in unpaid),
        unpaid_count=len(unpaid),
        overdue_ore=sum(stands.open_ore for _, stands in overdue),
        overdue_count=len(overdue),
        paid_count=sum(1 for _, stands in known if stands.settlement in ("paid", "overpaid")),
        next_due_date=min(coming, default=None),
    )


def _is_credit(entry: Entry) -> bool:
    return entry.posting.kind == "credit_note"
