"""One news item."""

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.content.domain.calendar import day_in_stockholm
from services.content.usecases.ports import Uow
from services.contracts.content import NewsOpened, OpenNews
from services.contracts.refusals import NOT_FOUND, refuse


def open_news(ask: OpenNews, caller: Caller, uow: Uow, clock: Clock) -> NewsOpened:
    """The item in the reader's language, or in Swedish; one for other properties is as unknown as none."""
    with uow(caller, ask) as work:
        found = work.reading.news_item(caller.organisation_id, day_in_stockholm(clock.now()), caller.language, ask.slug)
    if found is None:
        refuse(NOT_FOUND)
    item, html = found
    return NewsOpened(item=item, html=html)
