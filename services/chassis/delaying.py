"""Puts news that could not be acted on aside for a while, and reads from it how often that has happened."""

from typing import Any

from services.chassis.links import AWAY, Link, close_link, open_link
from services.chassis.topology_table import delay_queue

ATTEMPTS = "x-attempts"
EXCHANGE = "x-told-on"
KEY = "x-told-as"


def attempts_of(message: Any) -> int:
    """Which try this is, from 1."""
    count = _headers(message).get(ATTEMPTS, 0)
    return int(count) + 1 if isinstance(count, int) else 1


def origin_of(message: Any) -> tuple[str, str]:
    """Exchange and routing key the news was told with, also after a delay."""
    headers = _headers(message)
    if EXCHANGE in headers and KEY in headers:
        return str(headers[EXCHANGE]), str(headers[KEY])
    return str(message.delivery_info["exchange"]), str(message.delivery_info["routing_key"])


class Delays:
    """A confirmed publisher to the service's delay queues, on a connection of its own since waiting for confirms reads from it."""

    def __init__(self, broker_url: str, service: str) -> None:
        self._url, self._service = broker_url, service
        self._link: Link | None = None

    def put(self, message: Any, attempts: int) -> None:
        """Put a copy into the delay queue of this step; returns when the broker has it. Raises one of AWAY."""
        try:
            self._publish(message, attempts)
        except AWAY:
            # The connection is idle for long stretches and not looked after: the first use may find it gone.
            self.close()
            self._publish(message, attempts)

    def close(self) -> None:
        """Let the connection go."""
        close_link(self._link)
        self._link = None

    def _publish(self, message: Any, attempts: int) -> None:
        if self._link is None:
            self._link = open_link(self._url, f"{self._service} delays", read_timeout_s=5, heartbeat_s=0)
        channel = self._link.default_channel
        exchange, key = origin_of(message)
        kept = {name: message.properties[name] for name in ("message_id", "correlation_id") if name in message.properties}
        copy = channel.prepare_message(
            message.body if isinstance(message.body, bytes) else message.body.encode(),
            content_type=message.properties.get("content_type"),
            headers={ATTEMPTS: attempts, EXCHANGE: exchange, KEY: key},
            properties={**kept, "delivery_mode": 2},
        )
        channel.basic_publish_confirm(copy, "delay", delay_queue(self._service, attempts), mandatory=True, confirm_timeout=5)


def _headers(message: Any) -> dict[str, Any]:
    return message.properties.get("application_headers") or {}
