"""A membership began, changed or ended."""

from services.cases.usecases.ports import Uow
from services.chassis.caller import service_caller
from services.contracts.identity import MembershipChanged


def keep_membership(news: MembershipChanged, uow: Uow) -> None:
    """Our copy of who belongs where; one who leaves follows nothing there any more."""
    with uow(service_caller("cases"), news) as work:
        work.copies.keep_membership(news)
        work.commit()
