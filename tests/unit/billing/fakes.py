"""Billing's stores in memory, with the same promises as the real ones: what is not committed has not happened."""

import copy
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from services.billing.domain.access import Membership, Revocations
from services.billing.domain.register import Access
from services.billing.domain.settlement import Entry, Posting
from services.billing.usecases.ports import Customer, Known, Opened, Received
from services.chassis.caller import Caller
from services.contracts.billing import AccessListed, AccessShown, ImportListed, ImportsListed
from services.contracts.envelope import News


@dataclass
class State:
    """Everything that is committed."""

    documents: list[Received] = field(default_factory=list)
    register: list[Access] = field(default_factory=list)
    memberships: dict[tuple[str, str], str | None] = field(default_factory=dict)
    customers: dict[str, Customer] = field(default_factory=dict)
    ended: dict[str, datetime] = field(default_factory=dict)
    heard_at: datetime | None = None
    news: list[News] = field(default_factory=list)
    audited: list[str] = field(default_factory=list)


class FakeDocuments:
    def __init__(self, state: State) -> None:
        self._state = state

    def known(self, sha256: str) -> Known | None:
        found = next((each for each in self._state.documents if each.sha256 == sha256), None)
        return None if found is None else Known(found.document.number, found.document.customer_name)

    def add(self, received: Received) -> bool:
        for each in self._state.documents:
            same_number = each.document.number == received.document.number
            same_payee = each.document.payee_organisation_number == received.document.payee_organisation_number
            if each.sha256 == received.sha256 or (same_number and (same_payee or each.organisation_id == received.organisation_id)):
                return False
        self._state.documents.append(received)
        return True

    def _of(self, organisation_id: str) -> list[Received]:
        return [each for each in self._state.documents if each.organisation_id == organisation_id]

    def entries(self, organisation_id: str) -> list[Entry]:
        found = sorted(
            (each.document for each in self._of(organisation_id)), key=lambda d: (d.due_date or d.invoice_date, d.number), reverse=True
        )
        return [
            Entry(Posting(d.kind, d.number, d.payable_ore, d.due_date, d.credits), d.concerns, d.invoice_date, d.quarter) for d in found
        ]

    def opened(self, organisation_id: str, number: str) -> Opened | None:
        of = self._of(organisation_id)
        credited = sum(each.document.payable_ore for each in of if each.document.credits == number)
        return next((Opened(each.document, each.sha256, credited) for each in of if each.document.number == number), None)

    def content(self, organisation_id: str, number: str) -> bytes | None:
        return next((each.content for each in self._of(organisation_id) if each.document.number == number), None)

    def imports(self, page: int, size: int) -> ImportsListed:
        rows = [
            ImportListed(
                number=each.document.number, kind=each.document.kind, customer=each.document.customer_name,
                invoice_date=each.document.invoice_date, due_date=each.document.due_date, payable_ore=each.document.payable_ore,
                imported_at=each.imported_at, imported_by=each.imported_by,
            )
            for each in reversed(self._state.documents)
        ]  # fmt: skip
        return ImportsListed(imports=rows[(page - 1) * size : page * size], total=len(rows))


class FakeRegister:
    def __init__(self, state: State) -> None:
        self._state = state

    def add(self, access: Access) -> None:
        self._state.register.append(access)

    def listed(self, organisation_id: str, page: int, size: int) -> AccessListed:
        rows = [each for each in reversed(self._state.register) if each.organisation_id == organisation_id]
        shown = [
            AccessShown.model_validate(
                {name: getattr(each, name) for name in ("at", "person_name", "operation", "invoice_number", "allowed", "reason", "method")}
            )
            for each in rows[(page - 1) * size : page * size]
        ]
        return AccessListed(rows=shown, total=len(rows))


class FakeCopies:
    def __init__(self, state: State) -> None:
        self._state = state

    def membership(self, person_id: str, organisation_id: str) -> Membership | None:
        key = (person_id, organisation_id)
        return Membership(self._state.memberships[key]) if key in self._state.memberships else None

    def revocations(self, session_id: str) -> Revocations:
        used = [each.at for each in self._state.register if each.session_id == session_id and each.allowed]
        return Revocations(session_id in self._state.ended, self._state.heard_at, max(used, default=None))

    def customers(self, customer_number: str | None, organisation_number: str | None) -> list[Customer]:
        def fits(each: Customer) -> bool:
            by_number = customer_number is not None and each.customer_number == customer_number
            return by_number or (organisation_number is not None and each.organisation_number == organisation_number)

        return [each for each in self._state.customers.values() if fits(each)]

    def keep_membership(self, person_id: str, organisation_id: str, role: str | None) -> None:
        self._state.memberships[person_id, organisation_id] = role

    def keep_customer(self, customer: Customer) -> None:
        self._state.customers[customer.organisation_id] = customer

    def end_sessions(self, session_ids: list[str], at: datetime) -> None:
        for each in session_ids:
            self._state.ended.setdefault(each, at)

    def heard(self, at: datetime) -> None:
        self._state.heard_at = at if self._state.heard_at is None else max(at, self._state.heard_at)

    def forget_sessions(self, ended_before: datetime) -> int:
        old = [each for each, at in self._state.ended.items() if at < ended_before]
        for each in old:
            del self._state.ended[each]
        return len(old)


class FakeUow:
    """`uow(caller, message)`: works on a copy, which becomes the state at the commit."""

    def __init__(self) -> None:
        self.state = State()

    def __call__(self, caller: Caller, message: object) -> "FakeWork":
        return FakeWork(self)


class FakeWork:
    def __init__(self, uow: FakeUow) -> None:
        self._uow = uow

    def __enter__(self) -> Self:
        # Nested work of its own commits first, as the import's does: the copy is taken as late as it is used.
        self._state: State | None = None
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._state = None

    @property
    def _own(self) -> State:
        if self._state is None:
            self._state = copy.deepcopy(self._uow.state)
        return self._state

    @property
    def documents(self) -> FakeDocuments:
        return FakeDocuments(self._own)

    @property
    def register(self) -> FakeRegister:
        return FakeRegister(self._own)

    @property
    def copies(self) -> FakeCopies:
        return FakeCopies(self._own)

    def next_sequence(self, subject_id: str) -> int:
        return 1

    def tell(self, news: News) -> None:
        self._own.news.append(news)

    def audit(self, what: str, subject: str = "", details: object = None) -> None:
        self._own.audited.append(what)

    def commit(self, reply: Any = None) -> Any:
        if self._state is not None:
            self._uow.state = self._state
        return reply


class FakeBlobs:
    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def read(self, key: str, at_most: int) -> bytes | None:
        return None if key not in self.kept else self.kept[key][:at_most]

    def remove(self, key: str) -> None:
        self.kept.pop(key, None)
