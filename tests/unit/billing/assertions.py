"""The claims of a main_admin who has just used BankID, as the start of every test of the rule."""

from datetime import UTC, datetime, timedelta
from typing import Any

from services.billing.domain.access import Allow, Deny, Membership, Revocations, decide

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SECOND = int(NOW.timestamp())
ORGANISATION = "org-1"


def claims(**changed: Any) -> dict[str, Any]:
    """Valid claims with `changed` on top; a value of ... takes the claim away."""
    whole: dict[str, Any] = {
        "iss": "platzer-identity", "aud": "billing", "sub": "anna", "org": ORGANISATION, "role": "main_admin", "staff": [],
        "name": "Anna Lindgren", "amr": ["bankid"], "acr": "3", "auth_time": SECOND - 60, "sid": "s1", "jti": "j1", "iat": SECOND - 5,
        "exp": SECOND + 55, "txn": "t1", "ver": 1, "lang": "sv", "kind": "member",
    }  # fmt: skip
    return {name: value for name, value in (whole | changed).items() if value is not ...}


FRESH = Revocations(session_ended=False, heard_at=NOW - timedelta(seconds=5), last_used_at=None)
MAIN_ADMIN = Membership("main_admin")


def verdict(given: object = None, **changed: Any) -> Allow | Deny:
    """What `decide` says where everything else is in order; `changed` are its other parameters."""
    parameters: dict[str, Any] = {
        "grant": None, "membership": MAIN_ADMIN, "revocations": FRESH, "now": NOW, "organisation": ORGANISATION, "operation": "list",
    }  # fmt: skip
    return decide(claims() if given is None else given, **parameters | changed)


def reason(given: object = None, **changed: Any) -> str:
    """The reason of a denial; empty for an allowance."""
    said = verdict(given, **changed)
    return said.reason.value if isinstance(said, Deny) else ""
