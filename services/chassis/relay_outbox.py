"""Takes news from the outbox to the broker: confirmed, mandatory where somebody listens, in order per subject, for ever."""

import threading
from collections.abc import Sequence
from datetime import UTC
from typing import Any

import pika
import pika.exceptions
from sqlalchemy import Connection, Row, text

from services.chassis import outbox, telemetry
from services.chassis.bell import Bell
from services.chassis.links import Pause
from services.chassis.logs import get_logger
from services.chassis.topology_table import has_listeners
from services.chassis.wiring import App

log = get_logger(__name__)
_BATCH = 100
_IDLE_S = 3.0
"""Between two looks when the bell is silent; short enough for the broker's heartbeat."""
_TRANSIENT = (pika.exceptions.AMQPError, OSError)

# The oldest row of each subject only: with several relays at work, its next one must not overtake it.
_TAKE = text("""
    SELECT id, event_id, speaker, routing_key, body, correlation_id, created_at, attempts FROM outbox
    WHERE next_attempt_at <= now() AND NOT EXISTS (
        SELECT 1 FROM outbox earlier WHERE earlier.subject_id = outbox.subject_id AND earlier.id < outbox.id)
    ORDER BY id LIMIT :batch FOR UPDATE SKIP LOCKED
""")
_GONE = text("DELETE FROM outbox WHERE id = :id")
_LATER = text("""
    UPDATE outbox SET attempts = attempts + 1, next_attempt_at = now() + least(power(2, attempts), 3600) * interval '1 second'
    WHERE id = :id
""")
_WAITING = text("SELECT count(*), coalesce(extract(epoch FROM now() - min(created_at)), 0) FROM outbox")


class OutboxRelay:
    """One of the relay process's threads."""

    def __init__(self, app: App, stopping: threading.Event) -> None:
        self._app, self._stopping = app, stopping
        self.connected = False

    def run(self) -> None:
        """Until told to stop; whatever goes away is waited for."""
        pause = Pause()
        while not self._stopping.is_set():
            try:
                self._relay(pause)
            except Exception as error:  # database or broker away, or our fault: in each case again, for ever
                log.warning("relay_interrupted", error=type(error).__name__)
            self.connected = False
            self._stopping.wait(pause.next_s())

    def _relay(self, pause: Pause) -> None:
        with Bell(self._app.engine, outbox.BELL) as bell, pika.BlockingConnection(self._parameters()) as broker:
            channel = broker.channel()
            channel.confirm_delivery()
            self.connected = True
            pause.reset()
            log.info("relay_connected")
            while not self._stopping.is_set():
                if not self._batch(channel):
                    self._measure()
                    bell.wait(_IDLE_S)
                broker.process_data_events(0)

    def _batch(self, channel: Any) -> int:
        """Take one batch to the broker; what it has confirmed is deleted even when it goes away in the middle."""
        interrupted: Exception | None = None
        with self._app.engine.begin() as connection:
            rows = connection.execute(_TAKE, {"batch": _BATCH}).all()
            try:
                self._publish(connection, channel, rows)
            except _TRANSIENT as error:
                interrupted = error
        if interrupted is not None:
            raise interrupted
        return len(rows)

    def _publish(self, connection: Connection, channel: Any, rows: Sequence[Row[Any]]) -> None:
        for row in rows:
            properties = pika.BasicProperties(
                content_type="application/json",
                delivery_mode=2,
                message_id=row.event_id,
                correlation_id=row.correlation_id,
                timestamp=int(row.created_at.astimezone(UTC).timestamp()),
                type=row.routing_key,
            )
            try:
                channel.basic_publish(
                    f"{row.speaker}.events", row.routing_key, row.body.encode(), properties, mandatory=has_listeners(row.speaker)
                )
            except (pika.exceptions.UnroutableError, pika.exceptions.NackError) as error:
                # Somebody must listen and nobody is there (or the queue is full): an operator's matter, so it is kept and said.
                log.error("news_not_taken", routing_key=row.routing_key, attempts=row.attempts + 1, error=type(error).__name__)
                connection.execute(_LATER, {"id": row.id})
            else:
                connection.execute(_GONE, {"id": row.id})
                telemetry.TOLD.labels(row.routing_key).inc()

    def _measure(self) -> None:
        with self._app.engine.connect() as connection:
            waiting, oldest = connection.execute(_WAITING).one()
        telemetry.OUTBOX_WAITING.set(waiting)
        telemetry.OUTBOX_OLDEST_SECONDS.set(float(oldest))

    def _parameters(self) -> pika.URLParameters:
        parameters = pika.URLParameters(self._app.settings.broker_url.get_secret_value())
        parameters.heartbeat = 10
        parameters.blocked_connection_timeout = 20
        parameters.socket_timeout = parameters.stack_timeout = 5
        parameters.connection_attempts = 1
        parameters.client_properties = {"connection_name": f"{self._app.name} relay"}
        return parameters
