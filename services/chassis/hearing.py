"""What happens to one piece of news in a service that listens: validated, acted on once, or left for later."""

import time
from collections.abc import Callable
from enum import Enum
from typing import Any

from pydantic import ValidationError

from services.chassis import logs, telemetry
from services.chassis.database import AlreadyHeard, is_away
from services.chassis.wiring import App
from services.contracts.envelope import News

log = logs.get_logger(__name__)


class Outcome(Enum):
    """What is to become of the message."""

    SETTLED = "settled"
    LATER = "later"
    """It could not be acted on: after a delay it comes again, and in the end it is parked."""
    WAIT = "wait"
    """The database is away: nothing is wrong with the news, so this is not counted as a try."""


class Hearer:
    """Acts on the news one service listens to. Nothing that happens inside a handler comes out as an exception."""

    def __init__(self, app: App) -> None:
        self._handlers: dict[tuple[str, str], tuple[type[News], Callable[[Any], None]]] = {
            (f"{news.speaker}.events", news.routing_key()): (news, handler) for news, handler in app.news.items()
        }

    def hear(self, exchange: str, routing_key: str, body: bytes, correlation_id: str, attempt: int) -> Outcome:
        """Act on one message; `attempt` counts from 1."""
        logs.clear_context()
        logs.set_correlation_id(correlation_id)
        entry = self._handlers.get((exchange, routing_key))
        if entry is None:
            return Outcome.SETTLED
        kind, handler = entry
        started = time.perf_counter()
        outcome, told = self._handled(kind, handler, body, attempt)
        telemetry.HEARD.labels(kind.wire_name, told).inc()
        log.debug("heard", news=kind.wire_name, outcome=told, seconds=round(time.perf_counter() - started, 4))
        return outcome

    def _handled(self, kind: type[News], handler: Callable[[Any], None], body: bytes, attempt: int) -> tuple[Outcome, str]:
        try:
            handler(kind.model_validate_json(body))
        except AlreadyHeard:
            return Outcome.SETTLED, "repeated"
        except ValidationError as error:
            log.error("news_not_in_contract", news=kind.wire_name, attempt=attempt, problems=error.error_count())
            return Outcome.LATER, "failed"
        except Exception as error:
            if is_away(error):
                log.warning("database_away", news=kind.wire_name, error=type(error).__name__)
                return Outcome.WAIT, "waiting"
            log.exception("news_failed", news=kind.wire_name, attempt=attempt)
            return Outcome.LATER, "failed"
        return Outcome.SETTLED, "done"
