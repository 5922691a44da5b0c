"""Cases, their threads and files, to be written."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.cases.adapters.case_rows import with_number
from services.cases.adapters.tables import attached_blobs, cases, number_sequence
from services.cases.domain.case import Case
from services.cases.domain.events import Event, File, InternalNote


class SqlCaseStore:
    """The port CaseStore on PostgreSQL. Every write is flushed at once, since files stand on events and events on cases."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def next_number(self) -> int:
        """The next of the one sequence for all organisations; a report that is refused leaves a gap."""
        return self._session.execute(select(number_sequence.next_value())).scalar_one()

    def add(self, case: Case) -> None:
        """Keep a new case."""
        self._session.add(case)
        self._session.flush()

    def to_change(self, number: int, organisation_id: str | None = None) -> Case | None:
        """The case, locked until the transaction ends."""
        wanted = select(Case).where(with_number(number)).with_for_update()
        if organisation_id is not None:
            wanted = wanted.where(cases.c.organisation_id == organisation_id)
        return self._session.execute(wanted).scalar_one_or_none()

    def add_events(self, events: Sequence[Event]) -> None:
        """Put events last in the thread, in the order given."""
        for event in events:
            self._session.add(event)
            self._session.flush()

    def add_note(self, note: InternalNote) -> None:
        """Keep a note among staff."""
        self._session.add(note)
        self._session.flush()

    def attach(self, files: Sequence[File]) -> bool:
        """Keep files with their event; False where one of the blobs already belongs to a case."""
        keys = [key for file in files for key in (file.blob_key, file.preview_key) if key is not None]
        if len(set(keys)) < len(keys):
            return False
        claimed = self._session.execute(
            insert(attached_blobs).on_conflict_do_nothing().returning(attached_blobs.c.blob_key), [{"blob_key": key} for key in keys]
        ).all()
        if len(claimed) < len(keys):
            return False
        for file in files:
            self._session.add(file)
            self._session.flush()
        return True
