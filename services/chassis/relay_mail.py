"""Sends the mails that wait: rendered now, at least once, under one Message-ID however often it is tried."""

import smtplib
import threading
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import unquote, urlsplit

from sqlalchemy import Row, text

from services.chassis import mail, telemetry
from services.chassis.bell import Bell
from services.chassis.links import Pause
from services.chassis.logs import get_logger, set_correlation_id
from services.chassis.mail import Mail, MailRow
from services.chassis.wiring import App

log = get_logger(__name__)
_IDLE_S = 5.0
_SMTP_TIMEOUT_S = 15

# A claim lasts two minutes; a sender that died with it leaves it to the next one.
_CLAIM = text("""
    UPDATE mail_outbox SET attempts = attempts + 1, next_attempt_at = now() + interval '2 minutes'
    WHERE id = (SELECT id FROM mail_outbox WHERE next_attempt_at <= now() ORDER BY next_attempt_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, message_id, kind, recipient, about, language, correlation_id, created_at, attempts,
        now() - created_at > interval '3 days' AS old
""")
_SETTLED = text("UPDATE mail_outbox SET about = '{}', outcome = :outcome, settled_at = now(), next_attempt_at = NULL WHERE id = :id")
_LATER = text("""
    UPDATE mail_outbox SET next_attempt_at = now() + least(power(2, attempts), 3600) * interval '1 second' WHERE id = :id
""")


class _Refused(Exception):  # noqa: N818 - internal, always handled
    """The mail server will never take this mail."""


class MailSender:
    """One of the relay process's threads."""

    def __init__(self, app: App, stopping: threading.Event) -> None:
        self._app, self._stopping = app, stopping

    def run(self) -> None:
        """Until told to stop; whatever goes away is waited for."""
        pause = Pause()
        while not self._stopping.is_set():
            try:
                with Bell(self._app.engine, mail.BELL) as bell:
                    pause.reset()
                    while not self._stopping.is_set():
                        if not self.send_one():
                            bell.wait(_IDLE_S)
            except Exception as error:  # the database is away, or our fault: in each case again, for ever
                log.warning("mail_interrupted", error=type(error).__name__)
            self._stopping.wait(pause.next_s())

    def send_one(self) -> bool:
        """Settle the mail that is due first, or put it off; False when none is due."""
        with self._app.engine.begin() as connection:
            row = connection.execute(_CLAIM).first()
        if row is None:
            return False
        set_correlation_id(row.correlation_id)
        outcome = self._outcome(row)
        with self._app.engine.begin() as connection:
            if outcome == "later":
                connection.execute(_LATER, {"id": row.id})
            else:
                connection.execute(_SETTLED, {"id": row.id, "outcome": outcome})
        telemetry.MAILS.labels(row.kind, outcome).inc()
        return True

    def _outcome(self, row: Row[Any]) -> str:
        try:
            wanted = self._renderer(row.kind)(MailRow(row.kind, row.recipient, row.about, row.language, row.created_at))
            if wanted is None:
                return "withdrawn"
            self._send(_message(wanted, row, self._app.settings.mail_from))
        except _Refused as refused:
            log.error("mail_parked", kind=row.kind, mail=row.id, reason=str(refused))
            return "parked"
        except Exception as error:  # the mail server is away, or a renderer failed: kept and tried again
            log.warning("mail_not_sent", kind=row.kind, mail=row.id, attempts=row.attempts, error=type(error).__name__)
            if row.old:
                log.error("mail_parked", kind=row.kind, mail=row.id, reason="tried for three days")
                return "parked"
            return "later"
        return "sent"

    def _renderer(self, kind: str) -> Callable[[MailRow], Mail | None]:
        return self._app.mails[kind]

    def _send(self, message: EmailMessage) -> None:
        parts = urlsplit(self._app.settings.smtp_url)
        connect = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
        with connect(parts.hostname or "", parts.port or 0, timeout=_SMTP_TIMEOUT_S) as server:
            if parts.username:
                if parts.scheme == "smtp":
                    server.starttls()
                server.login(unquote(parts.username), unquote(parts.password or ""))
            try:
                server.send_message(message)
            except smtplib.SMTPRecipientsRefused as error:
                _park_if_permanent(max(code for code, _ in error.recipients.values()), error)
            except smtplib.SMTPResponseException as error:
                _park_if_permanent(error.smtp_code, error)
            except smtplib.SMTPNotSupportedError as error:
                raise _Refused("the mail server cannot carry the address") from error


def _park_if_permanent(code: int, error: Exception) -> None:
    if 500 <= code < 600:
        raise _Refused(f"the mail server answered {code}") from error
    raise error


def _message(wanted: Mail, row: Row[Any], sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = wanted.to
    message["Subject"] = wanted.subject
    message["Date"] = format_datetime(row.created_at)
    message["Message-ID"] = f"<{row.message_id}@{parseaddr(sender)[1].rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    for name, value in wanted.headers.items():
        message[name] = value
    message.set_content(wanted.text)
    if wanted.html is not None:
        message.add_alternative(wanted.html, subtype="html")
    return message
