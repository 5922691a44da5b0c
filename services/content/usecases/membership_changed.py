"""Identity told of a membership: keep it, to know how many a notice reaches."""

from services.chassis.caller import service_caller
from services.content.usecases.ports import Uow
from services.contracts.identity import MembershipChanged


def membership_changed(news: MembershipChanged, uow: Uow) -> None:
    """Our copy is what identity said last; of the person herself only the id is kept."""
    with uow(service_caller("content"), news) as work:
        work.directory.keep_membership(news.person_id, news.organisation_id, news.role)
        work.commit()
