"""One received mail, read into what the page and the API show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass(frozen=True)
class Mail:
    """A mail as received: `to` are the envelope's recipients, `raw` the bytes from DATA."""

    id: str
    sender: str
    to: tuple[str, ...]
    received_at: datetime
    raw: bytes
    subject: str
    text: str
    html: str
    headers: tuple[tuple[str, str], ...]

    def is_for(self, recipient: str) -> bool:
        """Whether an address, or a part of one, is among the recipients; an empty one fits every mail."""
        return any(recipient.strip().lower() in address.lower() for address in self.to)

    def shown(self) -> dict[str, object]:
        """The mail as JSON."""
        return {
            "id": self.id,
            "from": self.sender,
            "to": list(self.to),
            "subject": self.subject,
            "text": self.text,
            "html": self.html,
            "headers": [list(pair) for pair in self.headers],
            "received_at": self.received_at.isoformat(),
        }


def read_mail(mail_id: str, sender: str, to: Sequence[str], received_at: datetime, raw: bytes) -> Mail:
    """Parse a mail. Whatever cannot be read is shown as it came rather than refused: a developer wants to see it."""
    message = message_from_bytes(raw, policy=policy.default)
    return Mail(
        id=mail_id,
        sender=sender,
        to=tuple(to),
        received_at=received_at.astimezone(UTC),
        raw=raw,
        subject=str(message.get("Subject", "")),
        text=_part(message, "plain"),
        html=_part(message, "html"),
        headers=tuple((name, str(value)) for name, value in message.items()),
    )


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    if part is None:
        return ""
    try:
        return str(part.get_content())
    except (LookupError, ValueError):
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
