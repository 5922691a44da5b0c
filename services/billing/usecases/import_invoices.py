"""Staff import documents that the gateway has put aside."""

from services.billing.usecases.ports import Blobs, Caller, Clock, ReadUbl, Uow
from services.billing.usecases.take_in import take_in
from services.contracts.billing import DocumentGiven, ImportInvoices, ImportResult, InvoicesImported, Violation

LARGEST = 1024 * 1024
"""A kept document must fit the reply that gives it back (1 MiB)."""


def import_invoices(ask: ImportInvoices, caller: Caller, uow: Uow, clock: Clock, blobs: Blobs, read_ubl: ReadUbl) -> InvoicesImported:
    """Each document in its own transaction; the answer, and then the end of the files put aside, when all are through."""
    with uow(caller, ask) as work:
        results = [_one(each, caller, uow, clock, blobs, read_ubl) for each in ask.documents]
        reply = work.commit(InvoicesImported(results=results))
    for each in ask.documents:
        blobs.remove(each.blob_key)
    return reply


def _one(given: DocumentGiven, caller: Caller, uow: Uow, clock: Clock, blobs: Blobs, read_ubl: ReadUbl) -> ImportResult:
    content = blobs.read(given.blob_key, LARGEST + 1)
    if content is None:
        missing = Violation(rule="PORTAL-03", line=None, text="Filen finns inte kvar. Ladda upp den igen.")
        return ImportResult(name=given.name, outcome="refused", number=None, customer=None, violations=[missing])
    return take_in(given.name, content, caller, uow, clock, read_ubl)
