"""Identity told of an organisation: keep its name."""

from services.chassis.caller import service_caller
from services.content.usecases.ports import Uow
from services.contracts.identity import OrganisationChanged


def organisation_changed(news: OrganisationChanged, uow: Uow) -> None:
    """Our copy is what identity said last."""
    with uow(service_caller("content"), news) as work:
        work.directory.keep_organisation(news.organisation_id, news.name, news.active)
        work.commit()
