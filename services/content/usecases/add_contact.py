"""Add one of the landlord's people to the contact register."""

from uuid import uuid4

from services.chassis.caller import Caller
from services.content.domain.contact import Contact, ContactKind
from services.content.domain.written import on_one_line, said
from services.content.usecases.ports import Uow
from services.content.usecases.refusing import broken_rules_refused
from services.contracts.content import AddContact, ContactAdded
from services.contracts.refusals import NOT_FOUND, refuse


def add_contact(ask: AddContact, caller: Caller, uow: Uow) -> ContactAdded:
    """A new contact; customers named get her as account manager in place of another.

    Refusals: not_found(property_ids or organisation_ids).
    """
    with uow(caller, ask) as work, broken_rules_refused():
        contact = Contact(
            contact_id=str(uuid4()),
            name=said(ask.name, "name"),
            title=said(ask.title, "title"),
            responsibility=on_one_line(ask.responsibility),
            phone=said(ask.phone, "phone"),
            email=said(ask.email, "email"),
            kind=ContactKind(ask.kind),
        )
        if work.properties.missing(ask.property_ids):
            refuse(NOT_FOUND, place="property_ids")
        if work.directory.missing(ask.organisation_ids):
            refuse(NOT_FOUND, place="organisation_ids")
        work.contacts.add(contact, list(dict.fromkeys(ask.property_ids)), list(dict.fromkeys(ask.organisation_ids)))
        work.audit(
            "contact.added",
            subject=contact.contact_id,
            details={"property_ids": ask.property_ids, "organisation_ids": ask.organisation_ids},
        )
        return work.commit(ContactAdded(contact_id=contact.contact_id))
