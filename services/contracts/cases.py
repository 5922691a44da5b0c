"""What cases answers and tells: fault reports, their life, followers, messages and files."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from services.contracts.envelope import Ask, Done, Message, Moment, News, Reply, Write
from services.contracts.rights import Function, StaffRole, member, staff

Status = Literal["received", "waiting", "planned", "in_progress", "done", "cancelled"]
Category = Literal["ventilation", "climate", "lift", "power", "water", "access", "cleaning", "other"]
Area = Literal["own", "common"]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]


class FileGiven(Message):
    """A file that the gateway has checked, re-encoded and put in the blob store."""

    blob_key: str = Field(pattern=r"^[0-9a-f]{64}$")
    preview_key: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    name: str = Field(max_length=200)
    media_type: str = Field(max_length=100)
    size: int = Field(ge=1)


class FileShown(Message):
    """A file in the thread; fetched with `FetchFile`."""

    file_id: str
    name: str
    media_type: str
    size: int
    has_preview: bool


# --- reporting a fault -------------------------------------------------------------------------------------------------------


class Place(Message):
    """A property where the organisation rents, with its floors and premises."""

    property_id: str
    name: str
    premises: list[str]
    """Shown names, such as `Plan 3`, in the order of the lease."""


class PlacesListed(Reply):
    """Where the organisation may report a fault."""

    places: list[Place]


class ListPlaces(Ask[PlacesListed]):
    """The caller's organisation's places."""

    who = member(Function.CASES)


class ReportDraft(Message):
    """A fault report on its way; every field may still be empty."""

    property_id: str = ""
    area: Area | None = None
    premises: str = Field(default="", max_length=100)
    spot: str = Field(default="", max_length=200)
    category: Category | None = None
    title: str = Field(default="", max_length=120)
    description: str = Field(default="", max_length=4000)
    since: str = Field(default="", max_length=100)
    may_enter: bool | None = None
    wanted_time: str = Field(default="", max_length=200)
    contact_name: str = Field(default="", max_length=100)
    contact_phone: str = Field(default="", max_length=30)
    files: list[FileGiven] = Field(default=[], max_length=6)


class DraftShown(Reply):
    """The person's draft in this organisation; an empty one where there is none."""

    draft: ReportDraft
    saved_at: Moment | None


class OpenDraft(Ask[DraftShown]):
    """My draft."""

    who = member(Function.CASES)


class SaveDraft(Ask[Done]):
    """Keep my draft; the last one written stands. Harmless to repeat. Refusals: not_found (a property that is not ours)."""

    who = member(Function.CASES)
    draft: ReportDraft


class DropDraft(Ask[Done]):
    """Throw my draft away."""

    who = member(Function.CASES)


class FaultReportedReply(Reply):
    """The receipt."""

    number: int
    answer_by: Moment
    """When the landlord has promised a first answer."""


class ReportFault(Write[FaultReportedReply]):
    """Send a fault report; the draft goes with it. Refusals: not_found(place=property_id), invalid(place=...)."""

    who = member(Function.CASES)
    property_id: str
    area: Area
    premises: str = Field(max_length=100)
    spot: str = Field(default="", max_length=200)
    category: Category
    title: Title
    description: Text
    since: str = Field(default="", max_length=100)
    may_enter: bool
    wanted_time: str = Field(default="", max_length=200)
    contact_name: str = Field(max_length=100)
    contact_phone: str = Field(max_length=30)
    files: list[FileGiven] = Field(default=[], max_length=6)


class SendDraft(Write[FaultReportedReply]):
    """Send my draft as a fault report. Refusals: invalid(place: what is still missing), and those of ReportFault."""

    who = member(Function.CASES)


# --- reading -----------------------------------------------------------------------------------------------------------------


class CaseListed(Message):
    """One row of a list."""

    number: int
    title: str
    property_name: str
    premises: str
    status: Status
    reported_by: str
    changed_at: Moment
    last_event: str
    """Code of the latest event, such as `reported`, `status_changed`, `staff_wrote`, `tenant_wrote`."""
    answer_by: Moment | None
    organisation_name: str | None = None
    """Only in staff lists."""
    assigned_to: str | None = None
    """Only in staff lists."""


class CasesListed(Reply):
    """A page of a list, latest change first."""

    cases: list[CaseListed]
    total: int
    open_count: int
    waiting_count: int
    closed_count: int


class ListCases(Ask[CasesListed]):
    """The organisation's cases, 25 a page from page 1."""

    who = member(Function.CASES)
    view: Literal["open", "waiting", "closed"] = "open"
    scope: Literal["organisation", "mine", "following"] = "organisation"
    property_id: str | None = None
    search: str = Field(default="", max_length=100)
    page: int = Field(default=1, ge=1)


class CasesSummed(Reply):
    """What the overview shows."""

    open_count: int
    waiting: list[CaseListed]
    latest: list[CaseListed]


class SumCases(Ask[CasesSummed]):
    """Open cases for the overview: those waiting for us, and the five changed last."""

    who = member(Function.CASES)


class EventShown(Message):
    """One thing in the thread: a message, a status change, files, in one stream."""

    event_id: str
    kind: Literal["reported", "message", "status_changed", "internal_note", "followed", "files"]
    at: Moment
    by: str
    by_staff: bool
    text: str
    status: Status | None
    files: list[FileShown]


class FollowerShown(Message):
    """Somebody who follows the case."""

    person_id: str
    name: str
    is_you: bool


class CaseOpened(Reply):
    """One case as the caller may see it."""

    case_id: str
    number: int
    title: str
    description: str
    status: Status
    category: Category
    property_id: str
    property_name: str
    area: Area
    premises: str
    spot: str
    since: str
    may_enter: bool
    wanted_time: str
    contact_name: str
    contact_phone: str
    reported_by: str
    reported_at: Moment
    changed_at: Moment
    answer_by: Moment | None
    planned_for: str
    """What staff have promised in words, such as a booked time; empty where nothing is."""
    events: list[EventShown]
    followers: list[FollowerShown]
    you_follow: bool
    may_write: bool
    organisation_id: str
    organisation_name: str
    assigned_to: str | None
    allowed_statuses: list[Status]
    """For staff: where the case may go from here. Empty for tenants."""


class OpenCase(Ask[CaseOpened]):
    """One case of the caller's organisation, by its number. Refusals: not_found."""

    who = member(Function.CASES)
    number: int = Field(ge=1)


class FileFetched(Reply):
    """Where the gateway finds the bytes."""

    blob_key: str
    name: str
    media_type: str
    size: int


class FetchFile(Ask[FileFetched]):
    """One file of a case of the caller's organisation. Refusals: not_found."""

    who = member(Function.CASES)
    number: int = Field(ge=1)
    file_id: str
    preview: bool = False


# --- writing -----------------------------------------------------------------------------------------------------------------


class WriteMessage(Write[Done]):
    """Write in the thread. A case that waits for the tenant goes on. Refusals: not_found, case_closed."""

    who = member(Function.CASES)
    number: int = Field(ge=1)
    text: Text
    files: list[FileGiven] = Field(default=[], max_length=10)


class FollowCase(Write[Done]):
    """Follow a case or stop following it. Refusals: not_found."""

    who = member(Function.CASES)
    number: int = Field(ge=1)
    follow: bool


# --- staff ---------------------------------------------------------------------------------------------------------------------


class QueueListed(Reply):
    """A page of the queue."""

    cases: list[CaseListed]
    total: int
    new_count: int
    ours_count: int
    late_count: int


class ListQueue(Ask[QueueListed]):
    """All customers' cases for staff, oldest promise first, 50 a page from page 1."""

    who = staff(StaffRole.PROPERTY_MANAGER, StaffRole.ACCOUNT_MANAGER, StaffRole.ADMINISTRATOR)
    view: Literal["new", "ours", "late", "all"] = "new"
    search: str = Field(default="", max_length=100)
    page: int = Field(default=1, ge=1)


class OpenCaseAsStaff(Ask[CaseOpened]):
    """One case with internal notes. Refusals: not_found."""

    who = staff(StaffRole.PROPERTY_MANAGER, StaffRole.ACCOUNT_MANAGER, StaffRole.ADMINISTRATOR)
    number: int = Field(ge=1)


class FetchFileAsStaff(Ask[FileFetched]):
    """One file of any case. Refusals: not_found."""

    who = staff(StaffRole.PROPERTY_MANAGER, StaffRole.ACCOUNT_MANAGER, StaffRole.ADMINISTRATOR)
    number: int = Field(ge=1)
    file_id: str
    preview: bool = False


class ChangeStatus(Write[Done]):
    """Move a case on; the followers are mailed.

    Refusals: not_found, status_not_allowed, conflict (`expected` is not its status any more).
    """

    who = staff(StaffRole.PROPERTY_MANAGER, StaffRole.ADMINISTRATOR)
    number: int = Field(ge=1)
    expected: Status
    status: Status
    message: str = Field(default="", max_length=4000)
    planned_for: str = Field(default="", max_length=200)


class ReplyToTenant(Write[Done]):
    """Write to the tenant. Refusals: not_found."""

    who = staff(StaffRole.PROPERTY_MANAGER, StaffRole.ACCOUNT_MANAGER, StaffRole.ADMINISTRATOR)
    number: int = Field(ge=1)
    text: Text
    files: list[FileGiven] = Field(default=[], max_length=10)


class WriteInternalNote(Write[Done]):
    """A note that no tenant ever sees. Refusals: not_found."""

    who = staff(StaffRole.PROPERTY_MANAGER, StaffRole.ACCOUNT_MANAGER, StaffRole.ADMINISTRATOR)
    number: int = Field(ge=1)
    text: Text


class TakeCase(Write[Done]):
    """Assign the case to me. Refusals: not_found."""

    who = staff(StaffRole.PROPERTY_MANAGER, StaffRole.ADMINISTRATOR)
    number: int = Field(ge=1)


# --- news ---------------------------------------------------------------------------------------------------------------------


class FaultReported(News):
    """A tenant reported a fault. Subject: the case."""

    case_id: str
    number: int
    organisation_id: str
    property_id: str
    category: Category
    title: str


class StatusChanged(News):
    """A case changed status. Subject: the case."""

    case_id: str
    number: int
    organisation_id: str
    property_id: str
    status: Status
