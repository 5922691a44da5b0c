"""A session: how long it lives, and whether it stands on BankID right now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

IDLE = timedelta(hours=1)
IN_ALL = timedelta(hours=24)
BANKID_IDLE = timedelta(minutes=30)
BANKID_IN_ALL = timedelta(hours=8)
TOUCH_EVERY = timedelta(minutes=1)
"""How exactly we know when a session was last used; writing on every page would cost a write a page."""
FRESH = timedelta(minutes=5)
"""How recent an authentication must be before a way of signing in may be added."""


class Kind(StrEnum):
    """Which entrance the session came through; each has its own cookie."""

    TENANT = "tenant"
    STAFF = "staff"


class Method(StrEnum):
    """How the session was authenticated; the values are those of `amr` in an assertion."""

    BANKID = "bankid"
    PASSWORD = "pwd"  # noqa: S105 - a word of RFC 8176, not a password
    DEVICE = "rmd"


@dataclass(eq=False)
class Session:
    """`authenticated_at` is when the person herself did something: for a remembered device, when it was remembered."""

    id: str
    token_hash: bytes
    person_id: str
    kind: Kind
    method: Method
    authenticated_at: datetime
    opened_at: datetime
    last_seen_at: datetime
    browser_hash: bytes
    ip: str
    user_agent: str
    device_id: str | None = None
    bankid_lapsed: bool = False
    ended_at: datetime | None = None
    end_reason: str | None = None

    def lives(self, now: datetime) -> bool:
        """Not ended, not idle too long, not too old."""
        return self.ended_at is None and now - self.last_seen_at < IDLE and now - self.opened_at < self._in_all()

    def ends_at(self) -> datetime:
        """When it ends however busy it is."""
        return self.opened_at + self._in_all()

    def stands_on_bankid(self, now: datetime) -> bool:
        """Whether BankID vouches for this session now. Once lapsed it never comes back without a new order."""
        return self.method is Method.BANKID and not self.bankid_lapsed and now < self.bankid_until()

    def bankid_until(self) -> datetime:
        """When BankID's standing lapses if the session is left alone."""
        return min(self.last_seen_at + BANKID_IDLE, self.authenticated_at + BANKID_IN_ALL)

    def assurance(self, now: datetime) -> int:
        """3 with BankID standing, 0 for a remembered device, else 1."""
        if self.method is Method.DEVICE:
            return 0
        return 3 if self.stands_on_bankid(now) else 1

    def wants_touch(self, now: datetime) -> bool:
        """Whether it is time to write down that the session is in use."""
        return now - self.last_seen_at >= TOUCH_EVERY

    def touch(self, now: datetime) -> None:
        """In use now. Idling past BankID's limit is remembered, so that using the session again does not undo it."""
        if self.method is Method.BANKID and now >= self.bankid_until():
            self.bankid_lapsed = True
        self.last_seen_at = max(self.last_seen_at, now)

    def end(self, reason: str, now: datetime) -> None:
        """Over. The first reason stands."""
        if self.ended_at is None:
            self.ended_at = now
            self.end_reason = reason

    def _in_all(self) -> timedelta:
        # Staff have no second, weaker standing: when their BankID is too old they are out.
        return BANKID_IN_ALL if self.kind is Kind.STAFF else IN_ALL
