"""The landlord's people who have an account."""

from services.chassis.caller import Caller
from services.contracts.identity import ListStaff, StaffShown
from services.identity.usecases.ports import Uow


def list_staff(ask: ListStaff, caller: Caller, uow: Uow) -> StaffShown:
    """All of them, by name."""
    with uow(caller, ask) as work:
        return StaffShown(staff=work.people.staff())
