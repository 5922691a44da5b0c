"""The pair of connections under the bus: one publishing, shared under a lock; one consuming, with a thread of its own."""

import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any

from services.chassis.envelopes import ASKS, REPLIES
from services.chassis.links import AWAY, Cork, Link, Pause, close_link, open_link
from services.chassis.logs import get_logger
from services.contracts.envelope import News

log = get_logger(__name__)
_TICK_S = 1.0
_WAIT_FOR_CONNECTION_S = 0.5
"""How long an ask waits for a connection that is just coming back; longer than that, the page is told at once."""

Answer = tuple[str, bytes]


class Lost(Exception):  # noqa: N818 - internal to the bus, always handled
    """The connection broke (or was not there): the ask may or may not have arrived."""


_NOT_SENT: tuple[type[Exception], ...] = (Lost, *AWAY)


class Waiter:
    """One thread waiting for one answer."""

    def __init__(self, service: str) -> None:
        self.service = service
        self.call_id = secrets.token_hex(16)
        self.answers: SimpleQueue[Answer | None] = SimpleQueue()


class Wires:
    """Both connections, kept up for ever by one thread."""

    def __init__(self, broker_url: str, user: str) -> None:
        self._url, self._user = broker_url, user
        self._publishing: Link | None = None
        self._cork: Cork | None = None
        self._outgoing: deque[tuple[Waiter, str, bytes, float]] = deque()
        self._publish_lock = threading.Lock()
        self._waiters: dict[str, Waiter] = {}
        self._reply_key = ""
        self._up = threading.Event()
        self._down_since = time.monotonic()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._start_lock = threading.Lock()
        self._handlers: Mapping[type[News], Callable[[Any], None]] = {}
        self._on_gap: Callable[[], None] = lambda: None

    def listen(self, handlers: Mapping[type[News], Callable[[Any], None]], on_gap: Callable[[], None]) -> None:
        """What to do with news; given before the start."""
        if self._thread is not None:
            raise RuntimeError("the bus is running already")
        self._handlers, self._on_gap = handlers, on_gap

    def start(self) -> None:
        """Start the thread, once."""
        with self._start_lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="bus", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Stop the thread and both connections."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def disconnected_for_s(self) -> float:
        """Seconds without a broker; 0 while connected."""
        return 0.0 if self._up.is_set() else time.monotonic() - self._down_since

    def send(self, service: str, name: str, body: bytes, ends: float) -> Waiter:
        """Publish an ask that expires at `ends` (monotonic); raises Lost."""
        if self._thread is None:
            self.start()
        if not self._up.is_set() and not self._up.wait(min(ends - time.monotonic(), _WAIT_FOR_CONNECTION_S)):
            raise Lost
        waiter = Waiter(service)
        self._waiters[waiter.call_id] = waiter
        try:
            self._outgoing.append((waiter, f"{service}.{name}", body, ends))
            with self._publish_lock:
                self._publish_outgoing()
        except _NOT_SENT as error:
            self._waiters.pop(waiter.call_id, None)
            self._drop_publishing()
            raise Lost from error
        except BaseException:
            self._waiters.pop(waiter.call_id, None)
            raise
        return waiter

    def _publish_outgoing(self) -> None:
        # Whoever gets the lock sends what all the others have put down meanwhile, in one go; they then find nothing left to do.
        if not self._outgoing:
            return
        link = self._publishing
        if link is None or self._cork is None:
            raise Lost
        channel: Any = link.default_channel
        with self._cork:
            while self._outgoing:
                waiter, key, body, ends = self._outgoing.popleft()
                # Expired asks are dropped by the broker; the service looks at the deadline again when it takes one up.
                left_ms = max(int((ends - time.monotonic()) * 1000), 1)
                about = {"correlation_id": waiter.call_id, "reply_to": self._reply_key, "expiration": str(left_ms), "delivery_mode": 1}
                channel.basic_publish(channel.prepare_message(body, properties=about), ASKS, key)

    def receive(self, waiter: Waiter, ends: float) -> Answer | None:
        """The answer, or None when the deadline has passed; raises Lost when the connection broke meanwhile."""
        try:
            answer = waiter.answers.get(timeout=max(ends - time.monotonic(), 0.0))
        except Empty:
            return None
        finally:
            self._waiters.pop(waiter.call_id, None)
        if answer is None:
            raise Lost
        return answer

    def _run(self) -> None:
        pause = Pause()
        while not self._stopping.is_set():
            consuming: Link | None = None
            try:
                consuming = self._connected()
                pause.reset()
                self._consume(consuming)
            except AWAY as error:
                log.warning("bus_disconnected", error=type(error).__name__)
            except Exception:
                log.exception("bus_broken")
            self._disconnected(consuming)
            self._stopping.wait(pause.next_s())

    def _connected(self) -> Link:
        consuming = open_link(self._url, f"{self._user} hears", _TICK_S)
        try:
            self._declare(consuming)
            publishing = open_link(self._url, f"{self._user} asks", _TICK_S)
            publishing.default_channel  # noqa: B018 - opened here, so that the first ask need not
        except BaseException:
            close_link(consuming)
            raise
        self._cork, self._publishing = Cork(publishing), publishing
        self._on_gap()
        self._up.set()
        log.info("bus_connected")
        return consuming

    def _declare(self, consuming: Link) -> None:
        ours = secrets.token_hex(16)
        channel: Any = consuming.default_channel
        # The user's name stands in the key: the broker's topic permissions let each user bind its own prefix only.
        self._reply_key = f"reply.{self._user}.{ours}"
        replies = f"replies.{self._user}.{ours}"
        channel.queue_declare(replies, durable=False, exclusive=True, auto_delete=True)
        channel.queue_bind(replies, REPLIES, self._reply_key)
        channel.basic_consume(replies, no_ack=True, callback=self._answered)
        if not self._handlers:
            return
        news = f"news.{self._user}.{ours}"
        channel.queue_declare(news, durable=False, exclusive=True, auto_delete=True)
        for kind in self._handlers:
            channel.queue_bind(news, f"{kind.speaker}.events", kind.routing_key())
        channel.basic_consume(news, no_ack=True, callback=self._heard)

    def _consume(self, consuming: Link) -> None:
        amqp: Any = consuming.connection
        next_tick = time.monotonic() + _TICK_S
        while not self._stopping.is_set():
            with suppress(TimeoutError):
                amqp.drain_events(timeout=_TICK_S)
            if time.monotonic() >= next_tick:
                amqp.heartbeat_tick()
                self._tick_publishing()
                next_tick = time.monotonic() + _TICK_S

    def _tick_publishing(self) -> None:
        with self._publish_lock:
            if self._publishing is None:
                raise ConnectionResetError
            amqp: Any = self._publishing.connection
            with suppress(TimeoutError, BlockingIOError):
                amqp.drain_events(timeout=0)
            amqp.heartbeat_tick()

    def _answered(self, message: Any) -> None:
        properties = message.properties
        waiter = self._waiters.get(properties.get("correlation_id", ""))
        # The broker vouches for user_id: no service can answer in another's place.
        if waiter is None or properties.get("user_id") != waiter.service:
            return
        body = message.body
        waiter.answers.put((str(properties.get("type", "")), body if isinstance(body, bytes) else body.encode()))

    def _heard(self, message: Any) -> None:
        for kind, handler in self._handlers.items():
            if message.delivery_info["exchange"] == f"{kind.speaker}.events" and message.delivery_info["routing_key"] == kind.routing_key():
                try:
                    handler(kind.model_validate_json(message.body))
                except Exception:
                    log.exception("news_handler_failed", news=kind.wire_name)
                    self._on_gap()

    def _drop_publishing(self) -> None:
        with self._publish_lock:
            link, self._publishing = self._publishing, None
            while self._outgoing:
                self._outgoing.popleft()[0].answers.put(None)
        close_link(link)

    def _disconnected(self, consuming: Link | None) -> None:
        if self._up.is_set():
            self._down_since = time.monotonic()
            self._up.clear()
            self._on_gap()
        self._drop_publishing()
        close_link(consuming)
        for waiter in list(self._waiters.values()):
            waiter.answers.put(None)
