"""Add a lease, or replace what one says."""

from uuid import uuid4

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.content.domain.calendar import day_in_stockholm
from services.content.domain.lease import Lease, LeaseObject
from services.content.domain.written import said
from services.content.usecases.news import tell_lease
from services.content.usecases.ports import Uow, Work
from services.content.usecases.refusing import broken_rules_refused
from services.contracts.content import AddLease, LeaseObjectGiven
from services.contracts.envelope import Done
from services.contracts.refusals import CONFLICT, NOT_FOUND, refuse


def add_lease(ask: AddLease, caller: Caller, uow: Uow, clock: Clock) -> Done:
    """The lease as given, told to the neighbours.

    Refusals: not_found(organisation_id or property_id), invalid(valid_to, floors or area_m2), conflict(number): the number is another
    organisation's. A mistyped number must not move a tenant's lease to somebody else.
    """
    now = clock.now()
    today = day_in_stockholm(now)
    with uow(caller, ask) as work, broken_rules_refused():
        if work.directory.missing([ask.organisation_id]):
            refuse(NOT_FOUND, place="organisation_id")
        if work.properties.missing([each.property_id for each in ask.objects]):
            refuse(NOT_FOUND, place="property_id")
        number = said(ask.number, "number")
        lease = work.leases.by_number(number) or _new_lease(ask, number, work)
        if lease.organisation_id != ask.organisation_id:
            refuse(CONFLICT, place="number")
        lease.write(said(ask.kind, "kind"), [_object(each) for each in ask.objects])
        tell_lease(work, lease, today, now)
        work.audit(
            "lease.written", subject=lease.lease_id, details={"organisation_id": lease.organisation_id, "objects": len(lease.objects)}
        )
        return work.commit(Done())


def _new_lease(ask: AddLease, number: str, work: Work) -> Lease:
    lease = Lease(str(uuid4()), ask.organisation_id, number, ask.kind)
    work.leases.add(lease)
    return lease


def _object(given: LeaseObjectGiven) -> LeaseObject:
    return LeaseObject(
        property_id=given.property_id,
        address=said(given.address, "address"),
        premises=said(given.premises, "premises"),
        floors=given.floors,
        area_m2=given.area_m2,
        valid_from=given.valid_from,
        valid_to=given.valid_to,
        notice_given=given.notice_given,
    )
