"""Content's replies: service status, properties, news and help."""

from datetime import date, timedelta

from services.contracts import content
from tests.gateway.given.moments import AT, DAY

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
