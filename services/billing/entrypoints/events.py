"""Which use case acts on which news."""

from collections.abc import Callable

from services.billing.usecases import keep_copies
from services.contracts import identity
from services.contracts.envelope import News

NEWS: dict[type[News], Callable[..., None]] = {
    identity.OrganisationChanged: keep_copies.organisation_changed,
    identity.MembershipChanged: keep_copies.membership_changed,
    identity.SessionsEnded: keep_copies.sessions_ended,
    identity.Heartbeat: keep_copies.heartbeat,
}
