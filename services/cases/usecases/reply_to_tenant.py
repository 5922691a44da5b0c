"""Staff write to the tenant, and the followers hear of it."""

from services.cases.domain.written import written
from services.cases.usecases.acting import actor
from services.cases.usecases.attaching import attach
from services.cases.usecases.ports import Clock, Uow
from services.cases.usecases.telling import MESSAGE_MAIL, mail_followers
from services.chassis.caller import Caller
from services.contracts.cases import ReplyToTenant
from services.contracts.envelope import Done
from services.contracts.refusals import INVALID, NOT_FOUND, refuse


def reply_to_tenant(ask: ReplyToTenant, caller: Caller, uow: Uow, clock: Clock) -> Done:
    """A message in the thread, on a closed case too. Refusals: not_found, invalid(place=text or files)."""
    text = written(ask.text) or refuse(INVALID, place="text")
    with uow(caller, ask) as work:
        case = work.cases.to_change(ask.number) or refuse(NOT_FOUND)
        by = actor(caller)
        (event,) = case.write(by, clock.now(), text)
        work.cases.add_events([event])
        attach(work, event, ask.files)
        mail_followers(work, MESSAGE_MAIL, case, event, by)
        work.audit(
            "case.answered",
            subject=case.case_id,
            details={"organisation_id": case.organisation_id, "number": case.number, "files": len(ask.files)},
        )
        return work.commit(Done())
