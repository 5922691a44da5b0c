"""Members and invitations of an organisation as a caller with some authority sees them."""

from datetime import datetime
from typing import Literal, cast

from services.contracts.identity import InvitationListed, MemberShown
from services.identity.domain.roles import Authority, can_grant
from services.identity.usecases.acting import shown_role
from services.identity.usecases.ports import Work


def members_shown(work: Work, organisation_id: str, authority: Authority, me: str) -> list[MemberShown]:
    """Every member, and whether the caller may change her."""
    return [
        MemberShown(
            person_id=row.person_id,
            name=row.name,
            email=row.email,
            role=shown_role(row.role),
            methods=[cast(Literal["bankid", "password"], method) for method in row.methods],
            last_seen_at=row.last_seen_at,
            is_you=row.person_id == me,
            may_change=can_grant(authority, row.role),
        )
        for row in work.people.members(organisation_id)
    ]


def invitations_shown(work: Work, organisation_id: str, authority: Authority, now: datetime) -> list[InvitationListed]:
    """Every invitation, and whether the caller may resend or withdraw it."""
    return [
        listed.model_copy(update={"may_change": listed.state in ("pending", "expired") and can_grant(authority, role)})
        for listed, role in work.people.invitations(organisation_id, now)
    ]
