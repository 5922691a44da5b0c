"""The invoice rule (trust.md §2): who may read invoices right now. Pure, total and closed: what is not plainly allowed is denied."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from services.billing.domain.claims import LONGEST_LIFE_S, Claims, read_claims

IDLE = timedelta(minutes=30)
"""A BankID standing nobody has used for this long has lapsed."""
LONGEST = timedelta(hours=8)
"""However busy it is kept, a BankID standing ends this long after the person proved herself."""
SILENCE = timedelta(seconds=60)
"""How long identity may be silent before what we know of revocations is too old to rely on."""
SKEW = timedelta(seconds=5)
"""How far identity's clock may be ahead of ours."""
BANKID_ASSURANCE = 3
GRANT_FACTORS = frozenset({"passkey", "totp"})


class Operation(StrEnum):
    """What can be done with invoices."""

    LIST = "list"
    OPEN = "open"
    DOWNLOAD = "download"
    SUMMARY = "summary"
    ACCESS_LOG = "access_log"


class Reason(StrEnum):
    """Why the door stayed shut; kept in the access register."""

    UNKNOWN_CLAIMS = "unknown_claims"
    UNKNOWN_OPERATION = "unknown_operation"
    CLOCK_TROUBLE = "clock_trouble"
    OTHER_ORGANISATION = "other_organisation"
    ROLE = "role"
    IDENTITY_SILENT = "identity_silent"
    MEMBERSHIP_UNKNOWN = "membership_unknown"
    MEMBERSHIP_CHANGED = "membership_changed"
    SESSION_ENDED = "session_ended"
    NOT_A_MEMBER = "not_a_member"
    NO_BANKID = "no_bankid"
    REMEMBERED_DEVICE = "remembered_device"
    BANKID_LAPSED = "bankid_lapsed"
    BANKID_IDLE = "bankid_idle"
    GRANT_NOT_VALID = "grant_not_valid"


_CODES = {
    Reason.CLOCK_TROUBLE: "try_again",
    Reason.IDENTITY_SILENT: "try_again",
    Reason.MEMBERSHIP_UNKNOWN: "try_again",
    Reason.OTHER_ORGANISATION: "not_found",
    Reason.NO_BANKID: "step_up",
    Reason.REMEMBERED_DEVICE: "step_up",
    Reason.BANKID_LAPSED: "step_up",
    Reason.BANKID_IDLE: "step_up",
}


@dataclass(frozen=True)
class Allow:
    """Yes, and by which method."""

    method: str


@dataclass(frozen=True)
class Deny:
    """No, and why."""

    reason: Reason

    @property
    def code(self) -> str:
        """The refusal that travels: step_up, try_again, not_found or not_allowed."""
        return _CODES.get(self.reason, "not_allowed")


@dataclass(frozen=True)
class Grant:
    """Two members of staff let a person without BankID in, with a second factor, until a day (trust.md §2 point 6)."""

    grant_id: str
    person_id: str
    organisation_id: str
    factor: str
    approved_by: frozenset[str]
    expires_at: datetime


@dataclass(frozen=True)
class Membership:
    """Our own copy of one membership as identity last told it; `role` is None where it has ended."""

    role: str | None


@dataclass(frozen=True)
class Revocations:
    """What identity has told us of ended sessions, and how fresh that is.

    `last_used_at` is the last time we ourselves let this session read (see docs/decisions on idle BankID standing).
    """

    session_ended: bool
    heard_at: datetime | None
    last_used_at: datetime | None


def decide(
    claims: object,
    grant: Grant | None,
    membership: Membership | None,
    revocations: Revocations | None,
    now: datetime,
    organisation: str,
    operation: str,
) -> Allow | Deny:
    """Whether the bearer of verified `claims` may do `operation` with the invoices of `organisation` at `now`."""
    if operation not in tuple(Operation):
        return Deny(Reason.UNKNOWN_OPERATION)
    known = read_claims(claims)
    if known is None:
        return Deny(Reason.UNKNOWN_CLAIMS)
    if now.tzinfo is None or not _in_time(known, now):
        return Deny(Reason.CLOCK_TROUBLE)
    if known.organisation_id != organisation:
        return Deny(Reason.OTHER_ORGANISATION)
    if known.role != "main_admin":
        return Deny(Reason.ROLE)
    if revocations is None or not _fresh(revocations.heard_at, now):
        return Deny(Reason.IDENTITY_SILENT)
    if revocations.session_ended:
        return Deny(Reason.SESSION_ENDED)
    if membership is None:
        return Deny(Reason.MEMBERSHIP_UNKNOWN)
    if membership.role != "main_admin":
        return Deny(Reason.MEMBERSHIP_CHANGED)
    if known.grant_id is not None:
        return _by_grant(known, grant, now)
    return _by_bankid(known, revocations.last_used_at, now)


def _in_time(claims: Claims, now: datetime) -> bool:
    second, skew = now.timestamp(), SKEW.total_seconds()
    return (
        claims.authenticated_at <= claims.issued_at
        and claims.issued_at <= second + skew
        and second < claims.expires_at
        and 0 < claims.expires_at - claims.issued_at <= LONGEST_LIFE_S
    )


def _fresh(heard_at: datetime | None, now: datetime) -> bool:
    if heard_at is None or heard_at.tzinfo is None:
        return False
    return -SKEW <= now - heard_at <= SILENCE


def _by_bankid(claims: Claims, last_used_at: datetime | None, now: datetime) -> Allow | Deny:
    if "rmd" in claims.methods:
        return Deny(Reason.REMEMBERED_DEVICE)
    if "bankid" not in claims.methods or claims.assurance < BANKID_ASSURANCE:
        return Deny(Reason.NO_BANKID)
    second, proved = now.timestamp(), claims.authenticated_at
    if second - proved >= LONGEST.total_seconds():
        return Deny(Reason.BANKID_LAPSED)
    if last_used_at is not None and (last_used_at.tzinfo is None or last_used_at - now > SKEW):
        return Deny(Reason.CLOCK_TROUBLE)
    used = proved if last_used_at is None else max(proved, last_used_at.timestamp())
    if second - used >= IDLE.total_seconds():
        return Deny(Reason.BANKID_IDLE)
    return Allow("bankid")


def _by_grant(claims: Claims, grant: Grant | None, now: datetime) -> Allow | Deny:
    valid = (
        grant is not None
        and grant.grant_id == claims.grant_id
        and grant.person_id == claims.person_id
        and grant.organisation_id == claims.organisation_id
        and grant.factor in GRANT_FACTORS
        and grant.factor in claims.methods
        and len(grant.approved_by) >= 2
        and claims.person_id not in grant.approved_by
        and grant.expires_at.tzinfo is not None
        and now < grant.expires_at
    )
    if grant is None or not valid or "rmd" in claims.methods:
        return Deny(Reason.GRANT_NOT_VALID)
    return Allow(grant.factor)
