"""A staff account began, changed or ended."""

from services.cases.usecases.ports import Uow
from services.chassis.caller import service_caller
from services.contracts.identity import StaffChanged


def keep_staff(news: StaffChanged, uow: Uow) -> None:
    """Our copy of the landlord's people."""
    with uow(service_caller("cases"), news) as work:
        work.copies.keep_staff(news)
        work.commit()
