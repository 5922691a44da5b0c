"""What others hear of a case: news for the neighbours, mails for the followers."""

from datetime import datetime

from services.cases.domain.actor import Actor
from services.cases.domain.case import Case
from services.cases.domain.events import Event
from services.cases.domain.follower import to_tell
from services.cases.usecases.ports import Work
from services.contracts.cases import FaultReported, StatusChanged

REPORTED_MAIL = "case_reported"
STATUS_MAIL = "case_status_changed"
MESSAGE_MAIL = "case_message"


def tell_reported(work: Work, case: Case) -> None:
    """Tell the neighbours of a new case."""
    work.tell(
        FaultReported(
            subject_id=case.case_id,
            sequence=work.next_sequence(case.case_id),
            occurred_at=case.reported_at,
            case_id=case.case_id,
            number=case.number,
            organisation_id=case.organisation_id,
            property_id=case.report.property_id,
            category=case.report.category,
            title=case.report.title,
        )
    )


def tell_status(work: Work, case: Case, at: datetime) -> None:
    """Tell the neighbours where a case now stands."""
    work.tell(
        StatusChanged(
            subject_id=case.case_id,
            sequence=work.next_sequence(case.case_id),
            occurred_at=at,
            case_id=case.case_id,
            number=case.number,
            organisation_id=case.organisation_id,
            property_id=case.report.property_id,
            status=case.status.value,
        )
    )


def mail_followers(work: Work, kind: str, case: Case, event: Event, by: Actor) -> None:
    """A mail to every follower but the actor. It names the event only: the text is what each may read when it is sent."""
    for person_id in to_tell(work.followers.of_case(case.case_id), by):
        mail_person(work, kind, case, event, person_id)


def mail_person(work: Work, kind: str, case: Case, event: Event, person_id: str) -> None:
    """One mail about one event."""
    work.mail(kind, to=person_id, about={"organisation_id": case.organisation_id, "case_id": case.case_id, "event_id": event.event_id})
