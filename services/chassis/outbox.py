"""News waiting for the relay: written in the same transaction as the change it tells of."""

from datetime import datetime

from sqlalchemy import insert, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.chassis.tables import outbox, sequences
from services.contracts.envelope import News

BELL = "portal_outbox"
"""The NOTIFY channel that wakes the relay."""


def put(session: Session, news: list[News], correlation_id: str, now: datetime) -> None:
    """Write the rows and ring the relay's bell, which sounds at the commit."""
    session.execute(
        insert(outbox),
        [
            {
                "event_id": piece.event_id, "speaker": type(piece).speaker, "routing_key": piece.routing_key(),
                "subject_id": piece.subject_id, "body": piece.model_dump_json(), "correlation_id": correlation_id, "created_at": now,
            }
            for piece in news
        ],
    )  # fmt: skip
    session.execute(text("SELECT pg_notify(:bell, '')"), {"bell": BELL})


def next_sequence(session: Session, subject_id: str) -> int:
    """The subject's next number. Holds the subject until the commit, so that its news leaves in the order of its numbers."""
    last: int = session.execute(
        upsert(sequences)
        .values(subject_id=subject_id, last=1)
        .on_conflict_do_update(index_elements=["subject_id"], set_={"last": sequences.c.last + 1})
        .returning(sequences.c.last)
    ).scalar_one()
    return last
