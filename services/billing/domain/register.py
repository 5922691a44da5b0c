"""The access register: every look at an invoice, allowed or refused, chained so that a removed or altered row shows."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

START = "0" * 64
"""What the first row of an organisation is chained to."""


@dataclass(frozen=True)
class Access:
    """One look: who, whose invoices, what, when, the result, the reason and the method of sign-in."""

    organisation_id: str
    person_id: str
    person_name: str
    session_id: str
    operation: str
    invoice_number: str | None
    allowed: bool
    reason: str
    method: str
    at: datetime


@dataclass(frozen=True)
class Registered:
    """An access in its place in the organisation's chain."""

    position: int
    access: Access
    previous_hash: str
    row_hash: str


def chain(access: Access, last: Registered | None) -> Registered:
    """Put `access` after the organisation's `last` row."""
    position = last.position + 1 if last else 1
    previous = last.row_hash if last else START
    return Registered(position, access, previous, _hash(position, access, previous))


def first_broken(rows: Iterable[Registered]) -> int | None:
    """The position of the first row that does not fit its chain; None where all do. Rows of one organisation in order, from the first."""
    previous = START
    for position, row in enumerate(rows, start=1):
        if row.position != position or row.previous_hash != previous or row.row_hash != _hash(position, row.access, previous):
            return position
        previous = row.row_hash
    return None


def _hash(position: int, access: Access, previous: str) -> str:
    content = asdict(access) | {"at": access.at.astimezone(UTC).isoformat(timespec="microseconds")}
    text = json.dumps([previous, position, content], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
