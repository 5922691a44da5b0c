"""An organisation was added or changed."""

from services.cases.usecases.ports import Uow
from services.chassis.caller import service_caller
from services.contracts.identity import OrganisationChanged


def keep_organisation(news: OrganisationChanged, uow: Uow) -> None:
    """Our copy of names and slugs, for staff's lists and links in mails."""
    with uow(service_caller("cases"), news) as work:
        work.copies.keep_organisation(news)
        work.commit()
