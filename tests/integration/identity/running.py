"""identity as two real processes beside a simulated BankID, asked over a real broker."""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from aiosmtpd.controller import Controller

from deploy.local.ports import free_ports
from services.chassis.keys import new_key_set, public_half
from services.chassis.rpc_client import Bus
from services.contracts.envelope import Ask
from services.contracts.refusals import Refused
from tests.support.servers import ROOT, ServiceDatabase, Vhost
from tests.support.simulators import RunningBankId, running_bankid
from tests.support.waiting import wait_until


class Inbox:
    """A mail server that keeps what it gets."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@dataclass
class Running:
    """The way in, the phone, the mails that came out, and a command line."""

    bus: Bus
    vhost: Vhost
    bankid: RunningBankId
    inbox: Inbox
    environment: dict[str, str]

    def ask(self, ask: Ask[Any], assertion: str | None = None) -> Any:
        """Over the broker, as the gateway asks."""
        return self.bus.ask(ask, assertion, correlation_id=uuid4().hex, deadline_s=10)

    def refusal(self, ask: Ask[Any], assertion: str | None = None) -> str:
        """The code it is refused with."""
        try:
            reply = self.ask(ask, assertion)
        except Refused as refused:
            return refused.refusal.code
        raise AssertionError(f"not refused: {reply!r}")

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """`python -m services.identity …`."""
        return subprocess.run(
            [sys.executable, "-m", "services.identity", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )


@contextmanager
def running(database: ServiceDatabase, vhost: Vhost, folder: Path) -> Iterator[Running]:
    """Start BankID, `serve` and `relay`, wait until they are ready, stop them at the end."""
    keys = new_key_set("k1", "k2")
    key = base64.b64encode(b"k" * 32).decode()
    (folder / "private.json").write_text(json.dumps(keys))
    (folder / "public.json").write_text(json.dumps(public_half(keys)))
    (folder / "numbers.json").write_text(json.dumps({"hmac": key, "current": "p1", "aes": {"p1": key}}))
    inbox = Inbox()
    smtp_port, serve_port, relay_port = free_ports(3)
    with ExitStack() as stack:
        bankid = stack.enter_context(running_bankid(folder / "bankid"))
        environment = {
            "PATH": os.environ["PATH"],
            "ENVIRONMENT": "test",
            "DATABASE_URL": database.url,
            "BROKER_URL": vhost.url("identity"),
            "IDENTITY_KEYS_FILE": str(folder / "public.json"),
            "SIGNING_KEYS_FILE": str(folder / "private.json"),
            "PERSONAL_NUMBER_KEYS_FILE": str(folder / "numbers.json"),
            "BANKID_ADDRESS": bankid.address,
            "BANKID_CERTIFICATE_FILE": str(bankid.folder / "client.pem"),
            "BANKID_KEY_FILE": str(bankid.folder / "client.key"),
            "BANKID_CA_FILE": str(bankid.folder / "server_ca.pem"),
            "SMTP_URL": f"smtp://127.0.0.1:{smtp_port}",
            "MAIL_FROM": "Kundportalen <portal@platzer.example>",
            "PORTAL_ADDRESS": "https://portal.example",
            "BLOB_FOLDER": str(folder / "blobs"),
            "INSIDE_PORT": str(serve_port),
            "RELAY_INSIDE_PORT": str(relay_port),
        }
        post = Controller(inbox, hostname="127.0.0.1", port=smtp_port)
        post.start()
        stack.callback(post.stop)
        for command, port in (("serve", serve_port), ("relay", relay_port)):
            log = stack.enter_context((folder / f"{command}.log").open("wb"))
            process = subprocess.Popen(
                [sys.executable, "-m", "services.identity", command], cwd=ROOT, env=environment, stdout=log, stderr=log
            )
            stack.callback(process.wait, 20)
            stack.callback(process.terminate)
            wait_until(lambda port=port: _ready(port), 30, f"{command} ready")  # type: ignore[misc]
        bus = Bus(vhost.url("gateway"))
        stack.callback(bus.close)
        yield Running(bus, vhost, bankid, inbox, environment)


def _ready(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=1).status_code == 200
    except httpx.TransportError:
        return False
