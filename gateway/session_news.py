"""What the gateway hears from identity: whose sessions and rights have changed, so that nothing stale is kept for them."""

from collections.abc import Callable
from typing import Any

from gateway.security.session import Sessions
from services.chassis.rpc_client import Bus
from services.contracts.envelope import News
from services.contracts.identity import MembershipChanged, PersonChanged, SessionsEnded, StaffChanged


def hear_session_news(bus: Bus, sessions: Sessions) -> None:
    """Drop what is held for a person the moment identity tells of a change; drop all of it where news may have been missed."""

    def forget(news: Any) -> None:
        sessions.forget_person(news.person_id)

    handlers: dict[type[News], Callable[[Any], None]] = {
        SessionsEnded: forget,
        MembershipChanged: forget,
        StaffChanged: forget,
        PersonChanged: forget,
    }
    bus.listen(handlers, sessions.forget_all)
