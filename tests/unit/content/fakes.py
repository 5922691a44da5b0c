"""Content's world in memory: one `World` is the database, every unit of work on it is all or nothing for news and audit rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import TracebackType
from typing import Any, Self, TypeVar, overload

from services.chassis.caller import Caller
from services.content.domain.article import Article
from services.content.domain.lease import Lease, LeaseStatus
from services.content.domain.news_item import NewsItem
from services.content.domain.notice import Notice
from services.content.domain.property import Property
from services.content.usecases import ports
from services.contracts.content import ContactShown
from services.contracts.envelope import Ask, News, Reply
from services.contracts.rights import Role, StaffRole
from tests.unit.content.fake_reads import FakeReading, FakeStatus, FakeTenancy
from tests.unit.content.fake_stores import FakeArticles, FakeContacts, FakeDirectory, FakeLeases, FakeNewsItems, FakeNotices, FakeProperties

R = TypeVar("R", bound=Reply)
NOW = datetime(2026, 11, 23, 8, 12, tzinfo=UTC)
ANNA = Caller("member", person_id="anna", organisation_id="company", role=Role.USER)
EVE = Caller("member", person_id="eve", organisation_id="other", role=Role.MAIN_ADMIN)
KARIN = Caller("staff", person_id="karin", staff_roles=frozenset({StaffRole.ADMINISTRATOR}))


@dataclass
class StoppedClock:
    """Tells the time it is set to."""

    moment: datetime = NOW

    def now(self) -> datetime:
        """The moment it is set to."""
        return self.moment


@dataclass
class World:
    """Everything content keeps."""

    houses: dict[str, Property] = field(default_factory=dict)
    kept_leases: dict[str, Lease] = field(default_factory=dict)
    people_at: dict[str, list[ContactShown]] = field(default_factory=dict)
    managers: dict[str, ContactShown] = field(default_factory=dict)
    kept_notices: dict[str, Notice] = field(default_factory=dict)
    items: dict[str, tuple[NewsItem, list[str]]] = field(default_factory=dict)
    kept_articles: dict[str, Article] = field(default_factory=dict)
    organisation_names: dict[str, str] = field(default_factory=dict)
    members: set[tuple[str, str]] = field(default_factory=set)
    told: list[News] = field(default_factory=list)
    audited: list[tuple[str, str]] = field(default_factory=list)
    commits: int = 0
    last: dict[str, int] = field(default_factory=dict)

    def __call__(self, caller: Caller, message: Ask[Any] | News | None) -> "FakeWork":
        """A unit of work on this world."""
        return FakeWork(self)

    def rented(self, organisation_id: str, day: date) -> set[str]:
        """Where the organisation rents."""
        objects = [each for lease in self.kept_leases.values() for each in lease.objects if lease.organisation_id == organisation_id]
        return {each.property_id for each in objects if each.status_on(day) is not LeaseStatus.ENDED}


class FakeWork:
    """A unit of work on the world: what it tells and audits is kept at the commit, or never."""

    tenancy: ports.Tenancy
    status: ports.Status
    reading: ports.Reading
    properties: ports.Properties
    leases: ports.Leases
    contacts: ports.Contacts
    notices: ports.Notices
    news_items: ports.NewsItems
    articles: ports.Articles
    directory: ports.Directory

    def __init__(self, world: World) -> None:
        self.world = world
        self.tenancy, self.status, self.reading = FakeTenancy(world), FakeStatus(world), FakeReading(world)
        self.properties, self.leases, self.contacts = FakeProperties(world), FakeLeases(world), FakeContacts(world)
        self.notices, self.news_items, self.articles = FakeNotices(world), FakeNewsItems(world), FakeArticles(world)
        self.directory = FakeDirectory(world)
        self._told: list[News] = []
        self._audited: list[tuple[str, str]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._told, self._audited = [], []

    def tell(self, news: News) -> None:
        """Kept until the commit."""
        self._told.append(news)

    def next_sequence(self, subject_id: str) -> int:
        """Rises by one."""
        self.world.last[subject_id] = self.world.last.get(subject_id, 0) + 1
        return self.world.last[subject_id]

    def audit(self, what: str, subject: str = "", details: Mapping[str, Any] | None = None) -> None:
        """Kept until the commit."""
        self._audited.append((what, subject))

    @overload
    def commit(self) -> None: ...
    @overload
    def commit(self, reply: R) -> R: ...
    def commit(self, reply: R | None = None) -> R | None:
        """Everything at once."""
        self.world.told += self._told
        self.world.audited += self._audited
        self.world.commits += 1
        return reply
