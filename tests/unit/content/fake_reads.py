"""Content's queries over a world in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from services.content.domain.article import Article
from services.content.domain.lease import Lease, LeaseStatus
from services.content.domain.news_item import NewsItem
from services.content.domain.notice import Notice
from services.content.usecases.ports import Audience, House, OwnProperty, People
from services.contracts.content import ArticleListed, NewsListed, NoticeShown, UpdateShown

if TYPE_CHECKING:
    from tests.unit.content.fakes import World


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
