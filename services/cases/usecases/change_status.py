"""Staff move a case on, and the followers hear of it."""

from services.cases.domain.errors import StatusHasMoved, StatusNotAllowed
from services.cases.domain.status import Status
from services.cases.domain.written import on_one_line, written
from services.cases.usecases.acting import actor
from services.cases.usecases.ports import Clock, Uow
from services.cases.usecases.telling import STATUS_MAIL, mail_followers, tell_status
from services.chassis.caller import Caller
from services.contracts.cases import ChangeStatus
from services.contracts.envelope import Done
from services.contracts.refusals import CONFLICT, NOT_FOUND, refuse


def change_status(ask: ChangeStatus, caller: Caller, uow: Uow, clock: Clock) -> Done:
    """The case stands elsewhere. Refusals: not_found, status_not_allowed, conflict."""
    with uow(caller, ask) as work:
        case = work.cases.to_change(ask.number) or refuse(NOT_FOUND)
        now, by = clock.now(), actor(caller)
        try:
            event = case.change_status(
                Status(ask.status), Status(ask.expected), by, now, text=written(ask.message), planned_for=on_one_line(ask.planned_for)
            )
        except StatusHasMoved:
            refuse(CONFLICT, place="status", status=case.status.value)
        except StatusNotAllowed:
            refuse("status_not_allowed", place="status")
        work.cases.add_events([event])
        tell_status(work, case, now)
        mail_followers(work, STATUS_MAIL, case, event, by)
        work.audit(
            "case.status_changed",
            subject=case.case_id,
            details={"organisation_id": case.organisation_id, "number": case.number, "from": ask.expected, "to": ask.status},
        )
        return work.commit(Done())
