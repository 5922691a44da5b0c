"""Keeps the newest mails, in memory and, where a folder is given, as .eml files."""

import secrets
import threading
from collections import deque
from datetime import UTC, datetime
from pathlib import Path

from deploy.simulators.mailbox.mail import Mail, read_mail

KEEP = 2_000
_FROM, _TO = b"X-Envelope-From: ", b"X-Envelope-To: "


class Box:
    """The mails, newest first to the reader; the oldest give way."""

    def __init__(self, folder: Path | None, keep: int = KEEP) -> None:
        self._folder = folder
        self._keep = keep
        self._lock = threading.Lock()
        self._mails: deque[Mail] = deque()
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            for path in sorted(folder.glob("*.eml"))[-keep:]:
                self._mails.append(_load(path))

    def receive(self, sender: str, to: list[str], raw: bytes) -> Mail:
        """Take a mail in; it is on disk when this returns."""
        received_at = datetime.now(UTC)
        mail_id = f"{int(received_at.timestamp() * 1_000_000)}-{secrets.token_hex(4)}"
        mail = read_mail(mail_id, sender, to, received_at, raw)
        with self._lock:
            if self._folder is not None:
                head = _FROM + sender.encode() + b"\r\n" + _TO + ", ".join(to).encode() + b"\r\n"
                (self._folder / f"{mail_id}.eml").write_bytes(head + raw)
            self._mails.append(mail)
            while len(self._mails) > self._keep:
                self._forget(self._mails.popleft())
        return mail

    def newest(self, recipient: str = "") -> list[Mail]:
        """Mails for a recipient (or all), newest first."""
        with self._lock:
            return [mail for mail in reversed(self._mails) if mail.is_for(recipient)]

    def find(self, mail_id: str) -> Mail | None:
        """One mail."""
        with self._lock:
            return next((mail for mail in self._mails if mail.id == mail_id), None)

    def empty(self) -> int:
        """Throw everything away; how many there were."""
        with self._lock:
            count = len(self._mails)
            while self._mails:
                self._forget(self._mails.popleft())
            return count

    def _forget(self, mail: Mail) -> None:
        if self._folder is not None:
            (self._folder / f"{mail.id}.eml").unlink(missing_ok=True)


def _load(path: Path) -> Mail:
    sender, to, raw = path.read_bytes().split(b"\r\n", 2)
    received_at = datetime.fromtimestamp(int(path.stem.partition("-")[0]) / 1_000_000, UTC)
    recipients = to.removeprefix(_TO).decode().split(", ")
    return read_mail(path.stem, sender.removeprefix(_FROM).decode(), recipients, received_at, raw)
