"""Billing as two real processes, asked and told over a real broker."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
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
from services.contracts.identity import Heartbeat
from tests.support.servers import ROOT, ServiceDatabase, Vhost
from tests.support.waiting import wait_until


@dataclass
class Running:
    """The way in: asks with minted or forged assertions, and news as identity tells it."""

    vhost: Vhost
    bus: Bus
    signer: Signer
    keys: dict[str, Any]
    environment: dict[str, str]

    def mint(self, caller: Caller, audience: str = "billing") -> str:
        """An assertion as identity signs it."""
        return self.signer.mint(caller, audience, datetime.now(UTC), lifetime=timedelta(seconds=60))

    def ask(self, ask: Ask[Any], caller: Caller) -> Any:
        """Over the broker, as the gateway asks."""
        return self.ask_with(ask, self.mint(caller))

    def ask_with(self, ask: Ask[Any], assertion: str | None) -> Any:
        """Over the broker, with whatever is said to be an assertion."""
        return self.bus.ask(ask, assertion, correlation_id=uuid4().hex, deadline_s=5)

    def tell(self, *news: News) -> None:
        """Over the broker, as the speaker's relay tells."""
        with pika.BlockingConnection(pika.URLParameters(self.vhost.url("identity"))) as connection:
            channel = connection.channel()
            channel.confirm_delivery()
            for each in news:
                body = each.model_dump_json().encode()
                properties = pika.BasicProperties(delivery_mode=2)
                channel.basic_publish("identity.events", each.routing_key(), body, properties, mandatory=True)


@contextmanager
def running(database: ServiceDatabase, vhost: Vhost, folder: Path) -> Iterator[Running]:
    """Start `serve` and `relay`, wait until they are ready, keep identity's heart beating, stop it at the end."""
    keys = new_key_set("k1", "k2")
    (folder / "private.json").write_text(json.dumps(keys))
    (folder / "public.json").write_text(json.dumps(public_half(keys)))
    serve_port, relay_port = free_ports(2)
    environment = {
        "PATH": os.environ["PATH"],
        "ENVIRONMENT": "test",
        "DATABASE_URL": database.url,
        "BROKER_URL": vhost.url("billing"),
        "IDENTITY_KEYS_FILE": str(folder / "public.json"),
        "SMTP_URL": "smtp://127.0.0.1:1",
        "MAIL_FROM": "Kundportalen <portal@platzer.example>",
        "PORTAL_ADDRESS": "https://portal.example",
        "BLOB_FOLDER": str(folder / "blobs"),
        "INSIDE_PORT": str(serve_port),
        "RELAY_INSIDE_PORT": str(relay_port),
    }
    with ExitStack() as stack:
        for command, port in (("serve", serve_port), ("relay", relay_port)):
            log = stack.enter_context((folder / f"{command}.log").open("wb"))
            process = subprocess.Popen(
                [sys.executable, "-m", "services.billing", command], cwd=ROOT, env=environment, stdout=log, stderr=log
            )
            stack.callback(process.wait, 20)
            stack.callback(process.terminate)
            wait_until(lambda port=port: _ready(port), 30, f"{command} ready")  # type: ignore[misc]
        bus = Bus(vhost.url("gateway"))
        stack.callback(bus.close)
        made = Running(vhost, bus, Signer(folder / "private.json"), keys, environment)
        stack.enter_context(_beating(made))
        yield made


@contextmanager
def _beating(live: Running) -> Iterator[None]:
    """Identity's heartbeat, every five seconds."""
    over = threading.Event()

    def beat() -> None:
        while not over.is_set():
            now = datetime.now(UTC)
            live.tell(Heartbeat(subject_id="identity", sequence=int(now.timestamp() * 1000), occurred_at=now))
            over.wait(5)

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(10)


def _ready(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=1).status_code == 200
    except httpx.TransportError:
        return False
