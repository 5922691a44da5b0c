"""The one door to invoices: decides, writes the access register, and only then lets the caller by (trust.md §2)."""

from typing import Any

from services.billing.domain.access import Deny, Operation, Reason, decide
from services.billing.domain.register import Access
from services.billing.usecases.ports import BILLING, Caller, Clock, Uow
from services.contracts.billing import DownloadInvoice, ListAccess, ListInvoices, OpenInvoice, SumInvoices
from services.contracts.envelope import Ask
from services.contracts.refusals import Refusal, refuse

OPERATIONS: dict[type[Ask[Any]], Operation] = {
    ListInvoices: Operation.LIST,
    OpenInvoice: Operation.OPEN,
    DownloadInvoice: Operation.DOWNLOAD,
    SumInvoices: Operation.SUMMARY,
    ListAccess: Operation.ACCESS_LOG,
}
"""Every ask that shows something of invoices."""


def admit(ask: Ask[Any], caller: Caller, uow: Uow, clock: Clock) -> None:
    """Return for a caller who may; refuse any other. Either way the row is committed first, in a transaction of its own."""
    operation = OPERATIONS[type(ask)]
    with uow(BILLING, None) as work:
        now = clock.now()
        verdict = decide(
            dict(caller.claims),
            None,
            work.copies.membership(caller.person_id, caller.organisation_id),
            work.copies.revocations(caller.session_id),
            now,
            caller.organisation_id,
            operation,
        )
        denied = verdict if isinstance(verdict, Deny) else None
        work.register.add(_access(ask, caller, operation, denied.reason if denied else None, clock))
        work.commit()
    if denied is not None:
        refuse(denied.code, reason=denied.reason.value)


def register_refusal(ask: Ask[Any], caller: Caller, refusal: Refusal, uow: Uow, clock: Clock) -> None:
    """The chassis has refused a verified caller by kind or role before we were asked: that is a look too."""
    operation = OPERATIONS.get(type(ask))
    if operation is None:
        return
    reason = Reason.ROLE if caller.kind == "member" else Reason.NOT_A_MEMBER
    with uow(BILLING, None) as work:
        work.register.add(_access(ask, caller, operation, reason, clock))
        work.commit()


def _access(ask: Ask[Any], caller: Caller, operation: Operation, denied: Reason | None, clock: Clock) -> Access:
    return Access(
        organisation_id=caller.organisation_id,
        person_id=caller.person_id,
        person_name=caller.name,
        session_id=caller.session_id,
        operation=operation.value,
        invoice_number=ask.number if isinstance(ask, OpenInvoice | DownloadInvoice) else None,
        allowed=denied is None,
        reason=denied.value if denied else "",
        method="+".join(caller.methods),
        at=clock.now(),
    )
