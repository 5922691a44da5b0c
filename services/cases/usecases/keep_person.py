"""A person's details changed."""

from services.cases.usecases.ports import Uow
from services.chassis.caller import service_caller
from services.contracts.identity import PersonChanged


def keep_person(news: PersonChanged, uow: Uow) -> None:
    """Our copy of names, addresses and languages, for mails and lists of followers."""
    with uow(service_caller("cases"), news) as work:
        work.copies.keep_person(news)
        work.commit()
