"""Identity's replies: an organisation's people, customers and staff."""

from services.contracts import identity
from services.contracts.rights import Role, StaffRole
from tests.gateway.given.moments import AT, DAY

INVITATION = identity.InvitationListed(
    invitation_id="i-1",
    name="Jonas Ek",
    email="jonas@company.example",
    role=Role.USER,
    state="pending",
    invited_by="Anna Lindgren",
    sent_at=AT,
    expires_at=AT + 4 * DAY,
    may_change=True,
)


MEMBER = identity.MemberShown(
    person_id="person-1",
    name="Anna Lindgren",
    email="anna@company.example",
    role=Role.MAIN_ADMIN,
    methods=["bankid"],
    last_seen_at=AT,
    is_you=True,
    may_change=False,
)


ORGANISATION = identity.OrganisationShown(
    organisation_id="org-1",
    name="Company AB",
    members=[MEMBER],
    invitations=[INVITATION],
    may_grant=[Role.MAIN_ADMIN, Role.ADMIN, Role.USER],
)


CUSTOMER = identity.StaffOrganisationShown(
    organisation_id="org-1",
    slug="company",
    name="Company AB",
    organisation_number="5566778899",
    customer_number="K-1001",
    members=[MEMBER],
    invitations=[INVITATION],
)


CUSTOMERS = identity.OrganisationsListed(
    organisations=[
        identity.OrganisationListed(
            organisation_id="org-1", slug="company", name="Company AB", customer_number="K-1001", members=2, pending_invitations=1
        )
    ],
    total=1,
)


STAFF = identity.StaffShown(
    staff=[identity.StaffListed(person_id="staff-1", name="Karin Holm", email="karin@platzer.example", roles=[StaffRole.ACCOUNT_MANAGER])]
)
