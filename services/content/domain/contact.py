"""One of the landlord's people, as tenants meet her."""

from dataclasses import dataclass
from enum import StrEnum


class ContactKind(StrEnum):
    """What a contact is to the tenant."""

    ACCOUNT_MANAGER = "account_manager"
    PROPERTY_MANAGER = "property_manager"
    TECHNICIAN = "technician"
    OTHER = "other"


@dataclass(eq=False)
class Contact:
    """Name, what she answers for, and how to reach her."""

    contact_id: str
    name: str
    title: str
    responsibility: str
    phone: str
    email: str
    kind: ContactKind
