"""What the use cases need from outside: a transaction with its stores, BankID, passwords, keys."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar, overload

from services.chassis.caller import Caller
from services.chassis.clock import Clock
from services.contracts.envelope import News, Reply
from services.identity.domain.bankid import Complete, Failed, Pending, StartedOrder
from services.identity.domain.person import SealedNumber
from services.identity.usecases import stores

__all__ = ["Caller", "Clock", "Uow", "Work"]

R = TypeVar("R", bound=Reply)


class Work(Protocol):
    """One transaction."""

    persons: stores.Persons
    organisations: stores.Organisations
    memberships: stores.Memberships
    people: stores.People
    staff: stores.StaffAccounts
    invitations: stores.Invitations
    registrations: stores.Registrations
    sessions: stores.Sessions
    devices: stores.Devices
    attempts: stores.Attempts
    guesses: stores.GuessBook
    clearing: stores.Clearing

    def hold(self, key: str) -> None:
        """Make others who hold the same key wait until this work ends."""

    def known_as(self, person_id: str) -> None:
        """Who asks has become clear: audit rows name her from here on."""

    def next_sequence(self, subject_id: str) -> int:
        """The next sequence number of news about the subject."""

    def tell(self, news: News) -> None:
        """Tell the news when this commits."""

    def mail(self, kind: str, to: str, about: Mapping[str, Any], language: str = "sv") -> None:
        """Send a mail when this commits."""

    def audit(self, what: str, subject: str = "", details: Mapping[str, Any] | None = None) -> None:
        """Keep a row of who did what."""

    @overload
    def commit(self) -> None: ...
    @overload
    def commit(self, reply: R) -> R: ...
    def commit(self, reply: R | None = None) -> R | None:
        """Write everything, or nothing."""


Uow = Callable[[Caller, Any], AbstractContextManager[Work]]


class BankId(Protocol):
    """BankID. Every method may raise BankIdUnavailable or BankIdRefused."""

    def start(
        self,
        *,
        end_user_ip: str,
        user_agent: str,
        device_identifier: str,
        referring_domain: str,
        return_url: str | None,
        visible_text: str,
    ) -> StartedOrder:
        """Start an identification."""
        ...

    def collect(self, order_ref: str) -> Pending | Failed | Complete:
        """How the order stands; a final answer comes once."""
        ...

    def cancel(self, order_ref: str) -> None:
        """Give up the order."""


class Passwords(Protocol):
    """Hashing and judging passwords, outside the event loop. Each may refuse with try_again while too many wait."""

    def hash(self, password: str) -> str:
        """The string to store."""
        ...

    def matches(self, stored: str | None, password: str) -> bool:
        """Whether it is the password. Takes as long where nothing is stored, and then says no."""
        ...

    def outdated(self, stored: str) -> bool:
        """Whether it was hashed with weaker parameters than those of today."""
        ...

    def guessable(self, password: str, known: Sequence[str]) -> bool:
        """Whether an attacker who knows these words beforehand guesses it soon."""
        ...


class NumberSafe(Protocol):
    """Seals personal numbers."""

    def seal(self, personal_number: str) -> SealedNumber:
        """Encrypted, and the keyed fingerprint to find it by."""
        ...

    def digest(self, purpose: str, value: str) -> bytes:
        """A keyed digest of something that must be found again but not read, such as an address that was guessed at."""
        ...


class Minter(Protocol):
    """Signs assertions."""

    def mint(self, caller: Caller, audience: str, now: datetime, *, lifetime: timedelta, transaction_id: str = "") -> str:
        """An assertion about the caller for one audience."""
        ...


@dataclass(frozen=True)
class Portal:
    """What the use cases must know of the portal itself."""

    address: str
    domain: str
    name: str
    bankid_start_address: str
