"""Who is asking: the session cookie turned into a person and signed assertions, kept a moment per worker."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from services.contracts.identity import Asserted, Audience, MembershipShown
from services.contracts.rights import MATRIX, Function, Role, StaffRole

EVERYDAY: tuple[Audience, ...] = ("identity", "cases", "content")
"""Fetched together at the first need; billing's assertion lives shorter and is fetched when an invoice is asked for."""

MARGIN = timedelta(seconds=5)
KEPT = 5_000


@dataclass(frozen=True)
class Me:
    """The signed-in person in the organisation of this page (none outside an organisation)."""

    kind: str
    session_id: str
    person_id: str
    name: str
    language: str
    memberships: tuple[MembershipShown, ...]
    organisation: MembershipShown | None
    staff_roles: frozenset[StaffRole]
    with_bankid: bool

    @property
    def role(self) -> Role | None:
        """My role in the organisation of this page."""
        return self.organisation.role if self.organisation else None

    @property
    def initials(self) -> str:
        """Two letters for the little square beside the name."""
        words = self.name.split()
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()

    def may(self, function: Function) -> bool:
        """Whether the menu offers it; the owning service decides by itself."""
        return self.role in MATRIX[function]

    def is_any(self, *roles: StaffRole) -> bool:
        """Whether I hold one of these staff roles."""
        return bool(self.staff_roles & set(roles))


@dataclass(frozen=True)
class Held:
    """What one session holds in one organisation: who, and assertions with their ends."""

    me: Me
    assertions: dict[str, tuple[str, datetime]]

    def missing(self, audiences: Iterable[Audience], now: datetime) -> list[Audience]:
        """Those audiences for which nothing fresh is held."""
        return [name for name in audiences if name not in self.assertions or self.assertions[name][1] - MARGIN <= now]

    def joined(self, newer: "Held") -> "Held":
        """With the newer facts, and both sets of assertions."""
        return replace(newer, assertions=self.assertions | newer.assertions)


class Sessions:
    """The cache of one worker. Every entry ends shortly before its assertions do, or at once when identity says so."""

    def __init__(self, longest: timedelta = timedelta(minutes=5)) -> None:
        self._longest = longest
        self._held: OrderedDict[tuple[bytes, str], tuple[Held, datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, token: str, organisation: str | None, now: datetime) -> Held | None:
        """What is held for this cookie in this organisation, where it is still good."""
        with self._lock:
            found = self._held.get(_key(token, organisation))
        if found is None or found[1] <= now:
            return None
        return found[0]

    def keep(self, token: str, organisation: str | None, asserted: Asserted, now: datetime) -> Held:
        """Remember an answer from identity beside what is held already."""
        newer = Held(_me(asserted), {name: (signed, asserted.expires_at) for name, signed in asserted.assertions.items()})
        older = self.find(token, organisation, now)
        held = older.joined(newer) if older else newer
        until = min(now + self._longest, max((end for _, end in held.assertions.values()), default=asserted.expires_at) - MARGIN)
        with self._lock:
            self._held[_key(token, organisation)] = (held, until)
            while len(self._held) > KEPT:
                self._held.popitem(last=False)
        return held

    def forget_person(self, person_id: str) -> None:
        """Drop everything of one person: removed, changed role, signed out."""
        self._drop(lambda held: held.me.person_id == person_id)

    def forget_token(self, token: str) -> None:
        """Drop one session at sign-out, without waiting for the news of it."""
        digest = _digest(token)
        with self._lock:
            for key in [key for key in self._held if key[0] == digest]:
                del self._held[key]

    def forget_all(self) -> None:
        """Drop everything: news may have been missed."""
        with self._lock:
            self._held.clear()

    def _drop(self, gone: Callable[[Held], bool]) -> None:
        with self._lock:
            for key in [key for key, (held, _) in self._held.items() if gone(held)]:
                del self._held[key]


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _key(token: str, organisation: str | None) -> tuple[bytes, str]:
    return _digest(token), organisation or ""


def _me(asserted: Asserted) -> Me:
    return Me(
        kind=asserted.kind,
        session_id=asserted.session_id,
        person_id=asserted.person_id,
        name=asserted.person_name,
        language=asserted.language,
        memberships=tuple(asserted.memberships),
        organisation=asserted.organisation,
        staff_roles=frozenset(asserted.staff_roles),
        with_bankid=asserted.with_bankid,
    )
