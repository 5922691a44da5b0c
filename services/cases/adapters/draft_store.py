"""Unfinished fault reports, one a person and organisation."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.cases.adapters.tables import drafts
from services.contracts.cases import DraftShown, ReportDraft


class SqlDraftStore:
    """The port DraftStore on PostgreSQL."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def load(self, organisation_id: str, person_id: str) -> DraftShown:
        """The draft, an empty one where there is none."""
        row = self._session.execute(
            select(drafts.c.content, drafts.c.saved_at).where(drafts.c.organisation_id == organisation_id, drafts.c.person_id == person_id)
        ).one_or_none()
        if row is None:
            return DraftShown(draft=ReportDraft(), saved_at=None)
        return DraftShown(draft=ReportDraft.model_validate(row.content), saved_at=row.saved_at)

    def save(self, organisation_id: str, person_id: str, draft: ReportDraft, at: datetime) -> None:
        """The last one written stands."""
        kept = {"content": draft.model_dump(mode="json"), "saved_at": at}
        self._session.execute(
            insert(drafts)
            .values(organisation_id=organisation_id, person_id=person_id, **kept)
            .on_conflict_do_update(index_elements=["organisation_id", "person_id"], set_=kept)
        )

    def drop(self, organisation_id: str, person_id: str) -> None:
        """Throw the draft away."""
        self._session.execute(delete(drafts).where(drafts.c.organisation_id == organisation_id, drafts.c.person_id == person_id))
