"""What identity answers and tells: people, organisations, roles, invitations, sign-in and sessions."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from services.contracts.envelope import Ask, Done, Message, Moment, News, Reply, Write
from services.contracts.rights import ANYONE, PERSON, Function, Role, StaffRole, member, staff

Token = Annotated[str, StringConstraints(min_length=20, max_length=200)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Email = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")]
Language = Literal["sv", "en"]
Audience = Literal["identity", "cases", "billing", "content"]


class Browser(Message):
    """What the gateway knows of the browser it speaks for. `browser_id` is a long-lived random cookie, `ip` the user's own address."""

    browser_id: Token
    ip: str
    user_agent: str = Field(max_length=256)


class MembershipShown(Message):
    """One organisation the person belongs to."""

    organisation_id: str
    slug: str
    organisation_name: str
    role: Role


# --- sessions -------------------------------------------------------------------------------------------------------------


class SignedIn(Reply):
    """A session has been opened. `session_token` goes into the cookie; `device_token` too where the device is remembered."""

    session_token: str
    device_token: str | None
    kind: Literal["tenant", "staff"]
    person_id: str
    person_name: str
    language: Language
    memberships: list[MembershipShown]
    last_organisation: str | None
    """Slug of the organisation used last, for the redirect after sign-in."""


class Asserted(Reply):
    """Who the session belongs to, and one signed assertion per audience that its role and way of signing in allow."""

    kind: Literal["tenant", "staff"]
    session_id: str
    person_id: str
    person_name: str
    language: Language
    memberships: list[MembershipShown]
    staff_roles: list[StaffRole]
    organisation: MembershipShown | None
    with_bankid: bool
    """Whether this session stands on BankID right now (for what the page offers; billing decides by itself)."""
    assertions: dict[Audience, str]
    expires_at: Moment
    """When the first of the assertions ends."""


class AssertFor(Ask[Asserted]):
    """Turn a session cookie into assertions. Refusals: sign_in (no such session, lapsed), not_found (not a member of `organisation`)."""

    who = ANYONE
    session_token: Token
    organisation: str | None
    """Slug from the path; None for pages outside an organisation and for staff."""
    audiences: list[Audience]


class SignOut(Ask[Done]):
    """End the session (or all the person's sessions and devices). Unknown sessions are done already."""

    who = ANYONE
    session_token: Token
    everywhere: bool = False


class ResumeDevice(Ask[SignedIn]):
    """Reopen a session on a remembered device; the device token rotates. Refusals: sign_in."""

    who = ANYONE
    device_token: Token
    browser: Browser


class SignInWithPassword(Ask[SignedIn]):
    """Sign in with e-mail and password. Refusals: wrong_credentials (one answer for all), too_many_attempts(wait_s)."""

    who = ANYONE
    email: str = Field(max_length=254)
    password: str = Field(max_length=1000)
    remember: bool
    browser: Browser


# --- BankID ----------------------------------------------------------------------------------------------------------------


class BankIdStarted(Reply):
    """An order has been started and is bound to this browser. `attempt` goes into a cookie; it names nothing of BankID's."""

    attempt: str


class StartBankId(Ask[BankIdStarted]):
    """Start an order after a click. A pending one of this browser is cancelled first.

    `session_token` is wanted for step_up, `registration` for register. Refusals: bankid_unavailable, too_many_attempts(wait_s),
    sign_in (no session to step up, or a first BankID without a fresh password), not_found (no such registration),
    invalid(place=return_address), and those of an invitation.
    """

    who = ANYONE
    purpose: Literal["sign_in", "register", "step_up", "staff_sign_in"]
    way: Literal["other_device", "same_device"]
    browser: Browser
    registration: Token | None = None
    session_token: Token | None = None
    return_address: str | None = Field(default=None, max_length=400)
    """Same device: where BankID's app returns to; identity adds the nonce as `?n=`."""


class BankIdState(Reply):
    """What the page shows now. `qr` only while the code waits to be scanned; `start_address` only on the same device."""

    state: Literal["waiting", "complete", "failed", "stopped"]
    way: Literal["other_device", "same_device"]
    message: str
    """Code of the sentence to show, such as `scan`, `open_app`, `enter_code` (identity/domain/bankid.py lists them)."""
    qr: str | None
    start_address: str | None
    needs_return: bool
    """Complete on the same device: the person must come back through BankID's return address to finish."""


class PollBankId(Ask[BankIdState]):
    """How the order stands; asked once a second, BankID itself at most every two. Refusals: not_found."""

    who = ANYONE
    attempt: Token
    browser: Browser


class FinishBankId(Ask[SignedIn]):
    """Turn a complete order into a session, once. Same device: with the nonce that came back.

    Refusals: not_found, bankid_not_complete, bankid_return_mismatch, bankid_risk, no_account (nobody with that BankID),
    bankid_other_person (step-up or registration by somebody else), account_exists, invitation_used, invitation_expired,
    invitation_withdrawn.
    """

    who = ANYONE
    attempt: Token
    browser: Browser
    nonce: str | None = Field(default=None, max_length=200)
    remember: bool = False


class CancelBankId(Ask[Done]):
    """Give up the order."""

    who = ANYONE
    attempt: Token
    browser: Browser


# --- invitations and registration ---------------------------------------------------------------------------------------------


class InvitationShown(Reply):
    """What the person who opened the link may see."""

    state: Literal["pending", "accepted", "expired", "withdrawn"]
    kind: Literal["tenant", "staff"]
    organisation_name: str | None
    role: Role | None
    invited_by: str
    email: str
    name: str
    message: str
    language: Language
    expires_at: Moment
    has_account: bool


class ShowInvitation(Ask[InvitationShown]):
    """Show an invitation; changes nothing. Refusals: not_found."""

    who = ANYONE
    token: Token


class AskForNewInvitation(Ask[Done]):
    """From an expired link: tell the inviter. Harmless to repeat. Refusals: not_found."""

    who = ANYONE
    token: Token


class RegistrationShown(Reply):
    """A registration on its way, so that every step can be shown again filled in."""

    registration: str
    kind: Literal["tenant", "staff"]
    organisation_name: str | None
    role: Role | None
    email: str
    given_name: str
    surname: str
    phone: str
    language: Language
    has_account: bool
    details_saved: bool


class BeginRegistration(Ask[RegistrationShown]):
    """The click on *Kom igång*. The link is used up when the registration is completed.

    Refusals: not_found, invitation_used, invitation_expired, invitation_withdrawn.
    """

    who = ANYONE
    token: Token


class ShowRegistration(Ask[RegistrationShown]):
    """The registration as it stands. Refusals: not_found."""

    who = ANYONE
    registration: Token


class SaveDetails(Ask[RegistrationShown]):
    """Step one. Refusals: not_found."""

    who = ANYONE
    registration: Token
    given_name: Name
    surname: Name
    phone: str = Field(max_length=30)
    language: Language


class CompleteWithPassword(Ask[SignedIn]):
    """Last step for those who chose e-mail and password.

    Refusals: not_found, password_too_short(minimum), password_too_common, password_too_guessable, account_exists (sign in to accept),
    and those of an invitation.
    """

    who = ANYONE
    registration: Token
    password: str = Field(max_length=1000)
    remember: bool
    browser: Browser


class AcceptInvitation(Ask[SignedIn]):
    """An existing account accepts while signed in: one more membership, a new session.

    Refusals: not_found, sign_in, other_account(email), and those of an invitation.
    """

    who = ANYONE
    registration: Token
    session_token: Token
    browser: Browser


# --- the organisation, for its administrators ------------------------------------------------------------------------------------


class MemberShown(Message):
    """One member as colleagues see her."""

    person_id: str
    name: str
    email: str
    role: Role
    methods: list[Literal["bankid", "password"]]
    last_seen_at: Moment | None
    is_you: bool
    may_change: bool
    """Whether the caller may change this member's role or remove her."""


class InvitationListed(Message):
    """One invitation, whatever its state."""

    invitation_id: str
    name: str
    email: str
    role: Role
    state: Literal["pending", "accepted", "expired", "withdrawn"]
    invited_by: str
    sent_at: Moment
    expires_at: Moment
    may_change: bool


class OrganisationShown(Reply):
    """The organisation's people."""

    organisation_id: str
    name: str
    members: list[MemberShown]
    invitations: list[InvitationListed]
    may_grant: list[Role]


class ShowOrganisation(Ask[OrganisationShown]):
    """Members and invitations of the caller's organisation."""

    who = member(Function.ORGANISATION)


class InvitationWanted(Message):
    """One person to invite."""

    email: Email
    name: Name
    role: Role


class InvitationResult(Message):
    """What became of one wanted invitation; `refusal` is None when it was sent. Codes: already_member, already_invited, role_above_own."""

    email: str
    refusal: str | None


class InvitationsSent(Reply):
    """One result a wanted invitation, in the same order."""

    results: list[InvitationResult]


class InviteMembers(Write[InvitationsSent]):
    """Invite colleagues. A role above the caller's own is refused for that row, the others are sent."""

    who = member(Function.ORGANISATION)
    people: list[InvitationWanted] = Field(min_length=1, max_length=20)
    message: str = Field(default="", max_length=500)
    language: Language = "sv"


class ResendInvitation(Write[Done]):
    """Send a new link; the old one dies. Refusals: not_found, role_above_own, invitation_used."""

    who = member(Function.ORGANISATION)
    invitation_id: str


class WithdrawInvitation(Write[Done]):
    """Withdraw an invitation. Refusals: not_found, role_above_own, invitation_used."""

    who = member(Function.ORGANISATION)
    invitation_id: str


class ChangeRole(Write[Done]):
    """Give a member another role. Refusals: not_found, role_above_own, last_main_admin, conflict (`expected` is not her role any more)."""

    who = member(Function.ORGANISATION)
    person_id: str
    expected: Role
    role: Role


class RemoveMember(Write[Done]):
    """End a membership; sessions in the organisation end at once. Refusals: not_found, role_above_own, last_main_admin."""

    who = member(Function.ORGANISATION)
    person_id: str


# --- the person ---------------------------------------------------------------------------------------------------------------------


class ProfileShown(Reply):
    """The person's own details."""

    given_name: str
    surname: str
    email: str
    phone: str
    language: Language
    methods: list[Literal["bankid", "password"]]


class ShowProfile(Ask[ProfileShown]):
    """My own details."""

    who = PERSON


class SaveProfile(Write[Done]):
    """Change my own details (e-mail and methods have their own asks)."""

    who = PERSON
    given_name: Name
    surname: Name
    phone: str = Field(max_length=30)
    language: Language


# --- staff --------------------------------------------------------------------------------------------------------------------------


class OrganisationListed(Message):
    """One customer in the directory."""

    organisation_id: str
    slug: str
    name: str
    customer_number: str
    members: int
    pending_invitations: int


class OrganisationsListed(Reply):
    """A page of the directory."""

    organisations: list[OrganisationListed]
    total: int


class ListOrganisations(Ask[OrganisationsListed]):
    """The customer directory, by name in Swedish order, 50 a page from page 1."""

    who = staff()
    search: str = Field(default="", max_length=100)
    page: int = Field(default=1, ge=1)


class OrganisationAdded(Reply):
    """A new customer."""

    organisation_id: str
    slug: str


class AddOrganisation(Write[OrganisationAdded]):
    """Add a customer. Refusals: invalid(place=organisation_number), conflict(place=customer_number or organisation_number)."""

    who = staff(StaffRole.ACCOUNT_MANAGER, StaffRole.ADMINISTRATOR)
    name: Name
    organisation_number: str | None = Field(default=None, max_length=13)
    """Ten digits; None for a sole trader, whose number is a personal number."""
    customer_number: str = Field(min_length=1, max_length=20)


class StaffOrganisationShown(Reply):
    """A customer as staff see it."""

    organisation_id: str
    slug: str
    name: str
    organisation_number: str | None
    customer_number: str
    members: list[MemberShown]
    invitations: list[InvitationListed]


class ShowOrganisationToStaff(Ask[StaffOrganisationShown]):
    """One customer. Refusals: not_found."""

    who = staff()
    organisation_id: str


class InviteContact(Write[InvitationsSent]):
    """Invite a customer's contact, the first one as a rule as huvudadministratör. Refusals: not_found."""

    who = staff(StaffRole.ACCOUNT_MANAGER, StaffRole.ADMINISTRATOR)
    organisation_id: str
    person: InvitationWanted
    message: str = Field(default="", max_length=500)
    language: Language = "sv"


class StaffListed(Message):
    """One of the landlord's people."""

    person_id: str
    name: str
    email: str
    roles: list[StaffRole]


class StaffShown(Reply):
    """All staff accounts."""

    staff: list[StaffListed]


class ListStaff(Ask[StaffShown]):
    """The landlord's people who have an account."""

    who = staff()


class InviteStaff(Write[Done]):
    """Invite a colleague of the landlord's. Refusals: already_member, already_invited."""

    who = staff(StaffRole.ADMINISTRATOR)
    email: Email
    name: Name
    roles: list[StaffRole] = Field(min_length=1)


# --- news ---------------------------------------------------------------------------------------------------------------------------


class OrganisationChanged(News):
    """An organisation was added or changed. Subject: the organisation. `organisation_number` is None for sole traders."""

    organisation_id: str
    slug: str
    name: str
    organisation_number: str | None
    customer_number: str
    active: bool


class MembershipChanged(News):
    """A membership began, changed or ended (`role` None). Subject: `person_id:organisation_id`."""

    person_id: str
    organisation_id: str
    role: Role | None
    name: str
    email: str
    language: Language


class PersonChanged(News):
    """A person's name, address or language changed. Subject: the person."""

    person_id: str
    name: str
    email: str
    language: Language


class StaffChanged(News):
    """A staff account began, changed or ended (`roles` empty). Subject: the person."""

    person_id: str
    name: str
    email: str
    roles: list[StaffRole]


class SessionsEnded(News):
    """Sessions ended before their time (sign-out, removal, role change, theft). Subject: the person."""

    supersedes = False
    person_id: str
    session_ids: list[str]
    reason: Literal["sign_out", "removed", "role_changed", "stepped_up", "theft", "password_changed"]


class Heartbeat(News):
    """Identity is alive; told every ten seconds. Subject: `identity`."""
