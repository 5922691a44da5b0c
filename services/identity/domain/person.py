"""A person, whichever organisations she belongs to, and her staff account where she has one."""

from dataclasses import dataclass, field
from datetime import datetime

from services.identity.domain.roles import StaffRole


@dataclass(frozen=True)
class SealedNumber:
    """A personal number as it is stored: encrypted, and a keyed fingerprint to find it by."""

    fingerprint: bytes
    ciphertext: bytes


@dataclass(eq=False)
class Person:
    """`email` is kept as written; it is compared without regard to case."""

    id: str
    given_name: str
    surname: str
    email: str
    phone: str
    language: str
    registered_at: datetime
    password_hash: str | None = None
    password_changed_at: datetime | None = None
    number_fingerprint: bytes | None = None
    number_ciphertext: bytes | None = None
    last_organisation_id: str | None = None

    @property
    def name(self) -> str:
        """How the person is shown."""
        return f"{self.given_name} {self.surname}".strip()[:200]

    @property
    def methods(self) -> list[str]:
        """The ways she can sign in, BankID first."""
        ways = [("bankid", self.number_fingerprint), ("password", self.password_hash)]
        return [name for name, stored in ways if stored is not None]

    def link_bankid(self, number: SealedNumber) -> None:
        """From now on this personal number is this person."""
        self.number_fingerprint = number.fingerprint
        self.number_ciphertext = number.ciphertext

    def set_password(self, password_hash: str, now: datetime) -> None:
        """Take a new password, already hashed."""
        self.password_hash = password_hash
        self.password_changed_at = now


@dataclass(eq=False)
class StaffAccount:
    """One of the landlord's people."""

    person_id: str
    since: datetime
    roles: frozenset[StaffRole] = field(default_factory=frozenset)


def same_address(one: str, other: str) -> bool:
    """Whether two e-mail addresses are the same."""
    return one.strip().casefold() == other.strip().casefold()


def clean_name(name: str) -> str:
    """A name with single spaces and nothing that cannot be printed."""
    return "".join(letter for letter in " ".join(name.split()) if letter.isprintable())


def shown_name(name: str) -> str:
    """A name as BankID gives it, in ordinary capitals where the bank keeps it in capitals only."""
    return name.title() if name.isupper() else name
