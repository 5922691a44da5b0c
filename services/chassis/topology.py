"""python -m services.chassis.topology declare | permissions | definitions: puts the table of the bus into a broker, or prints it."""

import base64
import hashlib
import json
import os
import secrets
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pika
import pika.exceptions

from services.chassis.topology_table import (
    ADMIN,
    RETRY_DELAYS_MS,
    USERS,
    bindings,
    exchanges,
    permissions,
    queues,
    topic_permissions,
)

WAIT_S = 120


def declare(admin_url: str, delays_ms: tuple[int, ...] = RETRY_DELAYS_MS) -> None:
    """Declare every exchange, queue and binding; harmless to repeat.

    Raises pika's errors where the broker has something else under a name.
    """
    with pika.BlockingConnection(pika.URLParameters(admin_url)) as connection:
        channel = connection.channel()
        for exchange in exchanges():
            channel.exchange_declare(exchange, "topic", durable=True)
        for queue in queues(delays_ms):
            channel.queue_declare(queue.name, durable=True, arguments=dict(queue.arguments))
        for binding in bindings(delays_ms):
            channel.queue_bind(binding.queue, binding.exchange, binding.key)


def permissions_as_json(vhost: str = "/") -> dict[str, Any]:
    """Permissions and topic permissions in the form of RabbitMQ's definitions."""
    return {
        "permissions": [
            {"user": one.user, "vhost": vhost, "configure": one.configure, "write": one.write, "read": one.read} for one in permissions()
        ],
        "topic_permissions": [
            {"user": one.user, "vhost": vhost, "exchange": one.exchange, "write": one.write, "read": one.read}
            for one in topic_permissions()
        ],
    }


def definitions(passwords: Mapping[str, str], vhost: str = "/", delays_ms: tuple[int, ...] = RETRY_DELAYS_MS) -> dict[str, Any]:
    """Everything, as a definitions file the broker imports at boot. `passwords`: one per user in USERS; only salted hashes are written."""
    return {
        "users": [
            {
                "name": user,
                "password_hash": password_hash(passwords[user]),
                "hashing_algorithm": "rabbit_password_hashing_sha256",
                "tags": "administrator" if user == ADMIN else "",
            }
            for user in USERS
        ],
        "vhosts": [{"name": vhost}],
        **permissions_as_json(vhost),
        "exchanges": [
            {"name": name, "vhost": vhost, "type": "topic", "durable": True, "auto_delete": False, "internal": False, "arguments": {}}
            for name in exchanges()
        ],
        "queues": [
            {"name": queue.name, "vhost": vhost, "durable": True, "auto_delete": False, "arguments": dict(queue.arguments)}
            for queue in queues(delays_ms)
        ],
        "bindings": [
            {
                "source": one.exchange, "vhost": vhost, "destination": one.queue, "destination_type": "queue",
                "routing_key": one.key, "arguments": {},
            }
            for one in bindings(delays_ms)
        ],
    }  # fmt: skip


def password_hash(password: str) -> str:
    """RabbitMQ's form: base64 of four bytes of salt and the SHA-256 of salt and password."""
    salt = secrets.token_bytes(4)
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode("ascii")


def admin_url() -> str:
    """The administrator's address, from BROKER_ADMIN_URL or the file that BROKER_ADMIN_URL_FILE names."""
    return _setting("BROKER_ADMIN_URL")


def main(arguments: list[str]) -> int:
    """Run one of the three commands."""
    match arguments:
        case ["declare"]:
            return _declare_when_there(admin_url())
        case ["permissions"]:
            print(json.dumps(permissions_as_json(os.environ.get("BROKER_VHOST", "/")), indent=2))
        case ["definitions"]:
            passwords = {user: _setting(f"BROKER_PASSWORD_{user.upper()}") for user in USERS}
            print(json.dumps(definitions(passwords, os.environ.get("BROKER_VHOST", "/")), indent=2))
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


def _declare_when_there(url: str) -> int:
    ends = time.monotonic() + WAIT_S
    said = False
    while True:
        try:
            declare(url)
        except (pika.exceptions.ChannelClosedByBroker, pika.exceptions.ProbableAuthenticationError) as error:
            print(f"The broker refuses: {error}", file=sys.stderr)
            return 1
        except (pika.exceptions.AMQPError, OSError) as error:
            if time.monotonic() > ends:
                print(f"The broker has not come; giving up: {error!r}", file=sys.stderr)
                return 1
            if not said:
                print(f"Waiting for the broker ({type(error).__name__}) …", file=sys.stderr, flush=True)
                said = True
            time.sleep(0.5)
        else:
            print("The bus is declared.")
            return 0


def _setting(name: str) -> str:
    if name in os.environ:
        return os.environ[name]
    path = os.environ.get(f"{name}_FILE")
    if path is None:
        print(f"{name} is missing (or {name}_FILE, a file holding it)", file=sys.stderr)
        raise SystemExit(2)
    try:
        return Path(path).read_text(encoding="utf-8").rstrip("\n")
    except OSError as error:
        print(f"{name}_FILE cannot be read ({type(error).__name__})", file=sys.stderr)
        raise SystemExit(2) from error


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
