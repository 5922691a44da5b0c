"""The nameko entrypoint that takes asks from the service's queue and sends the answers.

nameko's own RPC is not used: it copies its context into every message, runs asks nobody waits for, and answers through a pooled, confirmed,
persistent publisher at a fraction of the speed. Here an answer is transient and unconfirmed on one channel kept for it.
"""

import time
from typing import Any

import eventlet
from eventlet.semaphore import Semaphore
from nameko.extensions import Entrypoint

from services.chassis.answering import Answer, Answerer
from services.chassis.envelopes import REPLIES
from services.chassis.links import AWAY, HEARTBEAT_S, Link, Pause, close_link, open_link, user_of
from services.chassis.logs import get_logger
from services.chassis.topology_table import asks_queue
from services.chassis.wiring import App

log = get_logger(__name__)
_TICK_S = HEARTBEAT_S / 4


class Asks(Entrypoint):  # type: ignore[misc] # nameko carries no types
    """Hands each ask to a worker; acknowledges it once the answer is out, so that a killed service's asks go to its replica."""

    def __init__(self, app: App, **named: Any) -> None:
        super().__init__(**named)
        self._app = app
        self._url = app.settings.broker_url.get_secret_value()
        self._user = user_of(self._url)
        self._workers = app.settings.workers
        self._link: Link | None = None
        self._replying: Any = None
        # Greenlets share the socket: without it, two frames written at once would end up inside each other.
        self._writing = Semaphore()
        self._stopping = False
        self._down_since = time.monotonic()

    def start(self) -> None:
        """Begin to take asks; the connection is kept up for ever."""
        self.container.spawn_managed_thread(self._run, identifier="asks")
        self.container.spawn_managed_thread(self._keep_alive, identifier="asks heartbeat")

    def stop(self) -> None:
        """Take no more asks. Answers of the workers still running go out over the connection, which ends with them."""
        self._stopping = True
        link = self._link
        if link is None:
            return
        try:
            with self._writing:
                link.default_channel.basic_cancel("asks", nowait=True)
        except AWAY:
            return

    def disconnected_for_s(self) -> float:
        """Seconds without a broker; 0 while connected."""
        return 0.0 if self._link is not None else time.monotonic() - self._down_since

    def _run(self) -> None:
        pause = Pause()
        while not self._stopping:
            link: Link | None = None
            try:
                link = open_link(self._url, f"{self._app.name} answers", _TICK_S)
                self._consume(link, pause)
            except AWAY as error:
                log.warning("asks_disconnected", error=type(error).__name__)
            finally:
                if self._link is not None:
                    self._down_since = time.monotonic()
                self._link = self._replying = None
                close_link(link)
            eventlet.sleep(pause.next_s())

    def _consume(self, link: Link, pause: Pause) -> None:
        channel = link.default_channel
        self._replying = link.channel()
        channel.basic_qos(0, self._workers, False)
        channel.basic_consume(asks_queue(self._app.name), consumer_tag="asks", callback=self._delivered)
        self._link = link
        pause.reset()
        log.info("asks_connected")
        amqp = link.connection
        while True:
            try:
                amqp.drain_events(timeout=_TICK_S)
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
                # The reader sees the closed socket and connects again.
                close_link(link)

    def _delivered(self, message: Any) -> None:
        if self._stopping:
            return
        self.container.spawn_worker(self, (message,), {}, handle_result=self._handled)

    def _handled(self, worker: Any, answer: Answer | None, failure: Any) -> tuple[Any, Any]:
        (message,) = worker.args
        try:
            self._send(message, answer)
        except AWAY as error:
            log.warning("answer_not_sent", error=type(error).__name__)
        return None, None

    def _send(self, message: Any, answer: Answer | None) -> None:
        properties = message.properties
        reply_to = properties.get("reply_to", "")
        with self._writing:
            if answer is not None and self._replying is not None and reply_to.startswith("reply."):
                about = {
                    "type": answer[0],
                    "correlation_id": properties.get("correlation_id", ""),
                    "user_id": self._user,
                    "delivery_mode": 1,
                }
                self._replying.basic_publish(self._replying.prepare_message(answer[1], properties=about), REPLIES, reply_to)
            message.channel.basic_ack(message.delivery_tag)


def service_class(app: App) -> type:
    """The class nameko runs: its one method answers whatever ask it is given."""
    answerer = Answerer(app)

    class Service:
        """What nameko hosts."""

        name = app.name

        @Asks.decorator(app)  # type: ignore[untyped-decorator, unused-ignore]
        def answer(self, message: Any) -> Answer | None:
            """Answer one ask."""
            body = message.body
            return answerer.answer(message.delivery_info["routing_key"], body if isinstance(body, bytes) else body.encode())

    return Service
