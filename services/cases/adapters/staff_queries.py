"""What the landlord's staff may read: every customer's cases, with internal notes."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, select, true
from sqlalchemy.orm import Session

from services.cases.adapters.case_rows import LISTED, case_row, file_fetched, first_row, listed, opened, thread, with_number
from services.cases.adapters.tables import cases, internal_notes, organisations, properties
from services.cases.domain.actor import Side
from services.cases.domain.status import Status, moves_from
from services.chassis.caller import Caller
from services.contracts.cases import CaseOpened, EventShown, FileFetched, ListQueue, QueueListed

PAGE = 50


class SqlStaffQueries:
    """The port StaffQueries on PostgreSQL."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def list_queue(self, ask: ListQueue, now: datetime) -> QueueListed:
        """One page with the counts, oldest promise first, in one SELECT."""
        new = cases.c.status == Status.RECEIVED
        # Ours to move: nothing done yet, being done, or an answer owed whatever the status.
        ours = or_(cases.c.status.in_([Status.RECEIVED, Status.IN_PROGRESS]), cases.c.answer_by.is_not(None))
        late = cases.c.answer_by < now
        everything = select(func.count()).select_from(cases).scalar_subquery().label("total") if ask.view == "all" else None
        counts = (
            select(
                func.count().filter(new).label("new"),
                func.count().filter(ours).label("ours"),
                func.count().filter(late).label("late"),
                *([] if everything is None else [everything]),
            )
            .where(cases.c.is_open)
            .subquery("counts")
        )
        wanted: dict[str, list[ColumnElement[bool]]] = {
            "new": [cases.c.is_open, new],
            "ours": [cases.c.is_open, ours],
            "late": [cases.c.is_open, late],
            "all": [],
        }
        # Chosen from the index first: only the rows of the page are fetched from the table.
        chosen = (
            select(cases.c.number)
            .where(*wanted[ask.view])
            .order_by(cases.c.answer_by, cases.c.changed_at.desc(), cases.c.number)
            .limit(PAGE)
            .offset(first_row(ask.page, PAGE))
            .subquery("chosen")
        )
        page = (
            select(*LISTED, cases.c.organisation_id, cases.c.assigned_to_name)
            .join(chosen, chosen.c.number == cases.c.number)
            .subquery("page")
        )
        rows = self._session.execute(
            select(counts, page, properties.c.name.label("property_name"), organisations.c.name.label("organisation_name"))
            .select_from(counts)
            .outerjoin(page, true())
            .outerjoin(properties, properties.c.property_id == page.c.property_id)
            .outerjoin(organisations, organisations.c.organisation_id == page.c.organisation_id)
            .order_by(page.c.answer_by, page.c.changed_at.desc(), page.c.number)
        ).all()
        count = rows[0]._mapping
        return QueueListed(
            cases=[
                listed(row, organisation_name=row.organisation_name or "", assigned_to=row.assigned_to_name)
                for row in rows
                if row.number is not None
            ],
            total=count["total" if ask.view == "all" else ask.view],
            new_count=count["new"],
            ours_count=count["ours"],
            late_count=count["late"],
        )

    def open_case(self, number: int, caller: Caller) -> CaseOpened | None:
        """One case with its thread and the notes among staff, in three SELECTs."""
        row = case_row(self._session, with_number(number))
        if row is None:
            return None
        happened = sorted([*thread(self._session, row), *self._notes(row)], key=lambda each: each.at)
        allowed = [each.value for each in moves_from(row.status, Side.STAFF)]
        return opened(row, happened, caller, may_write=True, allowed=allowed)

    def file(self, number: int, file_id: str, preview: bool) -> FileFetched | None:
        """One file of any case, in one SELECT."""
        return file_fetched(self._session, with_number(number), file_id, preview)

    def _notes(self, case: Row[Any]) -> list[EventShown]:
        rows = self._session.execute(
            select(internal_notes).where(internal_notes.c.case_id == case.case_id).order_by(internal_notes.c.position)
        )
        return [
            EventShown(
                event_id=row.note_id, kind="internal_note", at=row.at, by=row.by_name, by_staff=True, text=row.text, status=None, files=[]
            )
            for row in rows
        ]
