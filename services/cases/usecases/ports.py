"""What the use cases need from outside."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any, Protocol, TypeVar, overload

from services.cases.domain.case import Case
from services.cases.domain.events import Event, File, InternalNote
from services.cases.domain.follower import Follower
from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.contracts.cases import (
    CaseOpened,
    CasesListed,
    CasesSummed,
    DraftShown,
    FileFetched,
    ListCases,
    ListQueue,
    Place,
    QueueListed,
    ReportDraft,
)
from services.contracts.content import LeaseChanged, PropertyChanged
from services.contracts.envelope import Ask, News, Reply
from services.contracts.identity import MembershipChanged, OrganisationChanged, PersonChanged, StaffChanged

__all__ = ["Caller", "Clock", "Uow", "Work"]

R = TypeVar("R", bound=Reply)


class CaseStore(Protocol):
    """Cases, their threads and files, to be written."""

    def next_number(self) -> int:
        """A number no case has had, whatever the organisation."""

    def add(self, case: Case) -> None:
        """Keep a new case."""

    def to_change(self, number: int, organisation_id: str | None = None) -> Case | None:
        """The case with that number, locked until the work ends; with `organisation_id` only if it is that organisation's."""

    def add_events(self, events: Sequence[Event]) -> None:
        """Put events last in the thread."""

    def add_note(self, note: InternalNote) -> None:
        """Keep a note among staff."""

    def attach(self, files: Sequence[File]) -> bool:
        """Keep files with their event; False, and nothing is to be kept, where a blob already belongs to something else."""


class FollowerStore(Protocol):
    """Who follows what."""

    def add(self, follower: Follower) -> None:
        """Follow; nothing happens where she already does, even at the same moment."""

    def remove(self, case_id: str, person_id: str) -> None:
        """Stop following."""

    def of_case(self, case_id: str) -> list[Follower]:
        """Everybody who follows the case."""


class DraftStore(Protocol):
    """One unfinished fault report a person and organisation."""

    def load(self, organisation_id: str, person_id: str) -> DraftShown:
        """The draft, an empty one where there is none."""

    def save(self, organisation_id: str, person_id: str, draft: ReportDraft, at: datetime) -> None:
        """Keep the draft in place of any earlier one."""

    def drop(self, organisation_id: str, person_id: str) -> None:
        """Throw the draft away."""


class PlaceQueries(Protocol):
    """Where an organisation rents, from our copies."""

    def of_organisation(self, organisation_id: str, today: date) -> list[Place]:
        """Properties by name in Swedish order, with premises; ended lease objects do not count."""

    def rents_at(self, organisation_id: str, property_id: str, today: date) -> bool:
        """Whether the organisation has a lease object there that has not ended."""


class TenantQueries(Protocol):
    """What a member may read. Nothing here can reach an internal note."""

    def list_cases(self, ask: ListCases, caller: Caller) -> CasesListed:
        """One page of the organisation's cases, with the counts."""

    def sum_cases(self, caller: Caller) -> CasesSummed:
        """What the overview shows."""

    def open_case(self, number: int, caller: Caller) -> CaseOpened | None:
        """One case of the organisation."""

    def file(self, number: int, file_id: str, preview: bool, caller: Caller) -> FileFetched | None:
        """One file of a case of the organisation."""


class StaffQueries(Protocol):
    """What the landlord's staff may read."""

    def list_queue(self, ask: ListQueue, now: datetime) -> QueueListed:
        """One page of the queue, with the counts."""

    def open_case(self, number: int, caller: Caller) -> CaseOpened | None:
        """One case with its internal notes."""

    def file(self, number: int, file_id: str, preview: bool) -> FileFetched | None:
        """One file of any case."""


class Copies(Protocol):
    """Our own copies of what the neighbours tell. Each keeps the newest only, in whatever order the news come."""

    def keep_membership(self, news: MembershipChanged) -> None:
        """A membership as it now is; with one that ends, the person's follows and draft in that organisation go too."""

    def keep_person(self, news: PersonChanged) -> None:
        """A person's name, address and language."""

    def keep_organisation(self, news: OrganisationChanged) -> None:
        """An organisation's name and slug."""

    def keep_staff(self, news: StaffChanged) -> None:
        """One of the landlord's people."""

    def keep_property(self, news: PropertyChanged) -> None:
        """A property."""

    def keep_lease(self, news: LeaseChanged) -> None:
        """A lease with all its objects."""


class Work(Protocol):
    """One transaction under row-level security."""

    @property
    def cases(self) -> CaseStore:
        """Cases to write."""

    @property
    def followers(self) -> FollowerStore:
        """Who follows what."""

    @property
    def drafts(self) -> DraftStore:
        """Unfinished reports."""

    @property
    def places(self) -> PlaceQueries:
        """Where organisations rent."""

    @property
    def tenant(self) -> TenantQueries:
        """What members may read."""

    @property
    def staff(self) -> StaffQueries:
        """What staff may read."""

    @property
    def copies(self) -> Copies:
        """What the neighbours have told."""

    def next_sequence(self, subject_id: str) -> int:
        """The next sequence number of news about the subject."""

    def tell(self, news: News) -> None:
        """Tell the news when this commits."""

    def mail(self, kind: str, *, to: str, about: Mapping[str, str]) -> None:
        """Send a mail when this commits; its text is made when it is sent."""

    def audit(self, what: str, *, subject: str, details: Mapping[str, str | int]) -> None:
        """Keep a row of who did what."""

    @overload
    def commit(self) -> None: ...
    @overload
    def commit(self, reply: R) -> R: ...
    def commit(self, reply: R | None = None) -> R | None:
        """Write everything, or nothing."""


Uow = Callable[[Caller, Ask[Any] | News], AbstractContextManager[Work]]
