"""Our copies of identity's organisations and memberships."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.content.adapters.tables import memberships, organisations


class Directory:
    """Keeps what identity said last; the inbox has already dropped what came late."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep_organisation(self, organisation_id: str, name: str, active: bool) -> None:
        """Keep an organisation's name, and whether it is a customer still."""
        said = {"name": name, "active": active}
        self._session.execute(
            insert(organisations)
            .values(organisation_id=organisation_id, **said)
            .on_conflict_do_update(index_elements=["organisation_id"], set_=said)
        )

    def keep_membership(self, person_id: str, organisation_id: str, role: str | None) -> None:
        """Keep a membership; one that has ended (role None) is forgotten."""
        if role is None:
            ended = (memberships.c.organisation_id == organisation_id) & (memberships.c.person_id == person_id)
            self._session.execute(delete(memberships).where(ended))
            return
        self._session.execute(
            insert(memberships)
            .values(organisation_id=organisation_id, person_id=person_id, role=role)
            .on_conflict_do_update(index_elements=["organisation_id", "person_id"], set_={"role": role})
        )

    def missing(self, organisation_ids: Sequence[str]) -> list[str]:
        """Those of the ids that are no organisation."""
        if not organisation_ids:
            return []
        known = set(
            self._session.scalars(select(organisations.c.organisation_id).where(organisations.c.organisation_id.in_(organisation_ids)))
        )
        return [each for each in organisation_ids if each not in known]
