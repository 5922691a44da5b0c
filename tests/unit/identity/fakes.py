"""identity's unit of work in memory, with transactions that roll back."""

import dataclasses
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from services.chassis.caller import Caller
from services.contracts.envelope import News
from tests.support.clock import FixedClock
from tests.unit.identity.fake_stores import (
    FakeAttempts,
    FakeDevices,
    FakeGuesses,
    FakeInvitations,
    FakeMemberships,
    FakeOrganisations,
    FakePeople,
    FakePersons,
    FakeRegistrations,
    FakeSessions,
    FakeStaff,
    Rows,
)


class Kept(Rows):
    """Everything that has been committed."""

    def __init__(self, clock: FixedClock) -> None:
        super().__init__()
        self.clock = clock
        self.told: list[News] = []
        self.mailed: list[tuple[str, str, dict[str, Any], str]] = []
        self.audited: list[tuple[str, str]] = []
        self.sequences: dict[str, int] = {}

    @contextmanager
    def uow(self, caller: Caller, message: object) -> Iterator["FakeWork"]:
        rows = {kind: list(found) for kind, found in self.rows.items()}
        values = [
            (row, {field.name: getattr(row, field.name) for field in dataclasses.fields(row)}) for found in rows.values() for row in found
        ]
        sequences = dict(self.sequences)
        work = FakeWork(self, caller)
        try:
            yield work
        finally:
            if not work.committed:
                self.rows, self.sequences = rows, sequences
                for row, fields in values:
                    for name, value in fields.items():
                        setattr(row, name, value)

    def mails(self, kind: str) -> list[tuple[str, dict[str, Any]]]:
        return [(to, about) for each, to, about, _ in self.mailed if each == kind]


class FakeWork:
    """One transaction; also plays every store."""

    def __init__(self, kept: Kept, caller: Caller) -> None:
        self.kept, self.caller, self.committed = kept, caller, False
        self._told: list[News] = []
        self._mailed: list[tuple[str, str, dict[str, Any], str]] = []
        self._audited: list[tuple[str, str]] = []
        self.persons = FakePersons(kept)
        self.staff = FakeStaff(kept)
        self.organisations = FakeOrganisations(kept)
        self.memberships = FakeMemberships(kept)
        self.people = FakePeople(kept)
        self.invitations = FakeInvitations(kept)
        self.registrations = FakeRegistrations(kept)
        self.sessions = FakeSessions(kept)
        self.devices = FakeDevices(kept)
        self.attempts = FakeAttempts(kept)
        self.guesses = FakeGuesses(kept)
        self.clearing: Any = None

    def hold(self, key: str) -> None: ...

    def known_as(self, person_id: str) -> None: ...

    def next_sequence(self, subject_id: str) -> int:
        self.kept.sequences[subject_id] = self.kept.sequences.get(subject_id, 0) + 1
        return self.kept.sequences[subject_id]

    def tell(self, news: News) -> None:
        self._told.append(news)

    def mail(self, kind: str, to: str, about: Mapping[str, Any], language: str = "sv") -> None:
        self._mailed.append((kind, to, dict(about), language))

    def audit(self, what: str, subject: str = "", details: Mapping[str, Any] | None = None) -> None:
        self._audited.append((what, subject))

    def commit(self, reply: Any = None) -> Any:
        self.committed = True
        self.kept.told += self._told
        self.kept.mailed += self._mailed
        self.kept.audited += self._audited
        return reply
