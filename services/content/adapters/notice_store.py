"""Notices to be changed."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.content.adapters.tables import notices
from services.content.domain.notice import Notice, Phase

_AT_ONCE = 100


class NoticeStore:
    """Keeps notices with their updates."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, notice_id: str) -> Notice | None:
        """The notice, held for change."""
        return self._session.scalar(select(Notice).where(notices.c.notice_id == notice_id).with_for_update())

    def add(self, notice: Notice) -> None:
        """Keep a new notice."""
        self._session.add(notice)
        self._session.flush()

    def due(self, now: datetime) -> list[Notice]:
        """Planned work whose time to begin has come, held for change; those somebody is changing right now wait for the next time."""
        query = select(Notice).where(notices.c.phase == Phase.PLANNED, notices.c.starts_at <= now).order_by(notices.c.notice_id)
        return list(self._session.scalars(query.limit(_AT_ONCE).with_for_update(skip_locked=True)))
