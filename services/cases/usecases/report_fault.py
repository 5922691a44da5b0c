"""Report a fault: a case, its first follower, the promise, the receipt."""

from datetime import datetime

from services.cases.domain.case import Report, open_case
from services.cases.domain.follower import first_follower
from services.cases.domain.promise import STOCKHOLM
from services.cases.domain.written import on_one_line, written
from services.cases.usecases.acting import actor
from services.cases.usecases.attaching import attach
from services.cases.usecases.ports import Clock, Uow, Work
from services.cases.usecases.telling import REPORTED_MAIL, mail_person, tell_reported
from services.chassis.caller import Caller
from services.contracts.cases import FaultReportedReply, ReportFault
from services.contracts.refusals import INVALID, NOT_FOUND, refuse


def report_fault(ask: ReportFault, caller: Caller, uow: Uow, clock: Clock) -> FaultReportedReply:
    """A new case of the caller's organisation. Refusals: not_found(place=property_id), invalid(place=title, description or files)."""
    with uow(caller, ask) as work:
        return work.commit(enter(work, ask, caller, clock.now()))


def enter(work: Work, ask: ReportFault, caller: Caller, now: datetime) -> FaultReportedReply:
    """Everything a fault report brings with it, still uncommitted. Refusals as above."""
    report = _report(ask)
    if not work.places.rents_at(caller.organisation_id, report.property_id, now.astimezone(STOCKHOLM).date()):
        refuse(NOT_FOUND, place="property_id")
    case, event = open_case(work.cases.next_number(), caller.organisation_id, report, actor(caller), now)
    work.cases.add(case)
    work.cases.add_events([event])
    attach(work, event, ask.files)
    work.followers.add(first_follower(case))
    work.drafts.drop(caller.organisation_id, caller.person_id)
    tell_reported(work, case)
    mail_person(work, REPORTED_MAIL, case, event, caller.person_id)
    work.audit(
        "case.reported",
        subject=case.case_id,
        details={"number": case.number, "property_id": report.property_id, "files": len(ask.files)},
    )
    assert case.answer_by is not None, "a new case carries a promise"  # noqa: S101
    return FaultReportedReply(number=case.number, answer_by=case.answer_by)


def _report(ask: ReportFault) -> Report:
    title, description = on_one_line(ask.title), written(ask.description)
    for place, text in (("title", title), ("description", description)):
        if not text:
            refuse(INVALID, place=place)
    return Report(
        property_id=on_one_line(ask.property_id),
        area=ask.area,
        premises=on_one_line(ask.premises),
        spot=on_one_line(ask.spot),
        category=ask.category,
        title=title,
        description=description,
        since=on_one_line(ask.since),
        may_enter=ask.may_enter,
        wanted_time=on_one_line(ask.wanted_time),
        contact_name=on_one_line(ask.contact_name),
        contact_phone=on_one_line(ask.contact_phone),
    )
