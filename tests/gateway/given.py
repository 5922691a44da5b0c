"""Replies as the services would give them, for pages of the tenant and of staff."""

from datetime import UTC, date, datetime, timedelta

from services.contracts import billing, cases, content, identity
from services.contracts.rights import Role, StaffRole

AT = datetime(2026, 11, 23, 7, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def listed(number: int = 4711, status: cases.Status = "planned", title: str = "Dålig ventilation") -> cases.CaseListed:
    """One row."""
    return cases.CaseListed(
        number=number,
        title=title,
        property_name="Lilla Bommen 8",
        premises="Plan 4",
        status=status,
        reported_by="Anna Lindgren",
        changed_at=AT,
        last_event="status_changed",
        answer_by=AT + DAY,
        organisation_name="Company AB",
        assigned_to=None,
    )


CASES_SUMMED = cases.CasesSummed(
    open_count=3,
    waiting=[listed(4698, "waiting", "Passerkort fungerar inte")],
    latest=[listed(), listed(4702, "in_progress", "Trasig belysning")],
)
CASES_LISTED = cases.CasesListed(
    cases=[listed(), listed(4698, "waiting", "Passerkort fungerar inte"), listed(4709, "received", "Dörrstängare släpper")],
    total=3,
    open_count=3,
    waiting_count=1,
    closed_count=7,
)
PLACES = cases.PlacesListed(
    places=[
        cases.Place(property_id="p-1", name="Lilla Bommen 8", premises=["Plan 3", "Plan 4"]),
        cases.Place(property_id="p-2", name="Polhemsplatsen 5", premises=["Plan 2"]),
    ]
)
PHOTO = cases.FileShown(file_id="f-1", name="don.webp", media_type="image/webp", size=182_000, has_preview=True)


def event(
    kind: str, by: str, text: str = "", *, by_staff: bool = False, status: str | None = None, hours: int = 0, files: bool = False
) -> cases.EventShown:
    """One thing in the thread."""
    return cases.EventShown.model_validate(
        {
            "event_id": f"e-{hours}",
            "kind": kind,
            "at": AT - timedelta(hours=hours),
            "by": by,
            "by_staff": by_staff,
            "text": text,
            "status": status,
            "files": [PHOTO] if files else [],
        }
    )


CASE = cases.CaseOpened(
    case_id="c-1",
    number=4711,
    title="Dålig ventilation på plan 4",
    description="Luften står still på hela plan 4.",
    status="planned",
    category="ventilation",
    property_id="p-1",
    property_name="Lilla Bommen 8",
    area="own",
    premises="Plan 4",
    spot="Mötesrum Kajen",
    since="I onsdags",
    may_enter=True,
    wanted_time="",
    contact_name="Anna Lindgren",
    contact_phone="031-390 06 20",
    reported_by="Anna Lindgren",
    reported_at=AT - 3 * DAY,
    changed_at=AT,
    answer_by=AT + DAY,
    planned_for="Tekniker kommer tisdag 24 november kl. 09–12",
    events=[
        event("status_changed", "Platzer", by_staff=True, status="planned"),
        event("message", "Erik Sand", "Hej Anna. Flödet till plan 4 är för lågt.\n\nJag kommer tisdag förmiddag.", by_staff=True, hours=1),
        event("message", "Anna Lindgren", "Det är värst i mötesrum Kajen.", hours=60, files=True),
        event("reported", "Anna Lindgren", "Luften står still på hela plan 4 sedan i onsdags.", hours=72),
    ],
    followers=[
        cases.FollowerShown(person_id="person-1", name="Anna Lindgren", is_you=True),
        cases.FollowerShown(person_id="person-2", name="Omar Berg", is_you=False),
    ],
    you_follow=True,
    may_write=True,
    organisation_id="org-1",
    organisation_name="Company AB",
    assigned_to=None,
    allowed_statuses=[],
)
STAFF_CASE = CASE.model_copy(
    update={
        "allowed_statuses": ["waiting", "in_progress", "done", "cancelled"],
        "events": [event("internal_note", "Karin Holm", "Filtret byttes i fredags.", by_staff=True, hours=2), *CASE.events],
    }
)
QUEUE = cases.QueueListed(
    cases=[listed(4706, "received", "Portkoden fungerar inte"), listed()], total=2, new_count=1, ours_count=2, late_count=1
)

LIFT = content.NoticeShown(
    notice_id="n-1",
    kind="disturbance",
    system="lift",
    title="Hiss A står still",
    text="Vi byter en styrenhet och räknar med att hissen går igen i dag kl. 15.",
    what_to_do="Du behöver inte anmäla felet.",
    phase="fixing",
    property_id="p-1",
    property_name="Lilla Bommen 8",
    scope="Hiss A",
    starts_at=AT - timedelta(hours=2),
    expected_until=AT + timedelta(hours=7),
    next_update_at=AT + timedelta(hours=3),
    updated_at=AT,
    resolved_at=None,
    updates=[
        content.UpdateShown(at=AT, phase="fixing", text="Ny styrenhet är på plats."),
        content.UpdateShown(at=AT - timedelta(hours=1), phase="identified", text="Styrenheten är trasig."),
        content.UpdateShown(at=AT - timedelta(hours=2), phase="investigating", text="Hissen stannade."),
    ],
)
ALARM = LIFT.model_copy(
    update={
        "notice_id": "n-2",
        "kind": "planned_work",
        "system": "fire_alarm",
        "title": "Brandlarmet provas",
        "phase": "planned",
        "scope": "Hela fastigheten",
        "starts_at": AT + 3 * DAY,
        "expected_until": AT + 3 * DAY + timedelta(hours=1),
        "next_update_at": None,
        "updates": [],
    }
)
STATUS = content.StatusShown(
    checked_at=AT,
    properties=[
        content.PropertyState(property_id="p-1", name="Lilla Bommen 8", disturbed=True),
        content.PropertyState(property_id="p-2", name="Polhemsplatsen 5", disturbed=False),
    ],
    current=[LIFT],
    planned=[ALARM],
    recent=[],
)
KNOWN = content.KnownAtShown(property_id="p-1", property_name="Lilla Bommen 8", checked_at=AT, notices=[LIFT, ALARM])
KARIN = content.ContactShown(
    contact_id="k-1",
    name="Karin Holm",
    title="Kundansvarig",
    responsibility="Avtal, hyra och fakturor",
    phone="031-390 06 11",
    email="karin.holm@platzer.example",
    kind="account_manager",
)
MAJA = KARIN.model_copy(update={"contact_id": "k-2", "name": "Maja Wik", "title": "Fastighetsansvarig", "kind": "property_manager"})
BOMMEN = content.PropertyShown(
    property_id="p-1",
    name="Lilla Bommen 8",
    address="Lilla Bommen 8",
    city="Göteborg",
    floors=8,
    built_year=1989,
    facts=[("Entré", "Vardagar kl. 07–18, övrig tid kort"), ("Avfall", "Miljörum bakom lastkajen")],
    premises=["Plan 3", "Plan 4"],
    own_floors=[3, 4],
    contacts=[MAJA],
)
ABOUT = content.PropertiesShown(
    properties=[BOMMEN],
    leases=[
        content.LeaseShown(
            number="HA-23-0415",
            kind="Kontor",
            tenant="Company AB",
            objects=[
                content.LeaseObjectShown(
                    address="Lilla Bommen 8", premises="Plan 3", area_m2=350, valid_from=None, valid_to=date(2030, 12, 31), status="active"
                ),
                content.LeaseObjectShown(
                    address="Polhemsplatsen 5",
                    premises="Plan 2",
                    area_m2=150,
                    valid_from=None,
                    valid_to=date(2030, 12, 31),
                    status="notice_given",
                ),
            ],
        )
    ],
    account_manager=KARIN,
    on_call_phone="031-390 06 00",
    switchboard_phone="031-63 12 00",
)
NEWS = content.NewsListed(
    slug="cykelrummet",
    title="Cykelrummet öppnar efter ombyggnad",
    lead="Plats för 60 cyklar.",
    area="Lilla Bommen 8",
    published_at=AT,
    language="sv",
)
CONTENT_SUMMED = content.ContentSummed(status=STATUS, account_manager=KARIN, news=[NEWS], on_call_phone="031-390 06 00", houses=[BOMMEN])
NEWS_LISTED = content.NewsItemsListed(items=[NEWS], total=1)
ARTICLE = content.ArticleListed(slug="passerkort", title="Beställa passerkort", lead="Så gör ni.", category="Passage")
PROPERTIES_LISTED = content.StaffPropertiesListed(
    properties=[
        content.StaffPropertyListed(
            property_id="p-1", name="Lilla Bommen 8", address="Lilla Bommen 8", city="Göteborg", tenants=2, disturbed=True
        )
    ]
)

LATE = billing.InvoiceListed(
    number="987",
    kind="invoice",
    concerns="El och kyla oktober",
    invoice_date=date(2026, 10, 20),
    due_date=date(2026, 11, 19),
    total_ore=1_842_000,
    open_ore=1_842_000,
    settlement="open",
    overdue=True,
    quarter="2026 Q4",
)
RENT = LATE.model_copy(
    update={
        "number": "1001",
        "concerns": "Hyra januari–mars",
        "due_date": date(2026, 12, 31),
        "total_ore": 80_330_300,
        "open_ore": 80_330_300,
        "overdue": False,
        "quarter": "2027 Q1",
    }
)
INVOICES_SUMMED = billing.InvoicesSummed(
    unpaid_ore=82_172_300, unpaid_count=2, next_due_date=date(2026, 12, 31), overdue_ore=1_842_000, overdue_count=1, overdue=[LATE]
)
INVOICES_LISTED = billing.InvoicesListed(
    invoices=[RENT, LATE],
    total=2,
    unpaid_ore=82_172_300,
    unpaid_count=2,
    overdue_ore=1_842_000,
    overdue_count=1,
    paid_count=0,
    next_due_date=date(2026, 12, 31),
)
INVOICE = billing.InvoiceOpened(
    invoice=RENT,
    ocr="27001001265",
    bankgiro="9912346",
    payee_name="Exempel Fastigheter AB",
    payee_organisation_number="556677-8899",
    customer_name="Company AB",
    customer_number="K-1001",
    lease_number="HA-23-0415",
    your_reference="Anna Lindgren",
    order_reference=None,
    period_start=date(2027, 1, 1),
    period_end=date(2027, 3, 31),
    note="",
    lines=[
        billing.InvoiceLineShown(
            line_id="1",
            text="Hyra kontor, plan 3",
            note="Lilla Bommen 8",
            period_start=None,
            period_end=None,
            quantity="1",
            net_ore=64_264_225,
            vat_rate=2500,
            vat_category="S",
        )
    ],
    vat=[billing.VatShown(category="S", rate=2500, base_ore=64_264_225, vat_ore=16_066_056, exemption_reason="")],
    net_ore=64_264_225,
    vat_ore=16_066_056,
    rounding_ore=19,
    payable_ore=80_330_300,
    document_sha256="ab" * 32,
)
ACCESS = billing.AccessListed(
    rows=[
        billing.AccessShown(
            at=AT, person_name="Anna Lindgren", operation="open", invoice_number="1001", allowed=True, reason="", method="bankid"
        )
    ],
    total=1,
)
IMPORTS = billing.ImportsListed(
    imports=[
        billing.ImportListed(
            number="1001",
            kind="invoice",
            customer="Company AB",
            invoice_date=date(2026, 11, 16),
            due_date=date(2026, 12, 31),
            payable_ore=80_330_300,
            imported_at=AT,
            imported_by="Karin Holm",
        )
    ],
    total=1,
)

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
