"""T4: whoever takes over one process has its broker user, and with it nothing of its neighbours.

Every operation on every exchange and queue is tried as every user. What is allowed stands here once more, by hand, so that a slip in the
topology's table is not its own judge.
"""

import logging
from collections.abc import Callable
from functools import partial
from secrets import token_hex

import pika
import pika.exceptions
from pika.adapters.blocking_connection import BlockingChannel

from tests.support import figures
from tests.support.servers import Vhost

SERVICES = ("identity", "cases", "billing", "content")
LISTENERS = ("cases", "billing", "content")
USERS = ("gateway", *SERVICES)
QUEUES = [
    *(f"{service}.asks" for service in SERVICES),
    *(f"{service}.{name}" for service in LISTENERS for name in ("news", "parked", "delay.1", "delay.2", "delay.3", "delay.4")),
]
EXCHANGES = [
    "asks",
    "replies",
    "delay",
    "dead",
    *(f"{service}.events" for service in SERVICES),
    "",
    "amq.topic",
    "amq.direct",
    "amq.fanout",
]
KEYS = [
    *(f"{service}.some_ask" for service in SERVICES),
    *(f"{service}.delay.1" for service in LISTENERS),
    *(f"{service}.parked" for service in LISTENERS),
    *(f"{service}.news" for service in LISTENERS),
    "something_changed.v1",
    "sessions_ended.v1",
    f"reply.gateway.{token_hex(16)}",
    f"reply.billing.{token_hex(16)}",
    "#",
]


def may_read(user: str, queue: str) -> bool:
    """Only one's own asks and news."""
    return queue in (f"{user}.asks", f"{user}.news")


def may_publish(user: str, exchange: str, key: str) -> bool:
    """The gateway asks; a service replies to the gateway, tells its own news and delays its own retries."""
    if user == "gateway":
        # On the exchange of asks every key of a service leads to its asks and nowhere else, whatever the key calls itself.
        return exchange == "asks" and key.split(".")[0] in SERVICES and key.count(".") == 1
    return (
        (exchange == "replies" and key.startswith("reply.gateway."))
        or (exchange == f"{user}.events" and key.endswith(".v1"))
        or (exchange == "delay" and user in LISTENERS and key == f"{user}.delay.1")
    )


def may_bind(user: str, exchange: str, key: str) -> bool:
    """Only the gateway binds, its own queue, to its own replies and to news of sessions."""
    own_reply = exchange == "replies" and key.startswith("reply.gateway.")
    return user == "gateway" and (own_reply or (exchange == "identity.events" and key == "sessions_ended.v1"))


class Attacker:
    """Holds one user's password and tries everything with it."""

    def __init__(self, user: str, vhost: Vhost) -> None:
        self.user = user
        # The broker's refusals are what is wanted here, hundreds of them: pika need not warn of each.
        logging.getLogger("pika").setLevel(logging.CRITICAL)
        self.connection = pika.BlockingConnection(pika.URLParameters(vhost.url(user)))

    def succeeds(self, deed: Callable[[BlockingChannel], object]) -> bool:
        """Whether the broker let it happen; anything but its refusal for want of permission is an error of the test."""
        channel = self.connection.channel()
        channel.confirm_delivery()
        try:
            deed(channel)
        except pika.exceptions.ChannelClosedByBroker as closed:
            if closed.reply_code != 403:
                raise
            return False
        except pika.exceptions.UnroutableError:
            pass
        if channel.is_open:
            channel.close()
        return True


def test_every_foreign_consume_bind_and_publish_is_refused(vhost: Vhost) -> None:
    tally = Tally()
    for user in USERS:
        attacker = Attacker(user, vhost)
        attack_queues(attacker, tally)
        attack_exchanges(attacker, tally)
        attacker.connection.close()
    figures.append("T4.pairs", tally.foreign)
    figures.append("T4.allowed", tally.foreign_allowed)
    assert tally.mistakes == []
    assert tally.foreign > 3_000


class Tally:
    """What was tried, and where the broker did not do as it should."""

    def __init__(self) -> None:
        self.foreign = 0
        self.foreign_allowed = 0
        self.mistakes: list[str] = []

    def judge(self, attacker: Attacker, what: str, deed: Callable[[BlockingChannel], object], allowed: bool) -> None:
        """Try it and compare with what is allowed."""
        happened = attacker.succeeds(deed)
        if not allowed:
            self.foreign += 1
            self.foreign_allowed += happened
        if happened != allowed:
            self.mistakes.append(f"{attacker.user}: {what}: {'happened' if happened else 'refused'}")


def attack_queues(attacker: Attacker, tally: Tally) -> None:
    """Take, empty, delete and re-route every queue, and declare others."""
    for queue in QUEUES:
        own = may_read(attacker.user, queue)
        tally.judge(attacker, f"get {queue}", partial(_get, queue=queue), own)
        tally.judge(attacker, f"consume {queue}", partial(_consume, queue=queue), own)
        tally.judge(attacker, f"purge {queue}", partial(_purge, queue=queue), own)
        tally.judge(attacker, f"delete {queue}", partial(_delete, queue=queue), False)
        for exchange in ("asks", "replies", *(f"{service}.events" for service in SERVICES)):
            tally.judge(attacker, f"bind {queue} to {exchange}", partial(_bind, queue=queue, exchange=exchange), False)
    for name in ("reply.billing.x", f"reply.gateway.{token_hex(16)}", "amq.gen-anything", "mine", "cases.asks2"):
        tally.judge(attacker, f"declare {name}", partial(_declare, name=name), False)


def attack_exchanges(attacker: Attacker, tally: Tally) -> None:
    """Publish to, listen to and delete every exchange."""
    for exchange in EXCHANGES:
        if exchange:
            tally.judge(attacker, f"delete exchange {exchange}", partial(_delete_exchange, exchange=exchange), False)
        for key in KEYS:
            published = may_publish(attacker.user, exchange, key)
            tally.judge(attacker, f"publish {key} to {exchange!r}", partial(_publish, exchange=exchange, key=key), published)
            if exchange:
                tally.judge(
                    attacker,
                    f"spy on {key} of {exchange}",
                    partial(_spy, exchange=exchange, key=key),
                    may_bind(attacker.user, exchange, key),
                )


def _get(channel: BlockingChannel, queue: str) -> None:
    channel.basic_get(queue)


def _consume(channel: BlockingChannel, queue: str) -> None:
    channel.basic_consume(queue, lambda *_taken: None)


def _purge(channel: BlockingChannel, queue: str) -> None:
    channel.queue_purge(queue)


def _delete(channel: BlockingChannel, queue: str) -> None:
    channel.queue_delete(queue)


def _bind(channel: BlockingChannel, queue: str, exchange: str) -> None:
    channel.queue_bind(queue, exchange, "#")


def _declare(channel: BlockingChannel, name: str) -> None:
    channel.queue_declare(name, exclusive=True)


def _delete_exchange(channel: BlockingChannel, exchange: str) -> None:
    channel.exchange_delete(exchange)


def _publish(channel: BlockingChannel, exchange: str, key: str) -> None:
    channel.basic_publish(exchange, key, b"{}", mandatory=True)


def _spy(channel: BlockingChannel, exchange: str, key: str) -> None:
    name = f"replies.gateway.{token_hex(16)}"
    channel.queue_declare(name, exclusive=True)
    channel.queue_bind(name, exchange, key)
    channel.queue_delete(name)
