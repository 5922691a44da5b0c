"""Holding a name that may not exist yet until the transaction ends, so that two who write it at once come one after the other."""

from sqlalchemy import text
from sqlalchemy.orm import Session

_HOLD = text("SELECT pg_advisory_xact_lock(hashtextextended(:what, 0))")


def hold(session: Session, what: str) -> None:
    """Wait until nobody else holds `what`, such as `lease:HA-23-0415`."""
    session.execute(_HOLD, {"what": what})
