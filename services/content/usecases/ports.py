"""What the use cases need from outside: the unit of work with its stores and queries, and the Markdown renderer."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypeVar, overload

from services.chassis.caller import Caller
from services.content.domain.article import Article
from services.content.domain.contact import Contact
from services.content.domain.lease import Lease
from services.content.domain.news_item import NewsItem
from services.content.domain.notice import Notice
from services.content.domain.property import Property
from services.contracts.content import ArticleListed, ContactShown, NewsListed, NoticeShown, StaffPropertyListed
from services.contracts.envelope import Ask, News, Reply

R = TypeVar("R", bound=Reply)


@dataclass(frozen=True)
class OwnProperty:
    """A property where the caller's organisation has a lease object that has not ended."""

    property_id: str
    name: str


@dataclass(frozen=True)
class House:
    """An own property with everything its card shows; `premises` are pairs of name and floors, in the order of the leases."""

    property_id: str
    name: str
    address: str
    city: str
    floors: int
    built_year: int | None
    facts: list[tuple[str, str]]
    premises: list[tuple[str, list[int]]]


@dataclass(frozen=True)
class People:
    """The landlord's people around one organisation."""

    at_property: dict[str, list[ContactShown]]
    account_manager: ContactShown | None


@dataclass(frozen=True)
class Audience:
    """How many a notice reaches."""

    organisations: int
    persons: int


class Tenancy(Protocol):
    """Reads around one organisation. `day` decides which lease objects have ended; what is not its own is never returned."""

    def properties(self, organisation_id: str, day: date) -> list[OwnProperty]:
        """Its properties, by name."""

    def houses(self, organisation_id: str, day: date) -> list[House]:
        """Its properties with facts and premises, by name."""

    def people(self, organisation_id: str, day: date) -> People:
        """The contacts at its properties, and its account manager."""

    def leases(self, organisation_id: str) -> list[Lease]:
        """All its leases with their objects, by number."""

    def organisation_name(self, organisation_id: str) -> str:
        """Its name as identity told it; empty when it never did."""


class Status(Protocol):
    """Reads of service status."""

    def notices(
        self,
        organisation_id: str,
        day: date,
        *,
        over_since: datetime | None = None,
        property_id: str | None = None,
        notice_id: str | None = None,
    ) -> list[NoticeShown]:
        """Notices where the organisation rents, updates newest first: what is not over, and what was over at `over_since` or later."""

    def all_notices(self, over_since: datetime) -> list[NoticeShown]:
        """The same for staff, in every property."""

    def audience(self, property_id: str, day: date) -> Audience:
        """Active organisations with a lease object in the property that has not ended, and their members."""


class Reading(Protocol):
    """Reads of news and help, each text in the language the reader gets."""

    def news(self, organisation_id: str, day: date, language: str, *, limit: int, skip: int = 0) -> list[NewsListed]:
        """News for everyone or for one of the organisation's properties, newest first."""

    def count_news(self, organisation_id: str, day: date) -> int:
        """How many such items there are."""

    def news_item(self, organisation_id: str, day: date, language: str, slug: str) -> tuple[NewsListed, str] | None:
        """One of them with its HTML."""

    def articles(self, language: str) -> list[ArticleListed]:
        """Every article, by category and title."""

    def search(self, words: Sequence[str], language: str, limit: int) -> list[ArticleListed]:
        """Articles that have all the words, the best first; a word may be the beginning of one."""

    def article(self, language: str, slug: str) -> tuple[ArticleListed, str] | None:
        """One article with its HTML."""


class Properties(Protocol):
    """The register of properties."""

    def add(self, house: Property) -> None:
        """Keep a new property. BrokenRule: conflict(name) where the name is taken."""

    def missing(self, property_ids: Sequence[str]) -> list[str]:
        """Those of the ids that are no property."""

    def listed(self, day: date) -> list[StaffPropertyListed]:
        """All of them, by name."""


class Leases(Protocol):
    """The register of leases."""

    def by_number(self, number: str) -> Lease | None:
        """The lease with its objects, held for change; the number is held too where there is none yet."""

    def by_id(self, lease_id: str) -> Lease | None:
        """The lease with its objects, held for change."""

    def add(self, lease: Lease) -> None:
        """Keep a new lease."""

    def told_otherwise(self, day: date, limit: int) -> list[str]:
        """Ids of leases with an object whose status on `day` is another than the neighbours were told."""


class Contacts(Protocol):
    """The register of contacts."""

    def add(self, contact: Contact, property_ids: Sequence[str], organisation_ids: Sequence[str]) -> None:
        """Keep a new contact, show her at the properties, and make her the account manager of the organisations in place of another."""


class Notices(Protocol):
    """Notices to be changed."""

    def get(self, notice_id: str) -> Notice | None:
        """The notice, held for change."""

    def add(self, notice: Notice) -> None:
        """Keep a new notice."""

    def due(self, now: datetime) -> list[Notice]:
        """Planned work whose time to begin has come, held for change."""


class NewsItems(Protocol):
    """News items to be published."""

    def slugs_like(self, slug: str) -> set[str]:
        """Slugs that begin with `slug`; no other item can take one before the end of the transaction."""

    def add(self, item: NewsItem, property_ids: Sequence[str]) -> None:
        """Keep a new item, shown at the properties."""


class Articles(Protocol):
    """Articles to be published."""

    def get(self, slug: str) -> Article | None:
        """The article, held for change; the slug is held too where there is none yet."""

    def add(self, article: Article) -> None:
        """Keep a new article."""


class Directory(Protocol):
    """Our copies of identity's organisations and memberships."""

    def keep_organisation(self, organisation_id: str, name: str, active: bool) -> None:
        """Keep an organisation's name, and whether it is a customer still."""

    def keep_membership(self, person_id: str, organisation_id: str, role: str | None) -> None:
        """Keep a membership; one that has ended (role None) is forgotten."""

    def missing(self, organisation_ids: Sequence[str]) -> list[str]:
        """Those of the ids that are no organisation."""


class Work(Protocol):
    """One unit of work: leaving it without `commit` takes everything back."""

    tenancy: Tenancy
    status: Status
    reading: Reading
    properties: Properties
    leases: Leases
    contacts: Contacts
    notices: Notices
    news_items: NewsItems
    articles: Articles
    directory: Directory

    def tell(self, news: News) -> None:
        """Tell the neighbours once this is committed."""

    def next_sequence(self, subject_id: str) -> int:
        """The number of the next piece of news about the subject."""

    def audit(self, what: str, subject: str = "", details: Mapping[str, Any] | None = None) -> None:
        """Write down who did what to which: ids, codes and numbers, no texts."""

    @overload
    def commit(self) -> None: ...
    @overload
    def commit(self, reply: R) -> R: ...
    def commit(self, reply: R | None = None) -> R | None:
        """Write everything at once; the reply is kept for a repeated write."""


class Uow(Protocol):
    """Opens units of work."""

    def __call__(self, caller: Caller, message: Ask[Any] | News | None) -> AbstractContextManager[Work]:
        """Begin one for the caller, seeing what she may see."""


class Renderer(Protocol):
    """Markdown to HTML."""

    def __call__(self, markdown: str) -> str:
        """Sanitised HTML; whatever the source, it has no script, no style and no picture from elsewhere."""
