"""Drops ended sessions that no assertion can name any more."""

from datetime import timedelta

from services.billing.usecases.ports import BILLING, Clock, Uow

KEPT = timedelta(hours=48)
"""Twice the longest session (24 h)."""


def forget_sessions(uow: Uow, clock: Clock) -> None:
    """Once an hour."""
    with uow(BILLING, None) as work:
        work.copies.forget_sessions(clock.now() - KEPT)
        work.commit()
