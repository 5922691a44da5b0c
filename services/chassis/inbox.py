"""News that comes twice, late or in another order: acted on once."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.chassis.tables import inbox, inbox_sequences
from services.contracts.envelope import News


class AlreadyHeard(Exception):  # noqa: N818 - an answer, not an error
    """The news has been acted on, or newer news of the same kind about the same subject has."""


def take(session: Session, news: News, now: datetime) -> None:
    """Claim the news for this transaction; raises AlreadyHeard. A second listener waits here until the first has committed."""
    fresh = session.execute(
        insert(inbox).values(event_id=news.event_id, heard_at=now).on_conflict_do_nothing().returning(inbox.c.event_id)
    ).first()
    if fresh is None:
        raise AlreadyHeard
    kind = type(news)  # a field of the message may hide the class's `name`
    if not kind.supersedes:
        return
    newest = session.execute(
        insert(inbox_sequences)
        .values(speaker=kind.speaker, name=kind.wire_name, subject_id=news.subject_id, sequence=news.sequence)
        .on_conflict_do_update(
            index_elements=["speaker", "name", "subject_id"],
            set_={"sequence": news.sequence},
            where=inbox_sequences.c.sequence < news.sequence,
        )
        .returning(inbox_sequences.c.sequence)
    ).first()
    if newest is None:
        raise AlreadyHeard
