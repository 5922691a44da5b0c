"""The news that identity tells, and the ending of sessions, which is always told."""

from datetime import datetime
from typing import Literal

from services.contracts.identity import MembershipChanged, OrganisationChanged, PersonChanged, SessionsEnded, StaffChanged
from services.identity.domain.organisation import Organisation
from services.identity.domain.person import Person
from services.identity.domain.roles import Role, StaffRole
from services.identity.usecases.acting import shown_role, shown_staff_roles
from services.identity.usecases.ports import Work

Reason = Literal["sign_out", "removed", "role_changed", "stepped_up", "theft", "password_changed"]


def tell_membership(work: Work, person: Person, organisation_id: str, role: Role | None, now: datetime) -> None:
    """A membership as it now is."""
    subject = f"{person.id}:{organisation_id}"
    work.tell(
        MembershipChanged(
            subject_id=subject,
            sequence=work.next_sequence(subject),
            occurred_at=now,
            person_id=person.id,
            organisation_id=organisation_id,
            role=shown_role(role) if role else None,
            name=person.name,
            email=person.email,
            language="en" if person.language == "en" else "sv",
        )
    )


def tell_person(work: Work, person: Person, now: datetime) -> None:
    """A person's details as they now are."""
    work.tell(
        PersonChanged(
            subject_id=person.id,
            sequence=work.next_sequence(person.id),
            occurred_at=now,
            person_id=person.id,
            name=person.name,
            email=person.email,
            language="en" if person.language == "en" else "sv",
        )
    )


def tell_staff(work: Work, person: Person, roles: frozenset[StaffRole], now: datetime) -> None:
    """A staff account as it now is."""
    subject = person.id
    work.tell(
        StaffChanged(
            subject_id=subject,
            sequence=work.next_sequence(subject),
            occurred_at=now,
            person_id=person.id,
            name=person.name,
            email=person.email,
            roles=shown_staff_roles(roles),
        )
    )


def tell_organisation(work: Work, organisation: Organisation, now: datetime) -> None:
    """An organisation as it now is."""
    work.tell(
        OrganisationChanged(
            subject_id=organisation.id,
            sequence=work.next_sequence(organisation.id),
            occurred_at=now,
            organisation_id=organisation.id,
            slug=organisation.slug,
            name=organisation.name,
            organisation_number=organisation.number,
            customer_number=organisation.customer_number,
            active=organisation.active,
        )
    )


def tell_sessions_ended(work: Work, person_id: str, session_ids: list[str], reason: Reason, now: datetime) -> None:
    """Sessions that ended before their time; nothing is told where none did."""
    if not session_ids:
        return
    subject = person_id
    work.tell(
        SessionsEnded(
            subject_id=subject,
            sequence=work.next_sequence(subject),
            occurred_at=now,
            person_id=person_id,
            session_ids=session_ids,
            reason=reason,
        )
    )


def end_everything(work: Work, person_id: str, reason: Reason, now: datetime) -> None:
    """End all of a person's sessions and forget all her devices."""
    sessions = work.sessions.living(person_id)
    for session in sessions:
        session.end(reason, now)
    for device in work.devices.living(person_id):
        device.end(now)
    tell_sessions_ended(work, person_id, [session.id for session in sessions], reason, now)
