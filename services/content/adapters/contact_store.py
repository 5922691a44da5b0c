"""The register of contacts."""

from collections.abc import Sequence

from sqlalchemy import insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.content.adapters.tables import account_managers, property_contacts
from services.content.domain.contact import Contact


class ContactStore:
    """Keeps contacts and where they are shown."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, contact: Contact, property_ids: Sequence[str], organisation_ids: Sequence[str]) -> None:
        """Keep a new contact, show her at the properties, and make her the account manager of the organisations in place of another."""
        self._session.add(contact)
        self._session.flush()
        if property_ids:
            self._session.execute(
                insert(property_contacts), [{"property_id": each, "contact_id": contact.contact_id} for each in property_ids]
            )
        if organisation_ids:
            rows = [{"organisation_id": each, "contact_id": contact.contact_id} for each in sorted(organisation_ids)]
            self._session.execute(
                upsert(account_managers)
                .values(rows)
                .on_conflict_do_update(index_elements=["organisation_id"], set_={"contact_id": contact.contact_id})
            )
