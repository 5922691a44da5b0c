"""A property was added or changed."""

from services.cases.usecases.ports import Uow
from services.chassis.caller import service_caller
from services.contracts.content import PropertyChanged


def keep_property(news: PropertyChanged, uow: Uow) -> None:
    """Our copy of names and addresses."""
    with uow(service_caller("cases"), news) as work:
        work.copies.keep_property(news)
        work.commit()
