"""People and the landlord's staff in PostgreSQL."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.identity.adapters.tables import persons, staff_accounts
from services.identity.domain.person import Person, StaffAccount
from services.identity.domain.roles import StaffRole


class PersonStore:
    """People."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, person: Person) -> None:
        self._session.add(person)
        self._session.flush()

    def find(self, person_id: str) -> Person | None:
        return self._session.get(Person, person_id)

    def with_email(self, email: str) -> Person | None:
        return self._session.scalar(select(Person).where(func.lower(persons.c.email) == func.lower(email.strip())))

    def with_number(self, fingerprint: bytes) -> Person | None:
        return self._session.scalar(select(Person).where(persons.c.number_fingerprint == fingerprint))

    def lock(self, person_id: str) -> Person | None:
        query = select(Person).where(persons.c.id == person_id).with_for_update().execution_options(populate_existing=True)
        return self._session.scalar(query)


class StaffStore:
    """Staff accounts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, account: StaffAccount) -> None:
        self._session.add(account)
        self._session.flush()

    def find(self, person_id: str) -> StaffAccount | None:
        return self._session.get(StaffAccount, person_id)

    def with_role(self, role: StaffRole) -> list[StaffAccount]:
        return list(self._session.scalars(select(StaffAccount).where(staff_accounts.c.roles.op("@>")(frozenset({role})))))
