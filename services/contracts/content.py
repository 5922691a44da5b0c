"""What content answers and tells: properties, leases, contacts, service status, news and help."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from services.contracts.envelope import Ask, Done, Message, Moment, News, Reply, Write
from services.contracts.rights import Function, StaffRole, member, staff

Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Long = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10000)]
System = Literal["lift", "ventilation", "heating", "cooling", "water", "power", "access", "fire_alarm", "network", "other"]
DisturbancePhase = Literal["investigating", "identified", "fixing", "resolved"]
WorkPhase = Literal["planned", "in_progress", "resolved", "cancelled"]
LeaseStatus = Literal["upcoming", "active", "notice_given", "ended"]


# --- service status -------------------------------------------------------------------------------------------------------------


class UpdateShown(Message):
    """One entry of a disturbance's timeline."""

    at: Moment
    phase: str
    text: str


class NoticeShown(Message):
    """A disturbance or a planned work as a tenant sees it."""

    notice_id: str
    kind: Literal["disturbance", "planned_work"]
    system: System
    title: str
    text: str
    what_to_do: str
    phase: str
    property_id: str
    property_name: str
    scope: str
    """Where in the building, such as `Plan 3–4` or `Hela fastigheten`."""
    starts_at: Moment
    expected_until: Moment | None
    next_update_at: Moment | None
    updated_at: Moment
    resolved_at: Moment | None
    updates: list[UpdateShown]


class PropertyState(Message):
    """One of the organisation's properties and whether anything is wrong there."""

    property_id: str
    name: str
    disturbed: bool


class StatusShown(Reply):
    """Service status for the organisation's properties."""

    checked_at: Moment
    properties: list[PropertyState]
    current: list[NoticeShown]
    planned: list[NoticeShown]
    recent: list[NoticeShown]
    """Resolved within 30 days."""


class ShowStatus(Ask[StatusShown]):
    """What is and will be disturbed where the caller's organisation rents."""

    who = member(Function.STATUS)


class NoticeOpened(Reply):
    """One notice with its updates, newest first."""

    notice: NoticeShown


class OpenNotice(Ask[NoticeOpened]):
    """One notice in one of our properties. Refusals: not_found."""

    who = member(Function.STATUS)
    notice_id: str


class KnownAtShown(Reply):
    """What is known at one place."""

    property_id: str
    property_name: str
    checked_at: Moment
    notices: list[NoticeShown]


class ShowKnownAt(Ask[KnownAtShown]):
    """Running and coming notices at one of our properties, for the fault report. Refusals: not_found."""

    who = member(Function.STATUS)
    property_id: str


# --- about the property -----------------------------------------------------------------------------------------------------------


class ContactShown(Message):
    """One of the landlord's people and what she answers for."""

    contact_id: str
    name: str
    title: str
    responsibility: str
    phone: str
    email: str
    kind: Literal["account_manager", "property_manager", "technician", "other"]


class PropertyShown(Message):
    """A property with its facts and people."""

    property_id: str
    name: str
    address: str
    city: str
    floors: int
    built_year: int | None
    facts: list[tuple[str, str]]
    """Label and text, such as `Leveranser` and `Via gården, 06–18`."""
    premises: list[str]
    """Our own premises there."""
    own_floors: list[int]
    contacts: list[ContactShown]


class LeaseObjectShown(Message):
    """One row of a lease: an address with its own area, dates and status."""

    address: str
    premises: str
    area_m2: int
    valid_from: date | None
    valid_to: date | None
    status: LeaseStatus


class LeaseShown(Message):
    """A lease and its objects. One number may span several addresses."""

    number: str
    kind: str
    tenant: str
    objects: list[LeaseObjectShown]


class PropertiesShown(Reply):
    """Our properties and leases, and whom to call."""

    properties: list[PropertyShown]
    leases: list[LeaseShown]
    account_manager: ContactShown | None
    on_call_phone: str
    switchboard_phone: str


class ShowProperties(Ask[PropertiesShown]):
    """Everything about where we rent; also feeds the contacts page."""

    who = member(Function.PROPERTY)


# --- news and help ----------------------------------------------------------------------------------------------------------------


class NewsListed(Message):
    """One news item in a list."""

    slug: str
    title: str
    lead: str
    area: str
    published_at: Moment
    language: Literal["sv", "en"]


class NewsItemsListed(Reply):
    """A page of news, newest first."""

    items: list[NewsListed]
    total: int


class ListNews(Ask[NewsItemsListed]):
    """News for our properties, 20 a page from page 1."""

    who = member(Function.NEWS)
    page: int = Field(default=1, ge=1)


class NewsOpened(Reply):
    """One news item; `html` is sanitised."""

    item: NewsListed
    html: str


class OpenNews(Ask[NewsOpened]):
    """One news item. Refusals: not_found."""

    who = member(Function.NEWS)
    slug: str = Field(max_length=100)


class ArticleListed(Message):
    """A help article in a list."""

    slug: str
    title: str
    lead: str
    category: str


class ArticlesListed(Reply):
    """Articles found or all of them, by category."""

    articles: list[ArticleListed]


class SearchHelp(Ask[ArticlesListed]):
    """Search the help centre; an empty search lists everything."""

    who = member(Function.HELP)
    search: str = Field(default="", max_length=100)


class ArticleOpened(Reply):
    """One article; `html` is sanitised."""

    article: ArticleListed
    html: str


class OpenArticle(Ask[ArticleOpened]):
    """One article. Refusals: not_found."""

    who = member(Function.HELP)
    slug: str = Field(max_length=100)


# --- the overview ------------------------------------------------------------------------------------------------------------------


class ContentSummed(Reply):
    """What the overview shows of content, in one ask."""

    status: StatusShown
    account_manager: ContactShown | None
    news: list[NewsListed]
    on_call_phone: str
    houses: list[PropertyShown]


class SumContent(Ask[ContentSummed]):
    """Status now, planned work within 14 days, three news items and the account manager."""

    who = member(Function.STATUS)


# --- staff ----------------------------------------------------------------------------------------------------------------------------


class StaffPropertyListed(Message):
    """A property in the register."""

    property_id: str
    name: str
    address: str
    city: str
    tenants: int
    disturbed: bool


class StaffPropertiesListed(Reply):
    """The register of properties, by name."""

    properties: list[StaffPropertyListed]


class ListPropertiesAsStaff(Ask[StaffPropertiesListed]):
    """All properties."""

    who = staff()


class PropertyAdded(Reply):
    """The new property's id."""

    property_id: str


class AddProperty(Write[PropertyAdded]):
    """Add a property. Refusals: conflict(place=name)."""

    who = staff(StaffRole.PROPERTY_MANAGER, StaffRole.ADMINISTRATOR)
    name: Short
    address: Short
    city: Short
    floors: int = Field(ge=1, le=80)
    built_year: int | None = Field(default=None, ge=1600, le=2100)
    facts: list[tuple[str, str]] = Field(default=[], max_length=20)


class LeaseObjectGiven(Message):
    """One object of a new lease."""

    property_id: str
    address: Short
    premises: Short
    floors: list[int] = Field(default=[])
    area_m2: int = Field(ge=1)
    valid_from: date | None
    valid_to: date | None
    notice_given: bool = False


class AddLease(Write[Done]):
    """Add or replace a lease by its number.

    Refusals: not_found(place=property_id or organisation_id), invalid(place=valid_to, area_m2 or floors),
    conflict(place=number: another customer has it).
    """

    who = staff(StaffRole.PROPERTY_MANAGER, StaffRole.ACCOUNT_MANAGER, StaffRole.ADMINISTRATOR)
    organisation_id: str
    number: Short
    kind: Short
    objects: list[LeaseObjectGiven] = Field(min_length=1, max_length=100)


class ContactAdded(Reply):
    """The new contact's id."""

    contact_id: str


class AddContact(Write[ContactAdded]):
    """Add one of the landlord's people to the contact register."""

    who = staff(StaffRole.PROPERTY_MANAGER, StaffRole.ACCOUNT_MANAGER, StaffRole.ADMINISTRATOR)
    name: Short
    title: Short
    responsibility: str = Field(default="", max_length=200)
    phone: Short
    email: Short
    kind: Literal["account_manager", "property_manager", "technician", "other"]
    property_ids: list[str] = Field(default=[])
    """Properties where she is shown."""
    organisation_ids: list[str] = Field(default=[])
    """Customers whose account manager she is."""


class NoticesListed(Reply):
    """Notices for staff, running first."""

    notices: list[NoticeShown]


class ListNotices(Ask[NoticesListed]):
    """All running and planned notices, and those resolved within 30 days."""

    who = staff()


class NoticePublished(Reply):
    """The notice, and how many it reached."""

    notice_id: str
    organisations: int
    persons: int


class PublishNotice(Write[NoticePublished]):
    """Publish a disturbance or a planned work. Refusals: not_found(place=property_id), invalid(place=expected_until)."""

    who = staff(StaffRole.PROPERTY_MANAGER, StaffRole.EDITOR, StaffRole.ADMINISTRATOR)
    kind: Literal["disturbance", "planned_work"]
    property_id: str
    system: System
    scope: Short
    floors: list[int] = Field(default=[])
    """Empty: the whole property."""
    title: Short
    text: Long
    what_to_do: str = Field(default="", max_length=500)
    starts_at: Moment
    expected_until: Moment | None = None
    next_update_at: Moment | None = None


class UpdateNotice(Write[Done]):
    """Move a notice on. Refusals: not_found, status_not_allowed, conflict (`expected_phase` is not its phase any more)."""

    who = staff(StaffRole.PROPERTY_MANAGER, StaffRole.EDITOR, StaffRole.ADMINISTRATOR)
    notice_id: str
    expected_phase: str
    phase: str
    text: Long
    expected_until: Moment | None = None
    next_update_at: Moment | None = None


class PublishNews(Write[Done]):
    """Publish a news item in Markdown, for everyone or for some properties. Refusals: not_found(place=property_ids)."""

    who = staff(StaffRole.EDITOR, StaffRole.ADMINISTRATOR)
    title: Short
    lead: Short
    text: Long
    title_en: str = Field(default="", max_length=200)
    lead_en: str = Field(default="", max_length=200)
    text_en: str = Field(default="", max_length=10000)
    area: str = Field(default="", max_length=100)
    property_ids: list[str] = Field(default=[])


class PublishArticle(Write[Done]):
    """Publish or replace a help article by its slug, in Markdown."""

    who = staff(StaffRole.EDITOR, StaffRole.ADMINISTRATOR)
    slug: str = Field(pattern=r"^[a-z0-9-]{1,100}$")
    category: Short
    title: Short
    lead: Short
    text: Long
    title_en: str = Field(default="", max_length=200)
    lead_en: str = Field(default="", max_length=200)
    text_en: str = Field(default="", max_length=10000)


# --- news on the bus ---------------------------------------------------------------------------------------------------------------


class PropertyChanged(News):
    """A property was added or changed. Subject: the property."""

    property_id: str
    name: str
    address: str
    city: str


class LeaseObjectTold(Message):
    """One object of a lease, for the neighbours' copies."""

    property_id: str
    premises: str
    floors: list[int]
    valid_from: date | None
    valid_to: date | None
    status: LeaseStatus


class LeaseChanged(News):
    """A lease was added, changed or ended; all its objects as they are now. Subject: the lease."""

    organisation_id: str
    lease_number: str
    objects: list[LeaseObjectTold]


class NoticeChanged(News):
    """A disturbance or a planned work was published or moved on. Subject: the notice."""

    notice_id: str
    kind: Literal["disturbance", "planned_work"]
    property_id: str
    phase: str
    title: str
