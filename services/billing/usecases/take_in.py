"""Takes in one document: read, held to the rules, given to its customer, kept whole or not at all."""

import hashlib
from uuid import uuid4

from services.billing.domain.interpret import interpret
from services.billing.domain.references import plain_organisation_number
from services.billing.domain.rules import violations
from services.billing.domain.submitted import Party, Submitted, Violation
from services.billing.usecases.ports import Caller, Clock, Customer, ReadUbl, Received, Uow, Work
from services.contracts import billing as contract
from services.contracts.billing import ImportResult, InvoiceIssued


def take_in(name: str, content: bytes, caller: Caller, uow: Uow, clock: Clock, read_ubl: ReadUbl) -> ImportResult:
    """In a transaction of its own. The same bytes again change nothing, whatever the rules have become since."""
    sha256 = hashlib.sha256(content).hexdigest()
    with uow(caller, None) as work:
        result = _repeated(name, sha256, work)
        if result is not None:
            return result
        submitted = read_ubl(content)
        if isinstance(submitted, Violation):
            return _refused(name, [submitted])
        number = submitted.number.text if submitted.number else None
        broken = violations(submitted)
        if broken:
            return _refused(name, broken, number)
        customer = _customer(submitted.customer, work)
        if isinstance(customer, Violation):
            return _refused(name, [customer], number)
        received = Received(
            document_id=str(uuid4()),
            organisation_id=customer.organisation_id,
            document=interpret(submitted, customer.customer_number),
            content=content,
            sha256=sha256,
            imported_at=clock.now(),
            imported_by=caller.name,
        )
        if not work.documents.add(received):
            taken = Violation("PORTAL-02", _line_of_number(submitted), "Fakturanumret finns redan, med ett annat innehåll.")
            return _repeated(name, sha256, work) or _refused(name, [taken], number)
        _tell(received, work)
        work.commit()
        return ImportResult(name=name, outcome="imported", number=received.document.number, customer=customer.name, violations=[])


def _tell(received: Received, work: Work) -> None:
    document = received.document
    work.tell(
        InvoiceIssued(
            subject_id=received.document_id,
            sequence=1,
            occurred_at=received.imported_at,
            organisation_id=received.organisation_id,
            number=document.number,
            kind=document.kind,
        )
    )
    work.audit("invoice.imported", received.document_id, {"organisation": received.organisation_id, "sha256": received.sha256})


def _customer(buyer: Party, work: Work) -> Customer | Violation:
    """Who it is for. A wrong guess would show one tenant's invoice to another, so everything given has to agree."""
    line = buyer.line
    own_number = next((each for each in buyer.identifications if not each.scheme), None)
    given = None if buyer.organisation_number is None else plain_organisation_number(buyer.organisation_number.text)
    found = work.copies.customers(None if own_number is None else own_number.text, given)
    if own_number is not None:
        line = own_number.line
        found = [each for each in found if each.customer_number == own_number.text]
    if len(found) != 1:
        return Violation("PORTAL-01", line, "Kunden finns inte. Ange kundnummer (PartyIdentification) eller organisationsnummer.")
    (customer,) = found
    if given is not None and customer.organisation_number is not None and given != customer.organisation_number:
        return Violation("PORTAL-01", line, f"Kundnumret är {customer.name}, men organisationsnumret är ett annat.")
    return customer


def _repeated(name: str, sha256: str, work: Work) -> ImportResult | None:
    known = work.documents.known(sha256)
    if known is None:
        return None
    return ImportResult(name=name, outcome="repeated", number=known.number, customer=known.customer_name, violations=[])


def _refused(name: str, broken: list[Violation], number: str | None = None) -> ImportResult:
    shown = [contract.Violation(rule=each.rule, line=each.line, text=each.text) for each in broken]
    return ImportResult(name=name, outcome="refused", number=number, customer=None, violations=shown)


def _line_of_number(submitted: Submitted) -> int | None:
    return None if submitted.number is None else submitted.number.line
