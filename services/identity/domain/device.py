"""A remembered device: a series whose token changes at every use, so that a copied one gives itself away."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from services.identity.domain.secret import hash_of, same

IDLE = timedelta(days=30)
IN_ALL = timedelta(days=90)
GRACE = timedelta(seconds=30)
GRACE_USES = 2
"""Two tabs that wake together, or an answer lost on the way, present the same token again; a thief comes later."""


class Verdict(StrEnum):
    """What presenting a token means."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    THEFT = "theft"


@dataclass(eq=False)
class Device:
    """`rotation_key` makes the next token from the one presented, so that a repeat within the grace gets the same next token."""

    id: str
    person_id: str
    rotation_key: bytes
    current_hash: bytes
    user_agent: str
    remembered_at: datetime
    last_used_at: datetime
    previous_hash: bytes | None = None
    rotated_at: datetime | None = None
    grace_uses: int = 0
    ended_at: datetime | None = None

    def lives(self, now: datetime) -> bool:
        """Not ended, used within 30 days, younger than 90."""
        return self.ended_at is None and now - self.last_used_at < IDLE and now - self.remembered_at < IN_ALL

    def present(self, secret: str, now: datetime) -> tuple[Verdict, str]:
        """Judge a token of this series and give the next one (empty unless accepted).

        Any token of the series other than the current one, and the one before within its grace, has been used before: theft.
        Within its grace the one before is refused when it comes too often, which many tabs that wake together do.
        A made-up secret is no token of the series, but whoever knows a series without its token is no friend either.
        """
        if not self.lives(now):
            return Verdict.REFUSED, ""
        given = hash_of(secret)
        following = self._next(secret)
        if same(given, self.current_hash):
            self.previous_hash, self.current_hash = self.current_hash, hash_of(following)
            self.rotated_at = self.last_used_at = now
            self.grace_uses = 0
            return Verdict.ACCEPTED, following
        if self._in_grace(given, now):
            if self.grace_uses >= GRACE_USES:
                return Verdict.REFUSED, ""
            self.grace_uses += 1
            return Verdict.ACCEPTED, following
        return Verdict.THEFT, ""

    def end(self, now: datetime) -> None:
        """Forget the device."""
        self.ended_at = self.ended_at or now

    def _in_grace(self, given: bytes, now: datetime) -> bool:
        if self.previous_hash is None or self.rotated_at is None or not same(given, self.previous_hash):
            return False
        return now - self.rotated_at <= GRACE

    def _next(self, secret: str) -> str:
        digest = hmac.new(self.rotation_key, secret.encode(), hashlib.sha256).digest()
        return urlsafe_b64encode(digest).rstrip(b"=").decode()


def device_token(device_id: str, secret: str) -> str:
    """What the cookie holds: the series and its token."""
    return f"{device_id}.{secret}"


def parts_of(token: str) -> tuple[str, str]:
    """Series and token; empty ones where it is no device token."""
    device_id, _, secret = token.partition(".")
    return (device_id, secret) if device_id and secret else ("", "")
