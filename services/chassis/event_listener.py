"""The nameko entrypoint that hears news: acknowledged after the commit, delayed after a failure, parked after the last.

nameko's own event handler is not used: it acknowledges, and so loses, an event whose handler throws.
"""

import time
from typing import Any

import eventlet
from eventlet.event import Event
from eventlet.queue import Queue
from eventlet.semaphore import Semaphore
from nameko.extensions import Entrypoint

from services.chassis import telemetry
from services.chassis.delaying import Delays, attempts_of, origin_of
from services.chassis.hearing import Hearer, Outcome
from services.chassis.links import AWAY, HEARTBEAT_S, Link, Pause, close_link, open_link
from services.chassis.logs import get_logger
from services.chassis.topology_table import RETRY_DELAYS_MS, news_queue
from services.chassis.wiring import App

log = get_logger(__name__)
_TICK_S = HEARTBEAT_S / 4
PREFETCH = 10


class NewsHeard(Entrypoint):  # type: ignore[misc] # nameko carries no types
    """Hands news to a worker, one piece after the other, so that news about one subject keeps its order as long as nothing fails."""

    def __init__(self, app: App, **named: Any) -> None:
        super().__init__(**named)
        self._app = app
        self._url = app.settings.broker_url.get_secret_value()
        self._delays = Delays(self._url, app.name)
        self._link: Link | None = None
        self._waiting: Queue = Queue()
        self._writing = Semaphore()
        self._stopping = False
        self._down_since = float("-inf")

    def start(self) -> None:
        """Begin to listen; the connection is kept up for ever."""
        self.container.spawn_managed_thread(self._run, identifier="news")
        self.container.spawn_managed_thread(self._keep_alive, identifier="news heartbeat")
        self.container.spawn_managed_thread(self._work, identifier="news work")

    def stop(self) -> None:
        """Take up no more news; what has been delivered and not taken up goes back to the queue with the connection."""
        self._stopping = True

    def disconnected_for_s(self) -> float:
        """Seconds without a broker; 0 while connected."""
        return 0.0 if self._link is not None else time.monotonic() - self._down_since

    def _run(self) -> None:
        pause = Pause()
        while not self._stopping:
            link: Link | None = None
            try:
                link = open_link(self._url, f"{self._app.name} hears", _TICK_S)
                self._consume(link, pause)
            except AWAY as error:
                log.warning("news_disconnected", error=type(error).__name__)
            finally:
                if self._link is not None:
                    self._down_since = time.monotonic()
                self._link = None
                close_link(link)
            eventlet.sleep(pause.next_s())

    def _consume(self, link: Link, pause: Pause) -> None:
        channel = link.default_channel
        channel.basic_qos(0, PREFETCH, False)
        channel.basic_consume(news_queue(self._app.name), consumer_tag="news", callback=lambda message: self._waiting.put((link, message)))
        self._link = link
        pause.reset()
        log.info("news_connected")
        while True:
            try:
                link.connection.drain_events(timeout=_TICK_S)
            except TimeoutError:
                if self._link is not link:
                    raise ConnectionResetError from None

    def _keep_alive(self) -> None:
        while True:
            eventlet.sleep(_TICK_S)
            link = self._link
            if link is None:
                continue
            try:
                with self._writing:
                    link.connection.heartbeat_tick()
            except AWAY:
                close_link(link)

    def _work(self) -> None:
        while not self._stopping:
            link, message = self._waiting.get()
            pause = Pause()
            # Deliveries of a connection that has gone come again over the next one.
            while link is self._link and not self._stopping:
                outcome = self._heard(message)
                if outcome is not Outcome.WAIT:
                    self._settle(message, outcome)
                    break
                eventlet.sleep(pause.next_s())

    def _heard(self, message: Any) -> Outcome:
        done: Event = Event()

        def handled(worker: Any, outcome: Outcome | None, failure: Any) -> tuple[Any, Any]:
            done.send(outcome or Outcome.LATER)
            return None, None

        self.container.spawn_worker(self, (message,), {}, handle_result=handled)
        outcome: Outcome = done.wait()
        return outcome

    def _settle(self, message: Any, outcome: Outcome) -> None:
        try:
            attempts = attempts_of(message)
            if outcome is Outcome.SETTLED:
                with self._writing:
                    message.channel.basic_ack(message.delivery_tag)
            elif attempts > len(RETRY_DELAYS_MS):
                telemetry.HEARD.labels(origin_of(message)[1], "parked").inc()
                log.error("news_parked", routing_key=origin_of(message)[1], attempts=attempts)
                with self._writing:
                    message.channel.basic_reject(message.delivery_tag, False)
            else:
                # Confirmed by the broker before the original is let go: it may come twice, and is never lost.
                self._delays.put(message, attempts)
                with self._writing:
                    message.channel.basic_ack(message.delivery_tag)
        except AWAY as error:
            # Unacknowledged, it comes again with the next connection.
            log.warning("news_not_settled", error=type(error).__name__)
            close_link(self._link)


def hear_on(service: type, app: App) -> type:
    """The nameko service class with a second method, which hears news."""
    hearer = Hearer(app)

    def hear(self: Any, message: Any) -> Outcome:
        exchange, routing_key = origin_of(message)
        body = message.body if isinstance(message.body, bytes) else message.body.encode()
        correlation_id = str(message.properties.get("correlation_id", ""))
        return hearer.hear(exchange, routing_key, body, correlation_id, attempts_of(message))

    return type("Service", (service,), {"hear": NewsHeard.decorator(app)(hear)})
