"""cases' ports in memory: enough for the use cases to be followed from outside."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from services.cases.domain.case import Case
from services.cases.domain.events import Event, File, InternalNote
from services.cases.domain.follower import Follower
from services.chassis.caller import Caller
from services.contracts.cases import DraftShown, FileGiven, Place, ReportDraft, ReportFault
from services.contracts.envelope import News
from services.contracts.rights import Role, StaffRole

NOW = datetime(2026, 11, 20, 13, 5, tzinfo=UTC)
KEY = "0123456789abcdef"

ANNA = Caller("member", person_id="anna", organisation_id="company", role=Role.MAIN_ADMIN, name="Anna Lindgren")
OMAR = Caller("member", person_id="omar", organisation_id="company", role=Role.USER, name="Omar Berg")
EVE = Caller("member", person_id="eve", organisation_id="other", role=Role.MAIN_ADMIN, name="Eve Ek")
KARIN = Caller("staff", person_id="karin", staff_roles=frozenset({StaffRole.PROPERTY_MANAGER}), name="Karin Holm")


def a_report(**changes: Any) -> ReportFault:
    """A fault report as the gateway sends it."""
    fields: dict[str, Any] = {
        "idempotency_key": KEY, "property_id": "lb8", "area": "own", "premises": "Plan 4", "category": "ventilation",
        "title": "Dålig ventilation", "description": "Luften står still.", "may_enter": True, "contact_name": "Anna",
        "contact_phone": "070",
    }  # fmt: skip
    return ReportFault(**(fields | changes))


def a_file(mark: str = "a") -> FileGiven:
    """A photo already in the blob store."""
    return FileGiven(blob_key=mark * 64, preview_key=None, name=f"{mark}.webp", media_type="image/webp", size=9)


class FixedClock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


class Kept:
    """Everything the fakes hold; written straight away, so a refusal is seen by `committed` staying as it was."""

    def __init__(self) -> None:
        self.by_number: dict[int, Case] = {}
        self.events: list[Event] = []
        self.notes: list[InternalNote] = []
        self.files: list[File] = []
        self.follows: dict[tuple[str, str], Follower] = {}
        self.drafts: dict[tuple[str, str], ReportDraft] = {}
        self.rented: dict[str, list[str]] = {"company": ["lb8"], "other": ["g12"]}
        self.told: list[News] = []
        self.mailed: list[tuple[str, str, Mapping[str, str]]] = []
        self.audited: list[str] = []
        self.committed = 0

    @contextmanager
    def uow(self, caller: Caller, message: object) -> Iterator["FakeWork"]:
        yield FakeWork(self)


class FakeWork:
    """One transaction."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self.cases = FakeCases(kept)
        self.followers = FakeFollowers(kept)
        self.drafts = FakeDrafts(kept)
        self.places = FakePlaces(kept)
        self.tenant: Any = None
        self.staff: Any = None
        self.copies: Any = None
        self._waiting: list[News] = []
        self._mails: list[tuple[str, str, Mapping[str, str]]] = []
        self._audit: list[str] = []

    def next_sequence(self, subject_id: str) -> int:
        return 1 + sum(each.subject_id == subject_id for each in [*self._kept.told, *self._waiting])

    def tell(self, news: News) -> None:
        self._waiting.append(news)

    def mail(self, kind: str, *, to: str, about: Mapping[str, str]) -> None:
        self._mails.append((kind, to, about))

    def audit(self, what: str, *, subject: str, details: Mapping[str, str | int]) -> None:
        self._audit.append(what)

    def commit(self, reply: Any = None) -> Any:
        self._kept.told += self._waiting
        self._kept.mailed += self._mails
        self._kept.audited += self._audit
        self._kept.committed += 1
        return reply


class FakeCases:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def next_number(self) -> int:
        return 1001 + len(self._kept.by_number)

    def add(self, case: Case) -> None:
        self._kept.by_number[case.number] = case

    def to_change(self, number: int, organisation_id: str | None = None) -> Case | None:
        case = self._kept.by_number.get(number)
        return case if case and organisation_id in (None, case.organisation_id) else None

    def add_events(self, events: Sequence[Event]) -> None:
        self._kept.events += events

    def add_note(self, note: InternalNote) -> None:
        self._kept.notes.append(note)

    def attach(self, files: Sequence[File]) -> bool:
        taken = {each.blob_key for each in self._kept.files}
        if any(each.blob_key in taken for each in files):
            return False
        self._kept.files += files
        return True


class FakeFollowers:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def add(self, follower: Follower) -> None:
        self._kept.follows.setdefault((follower.case_id, follower.person_id), follower)

    def remove(self, case_id: str, person_id: str) -> None:
        self._kept.follows.pop((case_id, person_id), None)

    def of_case(self, case_id: str) -> list[Follower]:
        return [each for each in self._kept.follows.values() if each.case_id == case_id]


class FakeDrafts:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def load(self, organisation_id: str, person_id: str) -> DraftShown:
        draft = self._kept.drafts.get((organisation_id, person_id))
        return DraftShown(draft=draft or ReportDraft(), saved_at=NOW if draft else None)

    def save(self, organisation_id: str, person_id: str, draft: ReportDraft, at: datetime) -> None:
        self._kept.drafts[organisation_id, person_id] = draft

    def drop(self, organisation_id: str, person_id: str) -> None:
        self._kept.drafts.pop((organisation_id, person_id), None)


class FakePlaces:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def of_organisation(self, organisation_id: str, today: date) -> list[Place]:
        return [Place(property_id=each, name=each, premises=[]) for each in self._kept.rented.get(organisation_id, [])]

    def rents_at(self, organisation_id: str, property_id: str, today: date) -> bool:
        return property_id in self._kept.rented.get(organisation_id, [])
