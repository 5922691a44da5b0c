"""The gateway's side of the bus: asks with a deadline, answered over one shared pair of connections; hears session news too."""

import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from services.chassis import telemetry
from services.chassis.breaker import Breaker
from services.chassis.envelopes import FAILURE, REFUSAL, REPLY, seal
from services.chassis.logs import get_logger
from services.chassis.rpc_wires import Lost, Waiter, Wires
from services.contracts.envelope import Ask, News, Reply, Write
from services.contracts.refusals import Refusal, Refused

R = TypeVar("R", bound=Reply)
log = get_logger(__name__)

DEADLINE_S = 2.0


class Unavailable(Exception):  # noqa: N818 - an answer that pages handle, not an error of theirs
    """The service did not answer in time, or could not: the page says so and shows what else there is."""

    def __init__(self, service: str) -> None:
        super().__init__(service)
        self.service = service


class Bus:
    """Asks services. Made once a process (after any fork) and shared by all its threads."""

    def __init__(self, broker_url: str, user: str = "gateway") -> None:
        self._wires = Wires(broker_url, user)
        self._breakers: defaultdict[str, Breaker] = defaultdict(Breaker)

    def ask(self, ask: Ask[R], assertion: str | None, *, correlation_id: str, deadline_s: float = DEADLINE_S) -> R:
        """The reply. Raises Refused, or Unavailable when no usable answer came before the deadline.

        An ask that changes nothing is tried once more when the connection broke under it; a Write never is, since only
        whoever holds its idempotency key knows whether it is still wanted.
        """
        ends = time.monotonic() + deadline_s
        try:
            waiter = self._send(ask, assertion, correlation_id, ends)
            try:
                return self._receive(ask, waiter, ends)
            except Lost:
                if isinstance(ask, Write):
                    raise
                return self._receive(ask, self._send(ask, assertion, correlation_id, ends), ends)
        except Lost:
            raise self._failed(ask) from None

    def ask_all(
        self, asks: Mapping[str, tuple[Ask[Any], str | None]], *, correlation_id: str = "", deadline_s: float = DEADLINE_S
    ) -> dict[str, Any]:
        """All of them in one round: a Reply, a Refused or an Unavailable under each name. Never raises one of those."""
        ends = time.monotonic() + deadline_s
        waiting: dict[str, Waiter | Exception] = {}
        for name, (ask, assertion) in asks.items():
            try:
                waiting[name] = self._send(ask, assertion, correlation_id, ends)
            except Unavailable as unavailable:
                waiting[name] = unavailable
            except Lost:
                waiting[name] = self._failed(ask)
        answers: dict[str, Any] = {}
        for name, (ask, assertion) in asks.items():
            waiter = waiting[name]
            answers[name] = waiter if isinstance(waiter, Exception) else self._answer(ask, assertion, waiter, correlation_id, ends)
        return answers

    def listen(self, handlers: Mapping[type[News], Callable[[Any], None]], on_gap: Callable[[], None]) -> None:
        """Hear news, from before the first ask on. Handlers run in the bus's own thread and must be quick.

        `on_gap` is called whenever the connection has broken or come back, because news told meanwhile is not heard.
        """
        self._wires.listen(handlers, on_gap)

    def start(self) -> None:
        """Connect now rather than at the first ask."""
        self._wires.start()

    def disconnected_for_s(self) -> float:
        """How long the broker has been away; 0 while connected."""
        return self._wires.disconnected_for_s()

    def close(self) -> None:
        """End the connections and the thread."""
        self._wires.close()

    def _answer(self, ask: Ask[Any], assertion: str | None, waiter: Waiter, correlation_id: str, ends: float) -> Any:
        try:
            try:
                return self._receive(ask, waiter, ends)
            except Lost:
                if isinstance(ask, Write):
                    return self._failed(ask)
                return self.ask(ask, assertion, correlation_id=correlation_id, deadline_s=max(ends - time.monotonic(), 0.0))
        except (Refused, Unavailable) as answer:
            return answer

    def _send(self, ask: Ask[Any], assertion: str | None, correlation_id: str, ends: float) -> Waiter:
        if not self._breakers[type(ask).service].lets_through():
            telemetry.ASKED.labels(type(ask).service, "cut_off").inc()
            raise Unavailable(type(ask).service)
        left = ends - time.monotonic()
        body = seal(ask, assertion, correlation_id, time.time() + left)
        return self._wires.send(type(ask).service, type(ask).wire_name, body, ends)

    def _receive(self, ask: Ask[R], waiter: Waiter, ends: float) -> R:
        answer = self._wires.receive(waiter, ends)
        if answer is None:
            raise self._failed(ask)
        self._breakers[type(ask).service].succeeded()
        kind, body = answer
        try:
            if kind == REPLY:
                telemetry.ASKED.labels(type(ask).service, REPLY).inc()
                return cast(R, type(ask).reply.model_validate_json(body))
            if kind == REFUSAL:
                telemetry.ASKED.labels(type(ask).service, REFUSAL).inc()
                raise Refused(Refusal.model_validate_json(body))
        except ValidationError:
            log.error("answer_not_in_contract", ask=type(ask).wire_name, asked=type(ask).service)
        telemetry.ASKED.labels(type(ask).service, FAILURE).inc()
        raise Unavailable(type(ask).service)

    def _failed(self, ask: Ask[Any]) -> Unavailable:
        self._breakers[type(ask).service].failed()
        telemetry.ASKED.labels(type(ask).service, "unanswered").inc()
        log.warning("ask_unanswered", ask=type(ask).wire_name, asked=type(ask).service)
        return Unavailable(type(ask).service)
