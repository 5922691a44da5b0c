"""What a member may read: her organisation's cases. Internal notes are out of reach here, by the tables used and by row-level security."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, literal_column, or_, select, true
from sqlalchemy.orm import Session

from services.cases.adapters.case_rows import LISTED, case_row, file_fetched, first_row, listed, opened, thread, with_number
from services.cases.adapters.tables import cases, followers, properties
from services.cases.domain.status import CLOSED, Status
from services.chassis.caller import Caller
from services.contracts.cases import CaseOpened, CasesListed, CasesSummed, FileFetched, ListCases

PAGE = 25
LATEST = 5
WAITING_AT_MOST = 20
_SWEDISH_WORDS: ColumnElement[str] = literal_column("'swedish'::regconfig")


class SqlTenantQueries:
    """The port TenantQueries on PostgreSQL."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def list_cases(self, ask: ListCases, caller: Caller) -> CasesListed:
        """One page with the counts of every view, in one SELECT; the counts come also where the page is empty."""
        chosen = ask.view, ask.scope, bool(ask.property_id)
        statement = _list(*chosen, _mentions(ask.search)) if ask.search else _plain_list(*chosen)
        values = {
            "organisation_id": caller.organisation_id,
            "person_id": caller.person_id,
            "property_id": ask.property_id,
            "first_row": first_row(ask.page, PAGE),
        }
        rows = self._session.execute(statement, values).all()
        count = {"open": rows[0].open_count, "waiting": rows[0].waiting_count, "closed": rows[0].closed_count}
        return CasesListed(
            cases=[listed(row) for row in rows if row.number is not None],
            total=count[ask.view],
            open_count=count["open"],
            waiting_count=count["waiting"],
            closed_count=count["closed"],
        )

    def sum_cases(self, caller: Caller) -> CasesSummed:
        """Open cases for the overview, in one SELECT."""
        latest_first = cases.c.changed_at.desc(), cases.c.number.desc()
        still_open = (
            select(
                *LISTED,
                func.count().over().label("open_count"),
                func.row_number().over(order_by=latest_first).label("place"),
                func.row_number().over(partition_by=cases.c.status, order_by=latest_first).label("place_in_status"),
            )
            .where(_ours(caller), cases.c.is_open)
            .subquery("still_open")
        )
        waits = (still_open.c.status == Status.WAITING) & (still_open.c.place_in_status <= WAITING_AT_MOST)
        rows = self._session.execute(
            select(still_open, properties.c.name.label("property_name"))
            .outerjoin(properties, properties.c.property_id == still_open.c.property_id)
            .where(or_(still_open.c.place <= LATEST, waits))
            .order_by(still_open.c.place)
        ).all()
        return CasesSummed(
            open_count=rows[0].open_count if rows else 0,
            waiting=[listed(row) for row in rows if row.status is Status.WAITING],
            latest=[listed(row) for row in rows if row.place <= LATEST],
        )

    def open_case(self, number: int, caller: Caller) -> CaseOpened | None:
        """One case with its thread, in two SELECTs."""
        row = case_row(self._session, _ours(caller) & with_number(number))
        if row is None:
            return None
        return opened(row, thread(self._session, row), caller, may_write=row.status not in CLOSED)

    def file(self, number: int, file_id: str, preview: bool, caller: Caller) -> FileFetched | None:
        """One file of one case, in one SELECT."""
        return file_fetched(self._session, _ours(caller) & with_number(number), file_id, preview)


def _ours(caller: Caller) -> ColumnElement[bool]:
    return cases.c.organisation_id == caller.organisation_id


def _list(view: str, scope: str, at_property: bool, mentions: ColumnElement[bool] | None = None) -> Select[Any]:
    chosen = [cases.c.organisation_id == bindparam("organisation_id")]
    if scope == "mine":
        chosen.append(cases.c.reported_by_id == bindparam("person_id"))
    if scope == "following":
        followed = select(followers.c.case_id).where(
            followers.c.organisation_id == bindparam("organisation_id"), followers.c.person_id == bindparam("person_id")
        )
        chosen.append(cases.c.case_id.in_(followed))
    if at_property:
        chosen.append(cases.c.property_id == bindparam("property_id"))
    if mentions is not None:
        chosen.append(mentions)
    found = select(*LISTED).where(*chosen).cte("found")
    waiting = found.c.status == Status.WAITING
    counts = select(
        func.count().filter(found.c.is_open).label("open_count"),
        func.count().filter(waiting).label("waiting_count"),
        func.count().filter(~found.c.is_open).label("closed_count"),
    ).subquery("counts")
    shown = {"open": found.c.is_open, "waiting": waiting, "closed": ~found.c.is_open}[view]
    latest_first = found.c.changed_at.desc(), found.c.number.desc()
    page = select(found).where(shown).order_by(*latest_first).limit(PAGE).offset(bindparam("first_row", type_=Integer)).subquery("page")
    return (
        select(counts, page, properties.c.name.label("property_name"))
        .select_from(counts)
        .outerjoin(page, true())
        .outerjoin(properties, properties.c.property_id == page.c.property_id)
        .order_by(page.c.changed_at.desc(), page.c.number.desc())
    )


@cache
def _plain_list(view: str, scope: str, at_property: bool) -> Select[Any]:
    """Kept, since building the statement takes as long as all the rest of the ask; there are eighteen."""
    return _list(view, scope, at_property)


def _mentions(words: str) -> ColumnElement[bool]:
    """Swedish words in any inflection, a part of the title or the description, or the number."""
    ways = [
        cases.c.found_by.op("@@")(func.websearch_to_tsquery(_SWEDISH_WORDS, words)),
        cases.c.title.icontains(words, autoescape=True),
        cases.c.description.icontains(words, autoescape=True),
    ]
    if words.isascii() and words.isdigit():
        ways.append(with_number(int(words)))
    return or_(*ways)
