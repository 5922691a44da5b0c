"""The SMTP door of the mailbox."""

from asyncio import Server

from aiosmtpd.controller import Controller
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


def smtp_door(host: str, port: int, box: Box, refusals: Refusals) -> Controller:
    """The server, not yet started; `start()` and `stop()` it."""
    return Controller(Handler(box, refusals), hostname=host, port=port, data_size_limit=SIZE_LIMIT, enable_SMTPUTF8=True, ident="mailbox")


def listening_port(door: Controller) -> int:
    """The port of a started door; the system's choice where 0 was asked for. Raises RuntimeError when it is not started."""
    if not isinstance(door.server, Server):
        raise RuntimeError("the SMTP door is not open")
    return int(door.server.sockets[0].getsockname()[1])
