"""The SMTP door of the mailbox."""

import asyncio
import threading
from functools import partial

from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.simulators.mailbox.box import Box
from deploy.simulators.mailbox.refusals import Refusals

SIZE_LIMIT = 32 * 1024 * 1024


class Handler:
    """Takes every mail for every recipient unless a refusal is planned. The method names are aiosmtpd's."""

    def __init__(self, box: Box, refusals: Refusals) -> None:
        self._box = box
        self._refusals = refusals

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        """Take a recipient or refuse it."""
        refused = self._refusals.answer("RCPT", [address])
        if refused:
            return refused
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the mail or refuse it."""
        refused = self._refusals.answer("DATA", envelope.rcpt_tos)
        if refused:
            return refused
        content = envelope.content or b""
        raw = content.encode() if isinstance(content, str) else content
        return f"250 OK {self._box.receive(envelope.mail_from or '', envelope.rcpt_tos, raw).id}"


class SmtpDoor:
    """The SMTP server in a thread of its own; listening when this returns. Raises OSError when the port is taken."""

    def __init__(self, host: str, port: int, handler: Handler) -> None:
        self._loop = asyncio.new_event_loop()
        protocol = partial(SMTP, handler, data_size_limit=SIZE_LIMIT, enable_SMTPUTF8=True, hostname="mailbox", loop=self._loop)
        self._server = self._loop.run_until_complete(self._loop.create_server(protocol, host, port))
        self.port = int(self._server.sockets[0].getsockname()[1])
        self._thread = threading.Thread(target=self._loop.run_forever, name="smtp", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening and end the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._server.close()
        self._loop.close()
