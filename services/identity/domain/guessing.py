"""Guessing: how many failures an account or a network may have before it waits."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

ACCOUNT_FREE = 10
ACCOUNT_LOCKED = 100
NETWORK_FREE = 100
NETWORK_WINDOW = timedelta(minutes=10)
ORDERS_FREE = 30
ORDERS_NETWORK_FREE = 600
FORGET_AFTER = timedelta(days=1)
_FIRST_DELAY = timedelta(seconds=30)
_LONGEST_DELAY = timedelta(hours=1)


@dataclass(eq=False)
class Guesses:
    """Failures counted under one key. Unknown addresses are counted exactly as known ones, so that nothing tells them apart."""

    key: str
    failures: int
    first_at: datetime
    last_at: datetime
    blocked_until: datetime | None = None

    def wait(self, now: datetime) -> int:
        """Seconds to wait before the next try, 0 when it may come now."""
        if self.blocked_until is None or self.blocked_until <= now:
            return 0
        return max(1, int((self.blocked_until - now).total_seconds() + 0.999))

    def count_account(self, now: datetime) -> None:
        """One more failure on an account: from the tenth a delay that doubles to an hour, from the hundredth a day."""
        self._count(now, FORGET_AFTER)
        if self.failures >= ACCOUNT_LOCKED:
            self.blocked_until = now + FORGET_AFTER
        elif self.failures >= ACCOUNT_FREE:
            self.blocked_until = now + min(_FIRST_DELAY * 2 ** (self.failures - ACCOUNT_FREE), _LONGEST_DELAY)

    def count_within(self, now: datetime, free: int, window: timedelta) -> None:
        """One more of something allowed `free` times a window; then it waits for the window's end."""
        self._count(now, window)
        if self.failures >= free:
            self.blocked_until = self.first_at + window

    def forgive_one(self) -> None:
        """A try that turned out right is no failure."""
        self.failures = max(0, self.failures - 1)
        self.blocked_until = None

    def _count(self, now: datetime, window: timedelta) -> None:
        if now - self.first_at >= window:
            self.failures, self.first_at, self.blocked_until = 0, now, None
        self.failures += 1
        self.last_at = now


def network_of(ip: str) -> str:
    """The network that an address is counted under: an IPv4 address itself, an IPv6 /64 (one household or office)."""
    try:
        address = ip_address(ip)
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ip_network((address, 64), strict=False))
    return str(address)
