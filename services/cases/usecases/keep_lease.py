"""A lease was added, changed or ended."""

from services.cases.usecases.ports import Uow
from services.chassis.caller import service_caller
from services.contracts.content import LeaseChanged


def keep_lease(news: LeaseChanged, uow: Uow) -> None:
    """Our copy of who rents where, which says where a fault may be reported."""
    with uow(service_caller("cases"), news) as work:
        work.copies.keep_lease(news)
        work.commit()
