"""Follow a case, or stop."""

from services.cases.domain.follower import follow
from services.cases.usecases.ports import Clock, Uow
from services.chassis.caller import Caller
from services.contracts.cases import FollowCase
from services.contracts.envelope import Done
from services.contracts.refusals import NOT_FOUND, refuse


def follow_case(ask: FollowCase, caller: Caller, uow: Uow, clock: Clock) -> Done:
    """Anybody of the organisation may follow and leave. Refusals: not_found."""
    with uow(caller, ask) as work:
        case = work.cases.to_change(ask.number, caller.organisation_id) or refuse(NOT_FOUND)
        if ask.follow:
            work.followers.add(follow(case, caller.person_id, caller.organisation_id, clock.now()))
        else:
            work.followers.remove(case.case_id, caller.person_id)
        work.audit("case.followed" if ask.follow else "case.left", subject=case.case_id, details={"number": case.number})
        return work.commit(Done())
