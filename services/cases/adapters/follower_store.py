"""Who follows what."""

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.cases.adapters.tables import followers
from services.cases.domain.follower import Follower


class SqlFollowerStore:
    """The port FollowerStore on PostgreSQL."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, follower: Follower) -> None:
        """Follow; the database settles two who come at the same moment."""
        self._session.execute(
            insert(followers)
            .values(case_id=follower.case_id, person_id=follower.person_id, organisation_id=follower.organisation_id, since=follower.since)
            .on_conflict_do_nothing()
        )

    def remove(self, case_id: str, person_id: str) -> None:
        """Stop following."""
        self._session.execute(delete(followers).where(followers.c.case_id == case_id, followers.c.person_id == person_id))

    def of_case(self, case_id: str) -> list[Follower]:
        """Everybody who follows the case."""
        return list(self._session.execute(select(Follower).where(followers.c.case_id == case_id)).scalars())
