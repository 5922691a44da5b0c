"""Mails: a row is written with the change, rendered when it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from services.chassis.tables import mail_outbox

BELL = "portal_mail"
"""The NOTIFY channel that wakes the sender."""


@dataclass(frozen=True)
class Mail:
    """A mail ready to send."""

    to: str
    subject: str
    text: str
    html: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class MailRow:
    """A mail that is wanted: what its renderer gets. `recipient` is a person's id or an address, as the use case wrote it."""

    kind: str
    recipient: str
    about: Mapping[str, Any]
    language: str
    created_at: datetime


def put(session: Session, rows: list[MailRow], correlation_id: str) -> None:
    """Write the rows and ring the sender's bell, which sounds at the commit."""
    session.execute(
        insert(mail_outbox),
        [
            {
                "message_id": str(uuid4()), "kind": row.kind, "recipient": row.recipient, "about": dict(row.about),
                "language": row.language, "correlation_id": correlation_id, "created_at": row.created_at,
            }
            for row in rows
        ],
    )  # fmt: skip
    session.execute(text("SELECT pg_notify(:bell, '')"), {"bell": BELL})
