"""The one-time bootstrap: the server's operator invites the first staff administrator."""

from services.chassis.clock import Clock
from services.contracts.refusals import refuse
from services.identity.domain.roles import Authority, StaffRole
from services.identity.usecases.acting import IDENTITY
from services.identity.usecases.invite_staff import STAFF
from services.identity.usecases.inviting import Inviter, Wanted, invite
from services.identity.usecases.ports import Uow


def invite_first_administrator(email: str, name: str, roles: frozenset[StaffRole], uow: Uow, clock: Clock) -> str:
    """The token of the link, which is mailed too. Refuses not_allowed once there is an administrator, already_invited, already_member."""
    with uow(IDENTITY, None) as work:
        work.hold(STAFF)
        if work.staff.with_role(StaffRole.ADMINISTRATOR) or StaffRole.ADMINISTRATOR not in roles:
            refuse("not_allowed")
        refusal, token = invite(work, Inviter(None, "", Authority(operator=True)), Wanted(email, name, roles, None), clock.now())
        if refusal:
            refuse(refusal)
        work.commit()
        return token
