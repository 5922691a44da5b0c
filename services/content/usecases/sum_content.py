"""What the overview shows of content, in one ask."""

from datetime import timedelta

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.content.domain.calendar import day_in_stockholm
from services.content.usecases.phones import Phones
from services.content.usecases.ports import OwnProperty, Uow
from services.content.usecases.property_view import properties_shown
from services.content.usecases.status_view import status_shown
from services.contracts.content import ContentSummed, SumContent

AHEAD = timedelta(days=14)
NEWS_ITEMS = 3


def sum_content(ask: SumContent, caller: Caller, uow: Uow, clock: Clock, phones: Phones) -> ContentSummed:
    """Status now, planned work within 14 days, three news items, houses and the account manager; nothing that is over. Four SELECTs."""
    now = clock.now()
    today = day_in_stockholm(now)
    with uow(caller, ask) as work:
        houses = work.tenancy.houses(caller.organisation_id, today)
        people = work.tenancy.people(caller.organisation_id, today)
        notices = work.status.notices(caller.organisation_id, today)
        news = work.reading.news(caller.organisation_id, today, caller.language, limit=NEWS_ITEMS)
    soon = [each for each in notices if each.starts_at <= now + AHEAD]
    return ContentSummed(
        status=status_shown([OwnProperty(house.property_id, house.name) for house in houses], soon, now),
        account_manager=people.account_manager,
        news=news,
        on_call_phone=phones.on_call,
        houses=properties_shown(houses, people),
    )
