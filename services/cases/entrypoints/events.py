"""The news that cases hears, each bound to what it does about it."""

from collections.abc import Callable

from services.cases.usecases.keep_lease import keep_lease
from services.cases.usecases.keep_membership import keep_membership
from services.cases.usecases.keep_organisation import keep_organisation
from services.cases.usecases.keep_person import keep_person
from services.cases.usecases.keep_property import keep_property
from services.cases.usecases.keep_staff import keep_staff
from services.contracts import content, identity
from services.contracts.envelope import News

NEWS: dict[type[News], Callable[..., None]] = {
    identity.MembershipChanged: keep_membership,
    identity.PersonChanged: keep_person,
    identity.OrganisationChanged: keep_organisation,
    identity.StaffChanged: keep_staff,
    content.PropertyChanged: keep_property,
    content.LeaseChanged: keep_lease,
}
