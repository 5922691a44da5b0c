"""The nameko entrypoint that takes asks from the service's queue and sends the answers.

nameko's own RPC is not used: it copies its context into every message, runs asks nobody waits for, and answers through a pooled, confirmed,
persistent publisher at a fraction of the speed. Here an answer is transient and unconfirmed on one channel kept for it.
"""

import time
from contextlib import suppress
from typing import Any

import eventlet
from eventlet.queue import Empty, LightQueue
from nameko.extensions import Entrypoint

from services.chassis.answering import Answer, Answerer
from services.chassis.envelopes import REPLIES
from services.chassis.links import AWAY, HEARTBEAT_S, Cork, Link, Pause, close_link, open_link, user_of
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
        self._finished: LightQueue = LightQueue()
        self._stopping = False
        self._down_since = float("-inf")

    def start(self) -> None:
        """Begin to take asks; the connection is kept up for ever."""
        self.container.spawn_managed_thread(self._run, identifier="asks")

    def stop(self) -> None:
        """Take no more asks. Answers of the workers still running go out over the connection, which ends with them."""
        self._stopping = True
        self._finished.put(None)

    def disconnected_for_s(self) -> float:
        """Seconds without a broker; 0 while connected."""
        return 0.0 if self._link is not None else time.monotonic() - self._down_since

    def _run(self) -> None:
        pause = Pause()
        while not self._stopping:
            link: Link | None = None
            writer: Any = None
            try:
                link = open_link(self._url, f"{self._app.name} answers", _TICK_S)
                writer = eventlet.spawn(self._write, link, link.channel())
                self._read(link, pause)
            except AWAY as error:
                log.warning("asks_disconnected", error=type(error).__name__)
            finally:
                if self._link is not None:
                    self._down_since = time.monotonic()
                self._link = None
                if writer is not None:
                    writer.kill()
                close_link(link)
            eventlet.sleep(pause.next_s())

    def _read(self, link: Link, pause: Pause) -> None:
        channel = link.default_channel
        channel.basic_qos(0, self._workers, False)
        channel.basic_consume(asks_queue(self._app.name), consumer_tag="asks", callback=self._delivered)
        self._link = link
        pause.reset()
        log.info("asks_connected")
        amqp = link.connection
        while True:
            with suppress(TimeoutError):
                amqp.drain_events(timeout=_TICK_S)

    def _delivered(self, message: Any) -> None:
        if not self._stopping:
            self.container.spawn_worker(self, (message,), {}, handle_result=self._handled)

    def _handled(self, worker: Any, answer: Answer | None, failure: Any) -> tuple[Any, Any]:
        self._finished.put((worker.args[0], answer))
        return None, None

    def _write(self, link: Link, replying: Any) -> None:
        # The only greenlet that writes once the connection is up: two that did would put their frames inside each other.
        cork = Cork(link)
        try:
            while True:
                finished = self._next_finished()
                with cork:
                    for item in finished:
                        if item is None:
                            link.default_channel.basic_cancel("asks", nowait=True)
                        elif item[0].channel.connection is link.connection:
                            self._answer(replying, *item)
                    link.connection.heartbeat_tick()
        except AWAY as error:
            log.warning("answers_not_sent", error=type(error).__name__)
            close_link(link)

    def _next_finished(self) -> list[Any]:
        try:
            finished = [self._finished.get(timeout=_TICK_S)]
        except Empty:
            return []
        while not self._finished.empty():
            finished.append(self._finished.get())
        return finished

    def _answer(self, replying: Any, message: Any, answer: Answer | None) -> None:
        properties = message.properties
        reply_to = properties.get("reply_to", "")
        if answer is not None and reply_to.startswith("reply."):
            about = {"type": answer[0], "correlation_id": properties.get("correlation_id", ""), "user_id": self._user, "delivery_mode": 1}
            replying.basic_publish(replying.prepare_message(answer[1], properties=about), REPLIES, reply_to)
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
