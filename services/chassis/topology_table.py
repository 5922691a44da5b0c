"""The one table of the bus: who answers, who listens to whom, and from it every exchange, queue, binding and permission.

All exchanges are topic exchanges, because only there can the broker limit a user to routing keys of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SERVICES = ("identity", "cases", "billing", "content")
GATEWAY = "gateway"
ADMIN = "admin"
USERS = (ADMIN, GATEWAY, *SERVICES)

LISTENERS: Mapping[str, tuple[str, ...]] = {
    "cases": ("identity", "content"),
    "billing": ("identity",),
    "content": ("identity",),
}
"""Which service hears all the news of which speakers; what it has no handler for it acknowledges and lets go."""

GATEWAY_HEARS: Mapping[str, tuple[str, ...]] = {
    "identity": ("sessions_ended.v1", "membership_changed.v1", "person_changed.v1", "staff_changed.v1")
}
"""What gateway workers hear, on queues of their own that end with the connection."""

RETRY_DELAYS_MS = (1_000, 5_000, 30_000, 300_000)
"""After each of these a piece of news that could not be acted on comes back; after the try that follows the last one it is parked."""

DELIVERY_LIMIT = 5
ASKS_LIMIT = 5_000
LONGEST_ASK_MS = 30_000


@dataclass(frozen=True)
class Queue:
    """A durable queue."""

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Binding:
    """From an exchange to a queue, by routing key."""

    exchange: str
    queue: str
    key: str


@dataclass(frozen=True)
class Permission:
    """What a user may do in the virtual host, as the broker's regular expressions."""

    user: str
    configure: str
    write: str
    read: str


@dataclass(frozen=True)
class TopicPermission:
    """Which routing keys a user may publish (write) and bind (read) on one exchange."""

    user: str
    exchange: str
    write: str
    read: str


NOTHING = "^$"


def asks_queue(service: str) -> str:
    """Where asks to a service wait."""
    return f"{service}.asks"


def news_queue(service: str) -> str:
    """Where news for a service waits."""
    return f"{service}.news"


def parked_queue(service: str) -> str:
    """Where news that a service could not act on is kept for a human."""
    return f"{service}.parked"


def delay_queue(service: str, step: int) -> str:
    """Where news waits before try number `step` + 1, from 1."""
    return f"{service}.delay.{step}"


def has_listeners(speaker: str) -> bool:
    """Whether anything must come of the speaker's news: it is then published mandatory."""
    return any(speaker in speakers for speakers in LISTENERS.values())


def exchanges() -> list[str]:
    """All of them, of type topic."""
    return ["asks", "replies", *(f"{service}.events" for service in SERVICES), "delay", "dead"]


def queues(delays_ms: tuple[int, ...] = RETRY_DELAYS_MS) -> list[Queue]:
    """All durable queues."""
    found = [
        # Asks are worth nothing after their deadline, so they live in a classic queue and are never written to disk.
        Queue(asks_queue(service), {"x-max-length": ASKS_LIMIT, "x-message-ttl": LONGEST_ASK_MS})
        for service in SERVICES
    ]
    for service in LISTENERS:
        found.append(
            Queue(news_queue(service), _safe("dead", parked_queue(service)) | {"x-delivery-limit": DELIVERY_LIMIT}),
        )
        # The empty exchange leads straight back to the queue; only the broker itself may use it, no user can publish there.
        found += [
            Queue(delay_queue(service, step), _safe("", news_queue(service)) | {"x-message-ttl": delay})
            for step, delay in enumerate(delays_ms, 1)
        ]
        found.append(Queue(parked_queue(service), {"x-queue-type": "quorum"}))
    return found


def bindings(delays_ms: tuple[int, ...] = RETRY_DELAYS_MS) -> list[Binding]:
    """All durable bindings."""
    found = [Binding("asks", asks_queue(service), f"{service}.#") for service in SERVICES]
    for service, speakers in LISTENERS.items():
        found += [Binding(f"{speaker}.events", news_queue(service), "#") for speaker in speakers]
        found += [Binding("delay", name, name) for name in (delay_queue(service, step) for step in range(1, len(delays_ms) + 1))]
        found.append(Binding("dead", parked_queue(service), parked_queue(service)))
    return found


def permissions() -> list[Permission]:
    """What each user may do: name things, write to exchanges, read from queues (and bind from exchanges)."""
    own = "^(replies|news)\\.gateway\\.[0-9a-f]{32}$"
    found = [
        Permission(ADMIN, ".*", ".*", ".*"),
        Permission(
            GATEWAY,
            configure=own,
            write=f"^(asks|{own.strip('^$')})$",
            read=f"^(replies|{'|'.join(f'{speaker}[.]events' for speaker in GATEWAY_HEARS)}|{own.strip('^$')})$",
        ),
    ]
    for service in SERVICES:
        hears = service in LISTENERS
        found.append(
            Permission(
                service,
                configure=NOTHING,
                write=f"^({service}[.]events|replies{'|delay' if hears else ''})$",
                read=f"^{service}[.](asks{'|news' if hears else ''})$",
            )
        )
    return found


def topic_permissions() -> list[TopicPermission]:
    """Which keys, per exchange; whatever is not named here is closed to every user but the admin."""
    found = []
    for user in (GATEWAY, *SERVICES):
        for exchange in exchanges():
            found.append(TopicPermission(user, exchange, *_keys(user, exchange)))
    return found


def _keys(user: str, exchange: str) -> tuple[str, str]:
    if user == GATEWAY:
        if exchange == "asks":
            return f"^({'|'.join(SERVICES)})[.][a-z_]+$", NOTHING
        if exchange == "replies":
            return NOTHING, "^reply[.]gateway[.][0-9a-f]{32}$"
        keys = GATEWAY_HEARS.get(exchange.removesuffix(".events"), ())
        return NOTHING, f"^({'|'.join(key.replace('.', '[.]') for key in keys)})$" if keys else NOTHING
    if exchange == "replies":
        return "^reply[.]gateway[.][0-9a-f]{32}$", NOTHING
    if exchange == f"{user}.events":
        return "^[a-z_]+[.]v[0-9]+$", NOTHING
    if exchange == "delay" and user in LISTENERS:
        return f"^{user}[.]delay[.][0-9]+$", NOTHING
    return NOTHING, NOTHING


def _safe(dead_letter_exchange: str, key: str) -> dict[str, Any]:
    # At-least-once dead-lettering needs a quorum queue that refuses rather than drops when it is full.
    return {
        "x-queue-type": "quorum",
        "x-dead-letter-exchange": dead_letter_exchange,
        "x-dead-letter-routing-key": key,
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }
