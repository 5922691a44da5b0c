"""Documents in PostgreSQL: added once, never changed."""

from dataclasses import asdict, fields
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.billing.adapters.tables import customers, documents
from services.billing.domain.document import Document, Line, VatGroup
from services.billing.domain.settlement import Entry, Posting
from services.billing.usecases.ports import Known, Opened, Received
from services.contracts.billing import ImportListed, ImportsListed

_DAYS = ("period_start", "period_end")


class SqlDocuments:
    """What the port Documents asks for."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def known(self, sha256: str) -> Known | None:
        row = self._session.execute(select(documents.c.number, documents.c.customer_name).where(documents.c.sha256 == sha256)).first()
        return None if row is None else Known(row.number, row.customer_name)

    def add(self, received: Received) -> bool:
        document = received.document
        values: dict[str, Any] = {field.name: getattr(document, field.name) for field in fields(document)}
        values |= {"lines": [_as_json(each) for each in document.lines], "vat": [asdict(each) for each in document.vat]}
        added = self._session.execute(
            insert(documents)
            .values(
                document_id=received.document_id,
                organisation_id=received.organisation_id,
                sha256=received.sha256,
                content=received.content,
                imported_at=received.imported_at,
                imported_by=received.imported_by,
                **values,
            )
            .on_conflict_do_nothing()
            .returning(documents.c.document_id)
        ).first()
        return added is not None

    def entries(self, organisation_id: str) -> list[Entry]:
        d = documents.c
        rows = self._session.execute(
            select(d.kind, d.number, d.payable_ore, d.due_date, d.credits, d.concerns, d.invoice_date, d.quarter)
            .where(d.organisation_id == organisation_id)
            .order_by(func.coalesce(d.due_date, d.invoice_date).desc(), d.number.desc())
        )
        return [
            Entry(Posting(kind, number, payable_ore, due_date, taken_back), concerns, invoice_date, quarter)
            for kind, number, payable_ore, due_date, taken_back, concerns, invoice_date, quarter in rows
        ]

    def opened(self, organisation_id: str, number: str) -> Opened | None:
        credit = documents.alias()
        credited = (
            select(func.coalesce(func.sum(credit.c.payable_ore), 0))
            .where(credit.c.organisation_id == documents.c.organisation_id, credit.c.credits == documents.c.number)
            .scalar_subquery()
        )
        columns = [each for each in documents.c if each.name not in ("content", "organisation_id")]
        row = (
            self._session.execute(
                select(*columns, credited.label("credited_ore")).where(
                    documents.c.organisation_id == organisation_id, documents.c.number == number
                )
            )
            .mappings()
            .first()
        )
        return None if row is None else Opened(_document(row), row["sha256"], int(row["credited_ore"]))

    def content(self, organisation_id: str, number: str) -> bytes | None:
        found = self._session.execute(
            select(documents.c.content).where(documents.c.organisation_id == organisation_id, documents.c.number == number)
        ).scalar()
        return None if found is None else bytes(found)

    def imports(self, page: int, size: int) -> ImportsListed:
        d = documents.c
        rows = self._session.execute(
            select(d.number, d.kind, customers.c.name, d.invoice_date, d.due_date, d.payable_ore, d.imported_at, d.imported_by)
            .join(customers, customers.c.organisation_id == d.organisation_id)
            .order_by(d.imported_at.desc(), d.document_id)
            .limit(size)
            .offset((page - 1) * size)
        ).all()
        total = self._session.execute(select(func.count()).select_from(documents)).scalar_one()
        return ImportsListed(
            imports=[
                ImportListed(
                    number=row.number,
                    kind=row.kind,
                    customer=row.name,
                    invoice_date=row.invoice_date,
                    due_date=row.due_date,
                    payable_ore=row.payable_ore,
                    imported_at=row.imported_at,
                    imported_by=row.imported_by,
                )
                for row in rows
            ],
            total=total,
        )


def _as_json(line: Line) -> dict[str, Any]:
    return asdict(line) | {name: None if getattr(line, name) is None else getattr(line, name).isoformat() for name in _DAYS}


def _line(kept: dict[str, Any]) -> Line:
    return Line(**kept | {name: None if kept[name] is None else date.fromisoformat(kept[name]) for name in _DAYS})


def _document(row: RowMapping) -> Document:
    plain = {field.name: row[field.name] for field in fields(Document) if field.name not in ("lines", "vat")}
    return Document(**plain, lines=tuple(_line(each) for each in row["lines"]), vat=tuple(VatGroup(**each) for each in row["vat"]))
