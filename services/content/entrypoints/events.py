"""The news content acts on."""

from collections.abc import Callable, Mapping
from typing import Any

from services.content.usecases.membership_changed import membership_changed
from services.content.usecases.organisation_changed import organisation_changed
from services.contracts import identity
from services.contracts.envelope import News

NEWS: Mapping[type[News], Callable[..., Any]] = {
    identity.OrganisationChanged: organisation_changed,
    identity.MembershipChanged: membership_changed,
}
