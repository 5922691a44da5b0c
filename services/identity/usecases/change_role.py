"""Give a member another role."""

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.contracts.envelope import Done
from services.contracts.identity import ChangeRole
from services.contracts.refusals import CONFLICT, refuse
from services.identity.domain.roles import Role, can_grant
from services.identity.usecases.changing_member import member_to_change, refuse_if_last
from services.identity.usecases.ports import Uow
from services.identity.usecases.telling import end_everything, tell_membership


def change_role(ask: ChangeRole, caller: Caller, uow: Uow, clock: Clock) -> Done:
    """The member's sessions end: what was opened with one set of rights never goes on with another."""
    now = clock.now()
    role = Role(ask.role.value)
    with uow(caller, ask) as work:
        change = member_to_change(work, ask.person_id, caller)
        before = change.membership.role
        if before.value != ask.expected.value:
            refuse(CONFLICT, place="role")
        if not can_grant(change.authority, role):
            refuse("role_above_own")
        if role is before:
            return work.commit(Done())
        refuse_if_last(work, change, role)
        change.membership.role = role
        person = change.person
        tell_membership(work, person, change.organisation.id, role, now)
        end_everything(work, person.id, "role_changed", now)
        about = {"name": person.name, "organisation": change.organisation.name, "slug": change.organisation.slug, "role": role.value}
        work.mail("role_changed", to=person.email, about=about, language=person.language)
        work.audit("membership.role_changed", subject=person.id, details={"before": before.value, "after": role.value})
        return work.commit(Done())
