"""What happens to one ask in a service: opened, its assertion verified, its right checked, the use case run, the answer sealed."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from prometheus_client import Counter, Histogram

from services.chassis import logs, telemetry
from services.chassis.caller import ANYONE_CALLER, Caller, permits
from services.chassis.database import AlreadyDone, is_away
from services.chassis.envelopes import FAILURE, REFUSAL, REPLY, NotAnEnvelope, Opened, Opener
from services.chassis.wiring import App
from services.contracts.envelope import Ask, Reply
from services.contracts.refusals import INVALID, NOT_ALLOWED, SIGN_IN, Refusal, Refused, refuse

log = logs.get_logger(__name__)

Answer = tuple[str, bytes]


@dataclass(frozen=True)
class _Entry:
    ask: type[Ask[Any]]
    opener: Opener
    use_case: Callable[[Any, Caller], Reply]
    seconds: Histogram
    counts: Mapping[str, Counter]


def _entry(ask: type[Ask[Any]], use_case: Callable[[Any, Caller], Reply]) -> _Entry:
    counts = {outcome: telemetry.ANSWERED.labels(ask.wire_name, outcome) for outcome in (REPLY, REFUSAL, FAILURE, "expired")}
    return _Entry(ask, Opener(ask), use_case, telemetry.ANSWER_SECONDS.labels(ask.wire_name), counts)


class Answerer:
    """Answers the asks of one service. Nothing that happens inside one comes out as an exception."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._entries = {ask.wire_name: _entry(ask, use_case) for ask, use_case in app.asks.items()}

    def answer(self, routing_key: str, body: bytes) -> Answer | None:
        """The answer's kind and body; None where nobody waits for it any more."""
        started = time.perf_counter()
        name = routing_key.partition(".")[2]
        entry = self._entries.get(name)
        if entry is None:
            log.error("unknown_ask", routing_key=routing_key)
            return FAILURE, b""
        logs.clear_context()
        try:
            opened = entry.opener.open(body)
        except NotAnEnvelope:
            log.error("not_an_envelope", ask=name)
            return FAILURE, b""
        logs.set_correlation_id(opened.correlation_id)
        if time.time() > opened.deadline:
            entry.counts["expired"].inc()
            return None
        with telemetry.ANSWERING.track_inprogress():
            answer = self._answered(entry, opened)
        entry.counts[answer[0]].inc()
        entry.seconds.observe(time.perf_counter() - started)
        return answer

    def _answered(self, entry: _Entry, opened: Opened) -> Answer:
        name = entry.ask.wire_name
        try:
            reply = self._reply(entry, opened)
            if not isinstance(reply, entry.ask.reply):
                raise TypeError(f"{name} is answered with {type(reply).__name__}, its contract says {entry.ask.reply.__name__}")
            return REPLY, reply.model_dump_json().encode()
        except Refused as refused:
            log.info("refused", ask=name, code=refused.refusal.code)
            return REFUSAL, refused.refusal.model_dump_json().encode()
        except Exception as error:
            if is_away(error):
                log.warning("database_away", ask=name, error=type(error).__name__)
            else:
                log.exception("ask_failed", ask=name)
            return FAILURE, b""

    def _reply(self, entry: _Entry, opened: Opened) -> Reply:
        caller = self._caller(entry, opened.assertion)
        if opened.ask is None:
            refuse(INVALID, place=opened.place)
        if not permits(entry.ask.who, caller):
            refusal = Refusal(code=NOT_ALLOWED)
            if self._app.on_refusal is not None:
                self._app.on_refusal(opened.ask, caller, refusal)
            raise Refused(refusal)
        try:
            return entry.use_case(opened.ask, caller)
        except AlreadyDone as done:
            return done.reply

    def _caller(self, entry: _Entry, assertion: object) -> Caller:
        if assertion is None:
            if entry.ask.who.kind != "anyone":
                refuse(SIGN_IN)
            return ANYONE_CALLER
        return self._app.verifier.verify(assertion, datetime.now(UTC))
