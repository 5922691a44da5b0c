"""One AMQP connection through kombu, opened the way the asks' traffic wants it, and the pause between two attempts."""

import random
from types import TracebackType
from typing import Any, Self, TypeAlias
from urllib.parse import unquote, urlsplit

import kombu.connection

Link: TypeAlias = Any
"""kombu's Connection, which carries no types."""

_new_link: Any = kombu.connection.Connection

HEARTBEAT_S = 10
_READ_AHEAD = 8192
CONNECT_TIMEOUT_S = 3
_any = _new_link("amqp://")
AWAY: tuple[type[Exception], ...] = (OSError, AttributeError, *_any.connection_errors, *_any.channel_errors)
"""What comes up when a connection is broken or the bus not declared yet; AttributeError is py-amqp's, where one is closed under a call."""


def open_link(url: str, purpose: str, read_timeout_s: float, heartbeat_s: int = HEARTBEAT_S) -> Link:
    """A connection that is connected; raises one of AWAY. A read waits `read_timeout_s` at a time, then heartbeats are due."""
    link = _new_link(
        url,
        heartbeat=heartbeat_s,
        connect_timeout=CONNECT_TIMEOUT_S,
        transport_options={"client_properties": {"connection_name": purpose}},
    )
    link.connect()
    amqp: Any = link.connection
    # py-amqp otherwise reads from the socket before every publish, which another thread or greenlet is reading already.
    amqp.client_properties["capabilities"]["connection.blocked"] = False
    # Set once: changing the timeout around every single read costs system calls.
    amqp.sock.settimeout(read_timeout_s)
    # py-amqp asks the socket for 7 bytes, the payload and 1 byte of each of a message's three frames; it keeps what it gets beyond that.
    receive = amqp.transport._quick_recv
    amqp.transport._quick_recv = lambda size: receive(max(size, _READ_AHEAD))
    return link


def close_link(link: Link | None) -> None:
    """Close whatever is left of a connection; a broken one has nothing more to say."""
    if link is None:
        return
    try:
        link.collect(socket_timeout=1)
    except Exception:  # it is being thrown away
        return


class Cork:
    """Gathers what is written to a connection and sends it in one go: a system call a message is a fifth of the whole cost of an ask."""

    def __init__(self, link: Link) -> None:
        # py-amqp has no setting for this; everything it writes goes through this one function.
        self._transport = link.connection.transport
        self._send = self._transport._write
        self._parts: list[bytes] = []

    def __enter__(self) -> Self:
        """Begin to gather; nothing else may write to the connection meanwhile."""
        self._transport._write = self._gather
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Send what has been gathered."""
        self._transport._write = self._send
        parts, self._parts = self._parts, []
        if parts and error is None:
            self._transport.write(b"".join(parts))

    def _gather(self, part: bytes | memoryview) -> None:
        self._parts.append(bytes(part))


def user_of(url: str) -> str:
    """The broker user that an address signs in with."""
    return unquote(urlsplit(url).username or "")


class Pause:
    """How long to wait before the next attempt: doubling from 0.1 s to 3 s, spread so that many clients do not come back at once."""

    _longest_s = 3.0

    def __init__(self) -> None:
        self._next_s = 0.1

    def next_s(self) -> float:
        """Seconds to wait now."""
        chosen = self._next_s * random.uniform(0.5, 1.0)  # noqa: S311 - spread, not secrecy
        self._next_s = min(self._next_s * 2, self._longest_s)
        return chosen

    def reset(self) -> None:
        """It worked: begin small again."""
        self._next_s = 0.1
