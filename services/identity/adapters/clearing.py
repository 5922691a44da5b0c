"""Removes rows that have had their day."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, literal
from sqlalchemy.orm import Session

from services.identity.adapters.tables import attempts, devices, guesses, registrations, sessions
from services.identity.domain.guessing import FORGET_AFTER

ATTEMPTS_KEPT = timedelta(minutes=15)
HISTORY_KEPT = timedelta(days=90)
"""How far back a person sees her sign-ins."""


class Clearing:
    """One DELETE a table."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def clear(self, now: datetime) -> dict[str, int]:
        past = {
            attempts: attempts.c.started_at < now - ATTEMPTS_KEPT,
            registrations: registrations.c.expires_at < now,
            guesses: func.greatest(guesses.c.last_at, guesses.c.blocked_until) < now - FORGET_AFTER,
            sessions: sessions.c.last_seen_at < now - HISTORY_KEPT,
            devices: devices.c.last_used_at < now - HISTORY_KEPT,
        }
        gone = {table.name: self._session.execute(delete(table).where(old).returning(literal(1))) for table, old in past.items()}
        return {name: len(rows.all()) for name, rows in gone.items()}
