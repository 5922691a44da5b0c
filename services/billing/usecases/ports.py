"""What the use cases need from outside."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar, overload

from services.billing.domain.access import Membership, Revocations
from services.billing.domain.document import Document
from services.billing.domain.register import Access
from services.billing.domain.settlement import Entry
from services.billing.domain.submitted import Submitted, Violation
from services.chassis.caller import Caller, service_caller
from services.chassis.clock import Clock
from services.contracts.billing import AccessListed, ImportsListed
from services.contracts.envelope import Ask, News, Reply

__all__ = ["BILLING", "Caller", "Clock", "Uow", "Work"]

R = TypeVar("R", bound=Reply)

BILLING = service_caller("billing")
"""The service itself, for what it does on nobody's behalf."""


@dataclass(frozen=True)
class Customer:
    """Our copy of an organisation: who an invoice may be for."""

    organisation_id: str
    customer_number: str
    organisation_number: str | None
    name: str


@dataclass(frozen=True)
class Received:
    """A document with what we know of its arrival."""

    document_id: str
    organisation_id: str
    document: Document
    content: bytes
    sha256: str
    imported_at: datetime
    imported_by: str


@dataclass(frozen=True)
class Known:
    """A document that is here already, by its bytes."""

    number: str
    customer_name: str


@dataclass(frozen=True)
class Opened:
    """A document as it is read: with what credit notes take back of it."""

    document: Document
    sha256: str
    credited_ore: int


class Documents(Protocol):
    """Invoices and credit notes. Rows are never changed or removed."""

    def known(self, sha256: str) -> Known | None:
        """The document with these very bytes."""

    def add(self, received: Received) -> bool:
        """Keep it; False, and nothing is kept, where its number or its bytes are taken."""

    def entries(self, organisation_id: str) -> list[Entry]:
        """All the organisation's documents, newest due date first (one SELECT)."""

    def opened(self, organisation_id: str, number: str) -> Opened | None:
        """One document by its number."""

    def content(self, organisation_id: str, number: str) -> bytes | None:
        """One document's bytes, as they came."""

    def imports(self, page: int, size: int) -> ImportsListed:
        """All organisations' documents, newest import first."""


class Register(Protocol):
    """The access register."""

    def add(self, access: Access) -> None:
        """Chain a row last; the organisation's chain is held until the work ends."""

    def listed(self, organisation_id: str, page: int, size: int) -> AccessListed:
        """A page of the organisation's rows, newest first."""


class Copies(Protocol):
    """What identity has told us."""

    def membership(self, person_id: str, organisation_id: str) -> Membership | None:
        """Our copy of one membership; None where we have never heard of it."""

    def revocations(self, session_id: str) -> Revocations:
        """Whether the session has ended, when identity was heard last, and when we last let the session read."""

    def customers(self, customer_number: str | None, organisation_number: str | None) -> list[Customer]:
        """Organisations with that customer number or that organisation number."""

    def keep_membership(self, person_id: str, organisation_id: str, role: str | None) -> None:
        """A membership as it now is; `role` None where it has ended."""

    def keep_customer(self, customer: Customer) -> None:
        """An organisation as it now is."""

    def end_sessions(self, session_ids: list[str], at: datetime) -> None:
        """These sessions open nothing any more."""

    def heard(self, at: datetime) -> None:
        """Identity was alive at that moment."""

    def forget_sessions(self, ended_before: datetime) -> int:
        """Drop sessions that no assertion can name any more; how many."""


class Work(Protocol):
    """One transaction under row-level security."""

    @property
    def documents(self) -> Documents:
        """Invoices and credit notes."""

    @property
    def register(self) -> Register:
        """The access register."""

    @property
    def copies(self) -> Copies:
        """What identity has told us."""

    def next_sequence(self, subject_id: str) -> int:
        """The next sequence number of news about the subject."""

    def tell(self, news: News) -> None:
        """Tell the news when this commits."""

    def audit(self, what: str, subject: str = "", details: Mapping[str, str | int] | None = None) -> None:
        """Keep a row of who did what."""

    @overload
    def commit(self) -> None: ...
    @overload
    def commit(self, reply: R) -> R: ...
    def commit(self, reply: R | None = None) -> R | None:
        """Write everything, or nothing."""


class Blobs(Protocol):
    """Files the gateway has put aside for us."""

    def read(self, key: str, at_most: int) -> bytes | None:
        """The first `at_most` bytes; None where there is no such file."""

    def remove(self, key: str) -> None:
        """Gone; one that is not there is gone already."""


Uow = Callable[[Caller, Ask[Any] | News | None], AbstractContextManager[Work]]
"""One transaction of billing, with its stores."""

ReadUbl = Callable[[bytes], Submitted | Violation]
"""Reads a file; a Violation where it is no UBL document at all."""
