"""content as two real processes, asked and told over a real broker."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pika

from deploy.local.ports import free_ports
from services.chassis.assertions import Signer
from services.chassis.caller import Caller
from services.chassis.keys import new_key_set, public_half
from services.chassis.rpc_client import Bus
from services.contracts.envelope import Ask, News
from tests.support.servers import ROOT, ServiceDatabase, Vhost
from tests.support.waiting import wait_until


@dataclass
class Running:
    """The way in: asks with minted assertions, and news as identity tells it."""

    vhost: Vhost
    bus: Bus
    signer: Signer

    def ask(self, ask: Ask[Any], caller: Caller, audience: str = "content") -> Any:
        """Over the broker, as the gateway asks."""
        assertion = self.signer.mint(caller, audience, datetime.now(UTC))
        return self.bus.ask(ask, assertion, correlation_id=uuid4().hex, deadline_s=5)

    def tell(self, news: News) -> None:
        """Over the broker, as the speaker's relay tells."""
        with pika.BlockingConnection(pika.URLParameters(self.vhost.url(news.speaker))) as connection:
            channel = connection.channel()
            channel.confirm_delivery()
            body = news.model_dump_json().encode()
            channel.basic_publish(f"{news.speaker}.events", news.routing_key(), body, pika.BasicProperties(delivery_mode=2), mandatory=True)


@contextmanager
def running(database: ServiceDatabase, vhost: Vhost, folder: Path) -> Iterator[Running]:
    """Start `serve` and `relay`, wait until they are ready, stop them at the end."""
    keys = new_key_set("k1")
    (folder / "private.json").write_text(json.dumps(keys))
    (folder / "public.json").write_text(json.dumps(public_half(keys)))
    serve_port, relay_port, nobody = free_ports(3)
    environment = {
        "PATH": os.environ["PATH"],
        "ENVIRONMENT": "test",
        "DATABASE_URL": database.url,
        "BROKER_URL": vhost.url("content"),
        "IDENTITY_KEYS_FILE": str(folder / "public.json"),
        "SMTP_URL": f"smtp://127.0.0.1:{nobody}",
        "MAIL_FROM": "Kundportalen <portal@platzer.example>",
        "PORTAL_ADDRESS": "https://portal.example",
        "BLOB_FOLDER": str(folder / "blobs"),
        "INSIDE_PORT": str(serve_port),
        "RELAY_INSIDE_PORT": str(relay_port),
        "ON_CALL_PHONE": "031-390 06 02",
    }
    with ExitStack() as stack:
        for command, port in (("serve", serve_port), ("relay", relay_port)):
            log = stack.enter_context((folder / f"{command}.log").open("wb"))
            process = subprocess.Popen(
                [sys.executable, "-m", "services.content", command], cwd=ROOT, env=environment, stdout=log, stderr=log
            )
            stack.callback(process.wait, 20)
            stack.callback(process.terminate)
            wait_until(lambda port=port: _ready(port), 30, f"{command} ready")  # type: ignore[misc]
        bus = Bus(vhost.url("gateway"))
        stack.callback(bus.close)
        yield Running(vhost, bus, Signer(folder / "private.json"))


def _ready(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=1).status_code == 200
    except httpx.TransportError:
        return False
