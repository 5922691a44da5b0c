"""Cases' replies: lists, one case, places."""

from datetime import timedelta

from services.contracts import cases
from tests.gateway.given.moments import AT, DAY


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
