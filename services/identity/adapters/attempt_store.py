"""BankID attempts and counted guesses in PostgreSQL."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.identity.adapters.tables import attempts, guesses
from services.identity.domain.attempt import Attempt, State
from services.identity.domain.guessing import Guesses


class AttemptStore:
    """BankID attempts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, attempt: Attempt) -> None:
        self._session.add(attempt)
        self._session.flush()

    def lock(self, token_hash: bytes, browser_hash: bytes) -> Attempt | None:
        query = select(Attempt).where(attempts.c.token_hash == token_hash, attempts.c.browser_hash == browser_hash).with_for_update()
        return self._session.scalar(query.execution_options(populate_existing=True))

    def waiting(self, browser_hash: bytes) -> list[Attempt]:
        query = select(Attempt).where(attempts.c.browser_hash == browser_hash, attempts.c.state == State.WAITING)
        return list(self._session.scalars(query.order_by(attempts.c.id).with_for_update()))


class GuessStore:
    """Counted guesses."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def lock(self, key: str, now: datetime) -> Guesses:
        fresh = insert(guesses).values(key=key, failures=0, first_at=now, last_at=now)
        self._session.execute(fresh.on_conflict_do_nothing())
        query = select(Guesses).where(guesses.c.key == key).with_for_update()
        return self._session.scalars(query.execution_options(populate_existing=True)).one()
