"""python -m services.chassis.dead_letters list | show | replay --service cases: news a service could not act on, kept for a human.

Wants BROKER_ADMIN_URL (or BROKER_ADMIN_URL_FILE). `show` prints what lies there; `replay` puts it all back before the service.
"""

import argparse
import json
import sys
from typing import Any

import pika
import pika.exceptions

from services.chassis.delaying import EXCHANGE, KEY
from services.chassis.logs import masked_text
from services.chassis.topology import admin_url
from services.chassis.topology_table import LISTENERS, news_queue, parked_queue


def list_parked(channel: Any) -> dict[str, int]:
    """How much lies parked, by service."""
    return {service: channel.queue_declare(parked_queue(service), passive=True).method.message_count for service in LISTENERS}


def show(channel: Any, service: str) -> list[dict[str, Any]]:
    """What lies parked for one service; it stays there. Personal numbers and tokens are masked, should there be any."""
    found: list[dict[str, Any]] = []
    while True:
        method, properties, body = channel.basic_get(parked_queue(service))
        if method is None:
            break
        exchange, key = _origin(properties)
        found.append(
            {
                "told_on": exchange,
                "told_as": key,
                "event_id": properties.message_id,
                "correlation_id": properties.correlation_id,
                "body": masked_text(body.decode("utf-8", "replace")),
            }
        )
    # Never acknowledged: all of it goes back where it lay.
    channel.basic_nack(0, multiple=True, requeue=True)
    return found


def replay(channel: Any, service: str) -> int:
    """Put everything that lies there now back into the service's queue, with its tries forgotten; returns how many.

    Each goes in confirmed before it leaves the parking queue, so it may be heard twice and is never lost.
    """
    channel.confirm_delivery()
    count = channel.queue_declare(parked_queue(service), passive=True).method.message_count
    for done in range(count):
        method, properties, body = channel.basic_get(parked_queue(service))
        if method is None:
            return done
        exchange, key = _origin(properties)
        again = pika.BasicProperties(
            content_type=properties.content_type,
            delivery_mode=2,
            message_id=properties.message_id,
            correlation_id=properties.correlation_id,
            headers={EXCHANGE: exchange, KEY: key},
        )
        channel.basic_publish("", news_queue(service), body, again, mandatory=True)
        channel.basic_ack(method.delivery_tag)
    return int(count)


def main(arguments: list[str]) -> int:
    """Run one of the three commands."""
    parser = argparse.ArgumentParser(prog="python -m services.chassis.dead_letters", description=__doc__)
    parser.add_argument("command", choices=["list", "show", "replay"])
    parser.add_argument("--service", choices=sorted(LISTENERS))
    given = parser.parse_args(arguments)
    if given.command != "list" and given.service is None:
        parser.error("--service is wanted")
    try:
        with pika.BlockingConnection(pika.URLParameters(admin_url())) as connection:
            _run(given.command, given.service, connection.channel())
    except (pika.exceptions.AMQPError, OSError) as error:
        print(f"The broker cannot be asked: {error!r}", file=sys.stderr)
        return 1
    return 0


def _run(command: str, service: str, channel: Any) -> None:
    if command == "list":
        for name, count in list_parked(channel).items():
            print(f"{name}: {count}")
    elif command == "show":
        for each in show(channel, service):
            print(json.dumps(each, ensure_ascii=False))
    else:
        print(f"{service}: {replay(channel, service)} put back")


def _origin(properties: Any) -> tuple[str, str]:
    headers = properties.headers or {}
    if EXCHANGE in headers and KEY in headers:
        return str(headers[EXCHANGE]), str(headers[KEY])
    # Rejected at once or by the delivery limit: the broker says where it was told first.
    died = (headers.get("x-death") or [{}])[-1]
    return str(died.get("exchange", "")), str((died.get("routing-keys") or [""])[0])


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
