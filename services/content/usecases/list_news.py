"""News for our properties."""

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.content.domain.calendar import day_in_stockholm
from services.content.usecases.ports import Uow
from services.contracts.content import ListNews, NewsItemsListed

PAGE = 20
LAST_PAGE = 10_000


def list_news(ask: ListNews, caller: Caller, uow: Uow, clock: Clock) -> NewsItemsListed:
    """A page of news for everyone or for one of our properties, newest first; a page beyond the last one is empty."""
    today = day_in_stockholm(clock.now())
    with uow(caller, ask) as work:
        skip = (min(ask.page, LAST_PAGE) - 1) * PAGE
        items = work.reading.news(caller.organisation_id, today, caller.language, limit=PAGE, skip=skip)
        return NewsItemsListed(items=items, total=work.reading.count_news(caller.organisation_id, today))
