"""Move a notice on."""

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.content.domain.written import written
from services.content.usecases.news import tell_notice
from services.content.usecases.ports import Uow
from services.content.usecases.refusing import broken_rules_refused
from services.contracts.content import UpdateNotice
from services.contracts.envelope import Done
from services.contracts.refusals import NOT_FOUND, refuse


def update_notice(ask: UpdateNotice, caller: Caller, uow: Uow, clock: Clock) -> Done:
    """One more update. Refusals: not_found, conflict (somebody was quicker), status_not_allowed, invalid(expected_until)."""
    now = clock.now()
    with uow(caller, ask) as work, broken_rules_refused():
        notice = work.notices.get(ask.notice_id)
        if notice is None:
            refuse(NOT_FOUND)
        before = notice.phase
        notice.move_on(ask.expected_phase, ask.phase, written(ask.text), ask.expected_until, ask.next_update_at, now)
        tell_notice(work, notice, now)
        work.audit("notice.updated", subject=notice.notice_id, details={"from": before, "to": notice.phase})
        return work.commit(Done())
