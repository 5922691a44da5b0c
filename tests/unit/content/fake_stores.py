"""Content's stores over a world in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from services.content.domain.article import Article
from services.content.domain.contact import Contact
from services.content.domain.errors import BrokenRule
from services.content.domain.lease import Lease
from services.content.domain.news_item import NewsItem
from services.content.domain.notice import Notice, Phase
from services.content.domain.property import Property
from services.contracts.content import ContactShown, StaffPropertyListed

if TYPE_CHECKING:
    from tests.unit.content.fakes import World


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
