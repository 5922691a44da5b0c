"""The access register in PostgreSQL: rows are added last in their organisation's chain."""

from dataclasses import asdict, fields

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from services.billing.adapters.tables import access_register
from services.billing.domain.register import Access, Registered, chain
from services.contracts.billing import AccessListed, AccessShown


class SqlRegister:
    """What the port Register asks for."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, access: Access) -> None:
        # Two looks at once would chain to the same row: one waits here for the other's commit.
        self._session.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:chain, 0))"), {"chain": f"access_register:{access.organisation_id}"}
        )
        row = chain(access, self._last(access.organisation_id))
        self._session.execute(
            insert(access_register).values(**asdict(access), position=row.position, previous_hash=row.previous_hash, row_hash=row.row_hash)
        )

    def listed(self, organisation_id: str, page: int, size: int) -> AccessListed:
        a = access_register.c
        rows = self._session.execute(
            select(a.at, a.person_name, a.operation, a.invoice_number, a.allowed, a.reason, a.method)
            .where(a.organisation_id == organisation_id)
            .order_by(a.position.desc())
            .limit(size)
            .offset((page - 1) * size)
        ).mappings()
        shown = [AccessShown(**row) for row in rows]
        total = self._session.execute(
            select(func.count()).select_from(access_register).where(a.organisation_id == organisation_id)
        ).scalar_one()
        return AccessListed(rows=shown, total=total)

    def chain_of(self, organisation_id: str) -> list[Registered]:
        """The organisation's whole chain from its first row, for checking it."""
        rows = self._session.execute(
            select(access_register).where(access_register.c.organisation_id == organisation_id).order_by(access_register.c.position)
        ).mappings()
        return [_registered(dict(row)) for row in rows]

    def _last(self, organisation_id: str) -> Registered | None:
        row = (
            self._session.execute(
                select(access_register)
                .where(access_register.c.organisation_id == organisation_id)
                .order_by(access_register.c.position.desc())
                .limit(1)
            )
            .mappings()
            .first()
        )
        return None if row is None else _registered(dict(row))


def _registered(row: dict[str, object]) -> Registered:
    access = Access(**{field.name: row[field.name] for field in fields(Access)})  # type: ignore[arg-type] # the columns are the fields
    return Registered(int(str(row["position"])), access, str(row["previous_hash"]), str(row["row_hash"]))
