"""The audit register: append-only rows, each chained by a hash to the one before."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, text
from sqlalchemy.orm import Session

from services.chassis.tables import audit

_CHAIN_LOCK = 0x61756469
FIRST = "0" * 64
"""What stands before the first row."""


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `details` holds ids, codes and numbers, no personal numbers and no texts by people."""

    at: datetime
    actor: str
    organisation_id: str
    what: str
    subject: str
    details: Mapping[str, Any]


def chained(before: str, fields: Mapping[str, Any]) -> str:
    """The digest of a row whose predecessor has the digest `before`."""
    content = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=_as_text)
    return hashlib.sha256(f"{before}\n{content}".encode("ascii")).hexdigest()


def append(session: Session, entries: list[Entry]) -> None:
    """Add rows at the end of the chain; called last before the commit, since the chain admits one writer at a time."""
    session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _CHAIN_LOCK})
    digest = session.execute(select(audit.c.digest).order_by(audit.c.id.desc()).limit(1)).scalar() or FIRST
    for entry in entries:
        digest = chained(digest, _fields(entry))
        session.execute(insert(audit).values(**_fields(entry), digest=digest))


def first_broken(connection: Connection) -> int | None:
    """The id of the first row that does not fit the chain, or None when all of them do."""
    digest = FIRST
    for row in connection.execute(select(audit).order_by(audit.c.id)).mappings():
        digest = chained(digest, {name: row[name] for name in ("at", "actor", "organisation_id", "what", "subject", "details")})
        if digest != row["digest"]:
            return int(row["id"])
    return None


def _fields(entry: Entry) -> dict[str, Any]:
    return {
        "at": entry.at, "actor": entry.actor, "organisation_id": entry.organisation_id, "what": entry.what,
        "subject": entry.subject, "details": json.loads(json.dumps(dict(entry.details), default=_as_text)),
    }  # fmt: skip


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value)
