"""Identity's replies to a sign-in: an order's states and a new session."""

from typing import Any

from services.contracts.identity import (
    BankIdState,
    SignedIn,
)
from tests.gateway.fake_bus import COMPANY, STUDIO

CODE = "bankid.67df3917-fa0d-44e5-b327-edcc928297f8.0.dc69358e712458a66a7525beef148ae8526b1c71610eff2c16cdffb4cdac9bf8"


PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Mobile/15E148"


def opened(kind: str = "tenant", *, several: bool = False, last: str | None = "company") -> SignedIn:
    """A new session."""
    memberships = [] if kind == "staff" else [COMPANY, STUDIO] if several else [COMPANY]
    return SignedIn.model_validate(
        {
            "session_token": "n" * 43,
            "device_token": None,
            "kind": kind,
            "person_id": "person-1",
            "person_name": "Anna Lindgren",
            "language": "sv",
            "memberships": memberships,
            "last_organisation": last,
        }
    )


def state(now: str = "waiting", *, way: str = "other_device", message: str = "scan", qr: str | None = None, **more: Any) -> BankIdState:
    """What identity says of an order."""
    given = {"state": now, "way": way, "message": message, "qr": qr, "start_address": None, "needs_return": False}
    return BankIdState.model_validate(given | more)
