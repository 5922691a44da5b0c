"""Identity's replies on the way from an invitation to an account."""

from datetime import UTC, datetime, timedelta
from typing import Any

from services.contracts.identity import (
    InvitationShown,
    RegistrationShown,
)
from services.contracts.rights import Role

TOKEN = "invitation-token-" + "x" * 26


def invitation(state: str = "pending", **more: Any) -> InvitationShown:
    """What the link shows."""
    given = {
        "state": state,
        "kind": "tenant",
        "organisation_name": "Company AB",
        "role": Role.MAIN_ADMIN,
        "invited_by": "Karin Holm",
        "email": "anna@company.example",
        "name": "Anna Lindgren",
        "message": "",
        "language": "sv",
        "expires_at": datetime.now(UTC) + timedelta(days=3),
        "has_account": False,
    }
    return InvitationShown.model_validate(given | more)


def registration(**more: Any) -> RegistrationShown:
    """A registration on its way."""
    given = {
        "registration": "r" * 43,
        "kind": "tenant",
        "organisation_name": "Company AB",
        "role": Role.MAIN_ADMIN,
        "email": "anna@company.example",
        "given_name": "Anna",
        "surname": "Lindgren",
        "phone": "",
        "language": "sv",
        "has_account": False,
        "details_saved": True,
    }
    return RegistrationShown.model_validate(given | more)
