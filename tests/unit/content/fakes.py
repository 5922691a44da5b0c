"""Content's world in memory: one `World` is the database, every unit of work on it is all or nothing for news and audit rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import TracebackType
from typing import Any, Self, TypeVar, overload

from services.chassis.caller import Caller
from services.content.domain.article import Article
from services.content.domain.contact import Contact
from services.content.domain.errors import BrokenRule
from services.content.domain.lease import Lease, LeaseStatus
from services.content.domain.news_item import NewsItem
from services.content.domain.notice import Notice, Phase
from services.content.domain.property import Property
from services.content.usecases import ports
from services.content.usecases.ports import Audience, House, OwnProperty, People
from services.contracts.content import ArticleListed, ContactShown, NewsListed, NoticeShown, StaffPropertyListed, UpdateShown
from services.contracts.envelope import Ask, News, Reply
from services.contracts.rights import Role, StaffRole

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


class FakeTenancy:
    """Reads around one organisation."""

    def __init__(self, world: World) -> None:
        self.world = world

    def properties(self, organisation_id: str, day: date) -> list[OwnProperty]:
        """By id."""
        return [OwnProperty(each, self.world.houses[each].name) for each in sorted(self.world.rented(organisation_id, day))]

    def houses(self, organisation_id: str, day: date) -> list[House]:
        """By id."""
        found = []
        for each in sorted(self.world.rented(organisation_id, day)):
            house = self.world.houses[each]
            objects = [one for lease in self.leases(organisation_id) for one in lease.objects if one.property_id == each]
            premises = [(one.premises, one.floors) for one in objects if one.status_on(day) is not LeaseStatus.ENDED]
            found.append(House(each, house.name, house.address, house.city, house.floors, house.built_year, house.facts, premises))
        return found

    def people(self, organisation_id: str, day: date) -> People:
        """As given."""
        here = {each: self.world.people_at.get(each, []) for each in self.world.rented(organisation_id, day)}
        return People(here, self.world.managers.get(organisation_id))

    def leases(self, organisation_id: str) -> list[Lease]:
        """By number."""
        return [each for _, each in sorted(self.world.kept_leases.items()) if each.organisation_id == organisation_id]

    def organisation_name(self, organisation_id: str) -> str:
        """As told."""
        return self.world.organisation_names.get(organisation_id, "")


class FakeStatus:
    """Reads of notices."""

    def __init__(self, world: World) -> None:
        self.world = world

    def notices(
        self,
        organisation_id: str,
        day: date,
        *,
        over_since: datetime | None = None,
        property_id: str | None = None,
        notice_id: str | None = None,
    ) -> list[NoticeShown]:
        """Of the organisation's properties."""
        found = [each for each in self.world.kept_notices.values() if each.property_id in self.world.rented(organisation_id, day)]
        if property_id is not None:
            found = [each for each in found if each.property_id == property_id]
        if notice_id is not None:
            return [self._shown(each) for each in found if each.notice_id == notice_id]
        return [self._shown(each) for each in found if self._is_wanted(each, over_since)]

    def all_notices(self, over_since: datetime) -> list[NoticeShown]:
        """Of every property."""
        return [self._shown(each) for each in self.world.kept_notices.values() if self._is_wanted(each, over_since)]

    def audience(self, property_id: str, day: date) -> Audience:
        """Who rents there and their members."""
        here = {
            each.organisation_id for each in self.world.kept_leases.values() if property_id in self.world.rented(each.organisation_id, day)
        }
        return Audience(len(here), len({person for person, organisation in self.world.members if organisation in here}))

    def _is_wanted(self, notice: Notice, over_since: datetime | None) -> bool:
        return notice.resolved_at is None or (over_since is not None and notice.resolved_at >= over_since)

    def _shown(self, notice: Notice) -> NoticeShown:
        return NoticeShown(
            notice_id=notice.notice_id,
            kind=notice.kind.value,
            system="lift",
            title=notice.title,
            text=notice.text,
            what_to_do=notice.what_to_do,
            phase=notice.phase,
            property_id=notice.property_id,
            property_name=self.world.houses[notice.property_id].name,
            scope=notice.scope,
            starts_at=notice.starts_at,
            expected_until=notice.expected_until,
            next_update_at=notice.next_update_at,
            updated_at=notice.updated_at,
            resolved_at=notice.resolved_at,
            updates=[UpdateShown(at=each.at, phase=each.phase, text=each.text) for each in reversed(notice.updates)],
        )


class FakeReading:
    """Reads of news and help, in Swedish."""

    def __init__(self, world: World) -> None:
        self.world = world

    def _items(self, organisation_id: str, day: date) -> list[NewsItem]:
        rented = self.world.rented(organisation_id, day)
        found = [item for item, where in self.world.items.values() if item.for_everyone or rented & set(where)]
        return sorted(found, key=lambda each: each.published_at, reverse=True)

    def news(self, organisation_id: str, day: date, language: str, *, limit: int, skip: int = 0) -> list[NewsListed]:
        """Newest first."""
        return [self._listed(each) for each in self._items(organisation_id, day)[skip : skip + limit]]

    def count_news(self, organisation_id: str, day: date) -> int:
        """How many."""
        return len(self._items(organisation_id, day))

    def news_item(self, organisation_id: str, day: date, language: str, slug: str) -> tuple[NewsListed, str] | None:
        """One."""
        return next(((self._listed(each), each.html) for each in self._items(organisation_id, day) if each.slug == slug), None)

    def articles(self, language: str) -> list[ArticleListed]:
        """All."""
        return [self._article(each) for each in self.world.kept_articles.values()]

    def search(self, words: Sequence[str], language: str, limit: int) -> list[ArticleListed]:
        """All the words in the title."""
        found = [each for each in self.world.kept_articles.values() if all(word in each.title.casefold() for word in words)]
        return [self._article(each) for each in found[:limit]]

    def article(self, language: str, slug: str) -> tuple[ArticleListed, str] | None:
        """One."""
        found = self.world.kept_articles.get(slug)
        return None if found is None else (self._article(found), found.html)

    def _listed(self, item: NewsItem) -> NewsListed:
        return NewsListed(slug=item.slug, title=item.title, lead=item.lead, area=item.area, published_at=item.published_at, language="sv")

    def _article(self, article: Article) -> ArticleListed:
        return ArticleListed(slug=article.slug, title=article.title, lead=article.lead, category=article.category)


class FakeProperties:
    """The register of properties."""

    def __init__(self, world: World) -> None:
        self.world = world

    def add(self, house: Property) -> None:
        """No two of one name."""
        if any(each.name.casefold() == house.name.casefold() for each in self.world.houses.values()):
            raise BrokenRule("conflict", place="name")
        self.world.houses[house.property_id] = house

    def missing(self, property_ids: Sequence[str]) -> list[str]:
        """The unknown."""
        return [each for each in property_ids if each not in self.world.houses]

    def listed(self, day: date) -> list[StaffPropertyListed]:
        """All, without tenants."""
        return [
            StaffPropertyListed(
                property_id=each.property_id, name=each.name, address=each.address, city=each.city, tenants=0, disturbed=False
            )
            for each in self.world.houses.values()
        ]


class FakeLeases:
    """The register of leases, by number."""

    def __init__(self, world: World) -> None:
        self.world = world

    def by_number(self, number: str) -> Lease | None:
        """By its number."""
        return self.world.kept_leases.get(number)

    def by_id(self, lease_id: str) -> Lease | None:
        """By its id."""
        return next((each for each in self.world.kept_leases.values() if each.lease_id == lease_id), None)

    def add(self, lease: Lease) -> None:
        """Kept by its number."""
        self.world.kept_leases[lease.number] = lease

    def told_otherwise(self, day: date, limit: int) -> list[str]:
        """As the domain says."""
        return [each.lease_id for each in self.world.kept_leases.values() if each.was_told_otherwise(day)][:limit]


class FakeContacts:
    """The register of contacts."""

    def __init__(self, world: World) -> None:
        self.world = world

    def add(self, contact: Contact, property_ids: Sequence[str], organisation_ids: Sequence[str]) -> None:
        """Shown where she is named."""
        shown = ContactShown(
            contact_id=contact.contact_id,
            name=contact.name,
            title=contact.title,
            responsibility=contact.responsibility,
            phone=contact.phone,
            email=contact.email,
            kind=contact.kind.value,
        )
        for each in property_ids:
            self.world.people_at.setdefault(each, []).append(shown)
        for each in organisation_ids:
            self.world.managers[each] = shown


class FakeNotices:
    """Notices to be changed."""

    def __init__(self, world: World) -> None:
        self.world = world

    def get(self, notice_id: str) -> Notice | None:
        """By its id."""
        return self.world.kept_notices.get(notice_id)

    def add(self, notice: Notice) -> None:
        """Kept by its id."""
        self.world.kept_notices[notice.notice_id] = notice

    def due(self, now: datetime) -> list[Notice]:
        """Planned and begun."""
        return [each for each in self.world.kept_notices.values() if each.phase is Phase.PLANNED and each.starts_at <= now]


class FakeNewsItems:
    """News items."""

    def __init__(self, world: World) -> None:
        self.world = world

    def slugs_like(self, slug: str) -> set[str]:
        """Those that begin so."""
        return {each for each in self.world.items if each.startswith(slug)}

    def add(self, item: NewsItem, property_ids: Sequence[str]) -> None:
        """Kept by its slug."""
        self.world.items[item.slug] = (item, list(property_ids))


class FakeArticles:
    """Articles."""

    def __init__(self, world: World) -> None:
        self.world = world

    def get(self, slug: str) -> Article | None:
        """By its slug."""
        return self.world.kept_articles.get(slug)

    def add(self, article: Article) -> None:
        """Kept by its slug."""
        self.world.kept_articles[article.slug] = article


class FakeDirectory:
    """Copies of identity's."""

    def __init__(self, world: World) -> None:
        self.world = world

    def keep_organisation(self, organisation_id: str, name: str, active: bool) -> None:
        """The name."""
        self.world.organisation_names[organisation_id] = name

    def keep_membership(self, person_id: str, organisation_id: str, role: str | None) -> None:
        """Whether it holds."""
        (self.world.members.discard if role is None else self.world.members.add)((person_id, organisation_id))

    def missing(self, organisation_ids: Sequence[str]) -> list[str]:
        """The unknown."""
        return [each for each in organisation_ids if each not in self.world.organisation_names]
