"""An invitation: a link to one address for one role, good once and for fourteen days; and the registration it leads to."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from services.identity.domain.roles import Grant, Role, StaffRole

LIVES = timedelta(days=14)
REGISTRATION_LIVES = timedelta(hours=24)
REMIND_AGAIN_AFTER = timedelta(days=1)
"""How often an expired link may make us write to the inviter."""

State = Literal["pending", "accepted", "expired", "withdrawn"]


@dataclass(eq=False)
class Invitation:
    """To a tenant's organisation with a `role`, or to the landlord's staff with `staff_roles`.

    `links` counts the links sent: a registration begun from an older one is worth nothing.
    `invited_by` is None for the first administrator, invited from the server's command line.
    """

    id: str
    token_hash: bytes
    email: str
    name: str
    language: str
    message: str
    invited_by: str | None
    invited_as_staff: bool
    sent_at: datetime
    expires_at: datetime
    organisation_id: str | None = None
    role: Role | None = None
    staff_roles: frozenset[StaffRole] = field(default_factory=frozenset)
    links: int = 1
    accepted_at: datetime | None = None
    accepted_by: str | None = None
    withdrawn_at: datetime | None = None
    asked_again_at: datetime | None = None

    @property
    def grant(self) -> Grant:
        """What accepting it gives."""
        return self.role if self.role is not None else self.staff_roles

    def state(self, now: datetime) -> State:
        """Accepted and withdrawn are for good; a pending one expires by itself."""
        if self.accepted_at is not None:
            return "accepted"
        if self.withdrawn_at is not None:
            return "withdrawn"
        return "expired" if now >= self.expires_at else "pending"

    def renew(self, token_hash: bytes, now: datetime) -> None:
        """A new link for fourteen days; the old one and every registration begun from it die."""
        self.token_hash = token_hash
        self.links += 1
        self.sent_at = now
        self.expires_at = now + LIVES

    def accept(self, person_id: str, now: datetime) -> None:
        """Used up. The caller has checked that it is pending."""
        self.accepted_at = now
        self.accepted_by = person_id

    def withdraw(self, now: datetime) -> None:
        """Not good any more."""
        self.withdrawn_at = now

    def may_remind(self, now: datetime) -> bool:
        """Whether the inviter may be told again that somebody asks for a new link."""
        return self.asked_again_at is None or now - self.asked_again_at >= REMIND_AGAIN_AFTER


@dataclass(eq=False)
class Registration:
    """What a person who clicked *Kom igång* has told us so far."""

    id: str
    token_hash: bytes
    invitation_id: str
    link: int
    given_name: str
    surname: str
    phone: str
    language: str
    begun_at: datetime
    expires_at: datetime
    details_saved: bool = False

    def good(self, invitation: Invitation, now: datetime) -> bool:
        """Whether it may go on: not too old, and from the link that was sent last."""
        return now < self.expires_at and self.link == invitation.links


def split_name(name: str) -> tuple[str, str]:
    """Given name and surname as a first guess from a full name."""
    given, _, surname = name.strip().rpartition(" ")
    return (given, surname) if given else (surname, "")
