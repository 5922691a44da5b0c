"""End a membership."""

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.contracts.envelope import Done
from services.contracts.identity import RemoveMember
from services.identity.usecases.changing_member import member_to_change, refuse_if_last
from services.identity.usecases.ports import Uow
from services.identity.usecases.telling import end_everything, tell_membership


def remove_member(ask: RemoveMember, caller: Caller, uow: Uow, clock: Clock) -> Done:
    """Her sessions and devices end at once, wherever she also belongs; the other services hear of it and forget her here."""
    now = clock.now()
    with uow(caller, ask) as work:
        change = member_to_change(work, ask.person_id, caller)
        refuse_if_last(work, change, None)
        person = change.person
        work.memberships.remove(change.membership)
        tell_membership(work, person, change.organisation.id, None, now)
        end_everything(work, person.id, "removed", now)
        about = {"name": person.name, "organisation": change.organisation.name}
        work.mail("removed", to=person.email, about=about, language=person.language)
        work.audit("membership.ended", subject=person.id, details={"role": change.membership.role.value})
        return work.commit(Done())
