"""Content's tables, and the domain classes mapped onto them."""

from enum import StrEnum

from sqlalchemy import Boolean, Column, Computed, Date, DateTime, Enum, ForeignKey, Index, Integer, Table, Text, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlalchemy.orm import relationship

from services.chassis.database import chassis_tables, mapper_registry
from services.content.adapters.identifier import Identifier
from services.content.domain.article import Article
from services.content.domain.contact import Contact, ContactKind
from services.content.domain.lease import Lease, LeaseObject, LeaseStatus
from services.content.domain.news_item import NewsItem
from services.content.domain.notice import Notice, NoticeKind, NoticeUpdate, Phase
from services.content.domain.property import Property

mappers = mapper_registry()
metadata = mappers.metadata


def _word(words: type[StrEnum]) -> Enum:
    return Enum(words, native_enum=False, create_constraint=False, length=20, values_callable=_values)


def _values(words: type[StrEnum]) -> list[str]:
    return [each.value for each in words]


properties = Table(
    "property",
    metadata,
    Column("property_id", Identifier, primary_key=True),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("city", Text, nullable=False),
    Column("floors", Integer, nullable=False),
    Column("built_year", Integer),
    Column("facts", JSONB, nullable=False),
)
Index("property_by_name", func.lower(properties.c.name), unique=True)

leases = Table(
    "lease",
    metadata,
    Column("lease_id", Identifier, primary_key=True),
    Column("organisation_id", Identifier, nullable=False),
    Column("number", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Index("lease_by_number", "number", unique=True),
    Index("lease_by_organisation", "organisation_id"),
)

lease_objects = Table(
    "lease_object",
    metadata,
    Column("lease_id", Identifier, ForeignKey("lease.lease_id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("organisation_id", Identifier, nullable=False),
    Column("property_id", Identifier, ForeignKey("property.property_id"), nullable=False),
    Column("address", Text, nullable=False),
    Column("premises", Text, nullable=False),
    Column("floors", ARRAY(Integer), nullable=False),
    Column("area_m2", Integer, nullable=False),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("notice_given", Boolean, nullable=False),
    Column("told_status", _word(LeaseStatus)),
    Index("lease_object_by_organisation", "organisation_id", "property_id", "valid_to"),
    Index("lease_object_by_property", "property_id", "organisation_id", "valid_to"),
)

contacts = Table(
    "contact",
    metadata,
    Column("contact_id", Identifier, primary_key=True),
    Column("name", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("responsibility", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("kind", _word(ContactKind), nullable=False),
)

property_contacts = Table(
    "property_contact",
    metadata,
    Column("property_id", Identifier, ForeignKey("property.property_id"), primary_key=True),
    Column("contact_id", Identifier, ForeignKey("contact.contact_id"), primary_key=True),
)

account_managers = Table(
    "account_manager",
    metadata,
    Column("organisation_id", Identifier, primary_key=True),
    Column("contact_id", Identifier, ForeignKey("contact.contact_id"), nullable=False),
)
"""One for each organisation."""

notices = Table(
    "notice",
    metadata,
    Column("notice_id", Identifier, primary_key=True),
    Column("kind", _word(NoticeKind), nullable=False),
    Column("property_id", Identifier, ForeignKey("property.property_id"), nullable=False),
    Column("system", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("floors", ARRAY(Integer), nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("what_to_do", Text, nullable=False),
    Column("phase", _word(Phase), nullable=False),
    Column("starts_at", DateTime(timezone=True), nullable=False),
    Column("expected_until", DateTime(timezone=True)),
    Column("next_update_at", DateTime(timezone=True)),
    Column("published_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Column("resolved_at", DateTime(timezone=True)),
    Index("notice_by_property", "property_id", "resolved_at"),
)
Index("notice_planned", notices.c.starts_at, postgresql_where=text("phase = 'planned'"))

notice_updates = Table(
    "notice_update",
    metadata,
    Column("notice_id", Identifier, ForeignKey("notice.notice_id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("phase", _word(Phase), nullable=False),
    Column("text", Text, nullable=False),
)

news_items = Table(
    "news_item",
    metadata,
    Column("news_id", Identifier, primary_key=True),
    Column("slug", Identifier, nullable=False),
    Column("area", Text, nullable=False),
    Column("for_everyone", Boolean, nullable=False),
    Column("published_at", DateTime(timezone=True), nullable=False),
    *(Column(name + language, Text, nullable=False) for language in ("", "_en") for name in ("title", "lead", "text", "html")),
    Index("news_item_by_slug", "slug", unique=True),
    Index("news_item_by_time", "published_at"),
)

news_item_properties = Table(
    "news_item_property",
    metadata,
    Column("property_id", Identifier, ForeignKey("property.property_id"), primary_key=True),
    Column("news_id", Identifier, ForeignKey("news_item.news_id"), primary_key=True),
    Index("news_item_property_by_item", "news_id"),
)

_SEARCHED = " || ".join(
    f"setweight(to_tsvector('{words}'::regconfig, {column}), '{weight}'::\"char\")"
    for words, column, weight in (
        ("swedish", "title", "A"),
        ("simple", "title", "A"),
        ("english", "title_en", "A"),
        ("swedish", "lead", "B"),
        ("english", "lead_en", "B"),
        ("swedish", "category", "C"),
        ("swedish", "text", "D"),
        ("english", "text_en", "D"),
    )
)

articles = Table(
    "article",
    metadata,
    Column("slug", Identifier, primary_key=True),
    Column("category", Text, nullable=False),
    *(Column(name + language, Text, nullable=False) for language in ("", "_en") for name in ("title", "lead", "text", "html")),
    Column("published_at", DateTime(timezone=True), nullable=False),
    Column("search", TSVECTOR, Computed(_SEARCHED, persisted=True)),
    Index("article_by_words", "search", postgresql_using="gin"),
)

organisations = Table(
    "organisation",
    metadata,
    Column("organisation_id", Identifier, primary_key=True),
    Column("name", Text, nullable=False),
    Column("active", Boolean, nullable=False),
)
"""Our copy of identity's."""

memberships = Table(
    "membership",
    metadata,
    Column("organisation_id", Identifier, primary_key=True),
    Column("person_id", Identifier, primary_key=True),
    Column("role", Text, nullable=False),
)
"""Our copy of identity's: those that hold now."""

chassis_tables(metadata)

mappers.map_imperatively(Property, properties)
mappers.map_imperatively(LeaseObject, lease_objects)
mappers.map_imperatively(
    Lease,
    leases,
    properties={"objects": relationship(LeaseObject, order_by=lease_objects.c.position, cascade="all, delete-orphan", lazy="selectin")},
)
mappers.map_imperatively(Contact, contacts)
mappers.map_imperatively(NoticeUpdate, notice_updates)
mappers.map_imperatively(
    Notice,
    notices,
    properties={"updates": relationship(NoticeUpdate, order_by=notice_updates.c.position, cascade="all, delete-orphan", lazy="selectin")},
)
mappers.map_imperatively(NewsItem, news_items)
mappers.map_imperatively(Article, articles, exclude_properties=["search"])
