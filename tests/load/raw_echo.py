"""The echo that the chassis is compared with: pika alone, a process that answers and a client with 50 messages in flight.

As in the chassis an ask is acknowledged when its answer is out, and nothing is persistent or confirmed.
"""

import sys
import time
from typing import Any

import pika

IN_FLIGHT = 50
QUEUE = "raw-echo"


def serve(url: str) -> None:
    """Answer for ever; says `ready` when it does."""
    channel: Any = pika.BlockingConnection(pika.URLParameters(url)).channel()
    channel.queue_declare(QUEUE, auto_delete=True)
    channel.basic_qos(prefetch_count=IN_FLIGHT)

    def answer(_channel: Any, method: Any, properties: Any, body: bytes) -> None:
        about = pika.BasicProperties(correlation_id=properties.correlation_id)
        channel.basic_publish("", properties.reply_to, body, about)
        channel.basic_ack(method.delivery_tag)

    channel.basic_consume(QUEUE, answer)
    print("ready", flush=True)
    channel.start_consuming()


class Client:
    """Keeps 50 echoes in flight on one connection."""

    def __init__(self, url: str) -> None:
        self._connection: Any = pika.BlockingConnection(pika.URLParameters(url))
        self._channel: Any = self._connection.channel()
        self._replies = self._channel.queue_declare("", exclusive=True).method.queue
        self._channel.basic_consume(self._replies, self._answered, auto_ack=True)
        self._count = 0
        self._ends = 0.0
        self._out = 0
        self._body = b""

    def echo_for(self, seconds: float, body: bytes) -> float:
        """Echoes a second."""
        self._count, self._body = 0, body
        begins = time.monotonic()
        self._ends = begins + seconds
        for _ in range(IN_FLIGHT):
            self._send()
        while self._out:
            self._connection.process_data_events(time_limit=1)
        return self._count / (time.monotonic() - begins)

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def _send(self) -> None:
        self._out += 1
        about = pika.BasicProperties(correlation_id=str(self._count), reply_to=self._replies)
        self._channel.basic_publish("", QUEUE, self._body, about)

    def _answered(self, _channel: Any, _method: Any, _properties: Any, body: bytes) -> None:
        if body != self._body:
            raise AssertionError("the echo came back changed")
        self._out -= 1
        self._count += 1
        if time.monotonic() < self._ends:
            self._send()


if __name__ == "__main__":
    serve(sys.argv[1])
