"""Sessions and remembered devices in PostgreSQL."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session as Database

from services.identity.adapters.organisation_store import MembershipStore
from services.identity.adapters.tables import devices, persons, sessions, staff_accounts
from services.identity.domain.device import Device
from services.identity.domain.session import Kind, Session
from services.identity.usecases.stores import Seen


class SessionStore:
    """Sessions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, session: Session) -> None:
        self._database.add(session)
        self._database.flush()

    def with_token(self, token_hash: bytes) -> Session | None:
        """Locked: whoever looks a session up in order to change it must not cross another change."""
        query = select(Session).where(sessions.c.token_hash == token_hash).with_for_update()
        return self._database.scalar(query.execution_options(populate_existing=True))

    def find(self, session_id: str) -> Session | None:
        query = select(Session).where(sessions.c.id == session_id).with_for_update()
        return self._database.scalar(query.execution_options(populate_existing=True))

    def living(self, person_id: str) -> list[Session]:
        query = select(Session).where(sessions.c.person_id == person_id, sessions.c.ended_at.is_(None)).order_by(sessions.c.id)
        return list(self._database.scalars(query.with_for_update().execution_options(populate_existing=True)))

    def seen(self, token_hash: bytes) -> Seen | None:
        row = self._database.execute(
            select(
                Session,
                persons.c.given_name,
                persons.c.surname,
                persons.c.language,
                persons.c.last_organisation_id,
                staff_accounts.c.roles,
            )
            .join(persons, persons.c.id == sessions.c.person_id)
            .outerjoin(staff_accounts, staff_accounts.c.person_id == persons.c.id)
            .where(sessions.c.token_hash == token_hash)
        ).first()
        if row is None:
            return None
        session: Session = row[0]
        return Seen(
            session=session,
            person_name=f"{row.given_name} {row.surname}".strip()[:200],
            language=row.language,
            last_organisation_id=row.last_organisation_id,
            staff_roles=row.roles or frozenset(),
            memberships=MembershipStore(self._database).shown_of(session.person_id) if session.kind is Kind.TENANT else [],
        )

    def touch(self, session: Session, organisation_id: str | None) -> None:
        # The session itself is written when the work commits; here only where its person was last.
        if organisation_id is not None:
            moved = update(persons).where(persons.c.id == session.person_id).values(last_organisation_id=organisation_id)
            self._database.execute(moved)


class DeviceStore:
    """Remembered devices."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, device: Device) -> None:
        self._database.add(device)
        self._database.flush()

    def lock(self, device_id: str) -> Device | None:
        query = select(Device).where(devices.c.id == device_id).with_for_update()
        return self._database.scalar(query.execution_options(populate_existing=True))

    def living(self, person_id: str) -> list[Device]:
        query = select(Device).where(devices.c.person_id == person_id, devices.c.ended_at.is_(None)).order_by(devices.c.id)
        return list(self._database.scalars(query.with_for_update().execution_options(populate_existing=True)))
