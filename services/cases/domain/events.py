"""What the thread of a case is made of: events with files, and staff's internal notes, which are another thing altogether."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from services.cases.domain.status import Status


def new_id() -> str:
    """An id that nobody can guess or predict."""
    return str(uuid4())


class EventKind(StrEnum):
    """What both sides may see happen to a case."""

    REPORTED = "reported"
    MESSAGE = "message"
    STATUS_CHANGED = "status_changed"


@dataclass
class Event:
    """One thing in the thread. `status` is where the case went, None where it stayed."""

    case_id: str
    organisation_id: str
    kind: EventKind
    at: datetime
    by_id: str
    by_name: str
    by_staff: bool
    text: str = ""
    status: Status | None = None
    event_id: str = field(default_factory=new_id)


@dataclass
class InternalNote:
    """A note from staff to staff. Not an event: no query, mail or export that reads the thread can come across it."""

    case_id: str
    at: datetime
    by_id: str
    by_name: str
    text: str
    note_id: str = field(default_factory=new_id)


@dataclass
class File:
    """A file that came with an event; the bytes are in the blob store under `blob_key`."""

    event_id: str
    case_id: str
    organisation_id: str
    blob_key: str
    preview_key: str | None
    name: str
    media_type: str
    size: int
    file_id: str = field(default_factory=new_id)
