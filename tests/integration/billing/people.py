"""Callers as identity would sign for them right now, and the news that makes billing know Company AB."""

from datetime import UTC, datetime, timedelta
from typing import Any

from services.chassis.caller import Caller
from services.contracts.envelope import News
from services.contracts.identity import MembershipChanged, OrganisationChanged
from services.contracts.rights import Role, StaffRole

FIA = Caller(
    "staff", person_id="fia", name="Fia Ek", staff_roles=frozenset({StaffRole.FINANCE}), session_id="fia-1", methods=("bankid",),
    assurance=3, authenticated_at=datetime.now(UTC) - timedelta(minutes=1),
)  # fmt: skip


def member(person_id: str = "anna", organisation_id: str = "company", role: Role = Role.MAIN_ADMIN, **changed: Any) -> Caller:
    """Signed in with BankID a minute ago, unless `changed`."""
    how: dict[str, Any] = {
        "session_id": f"{person_id}-1", "methods": ("bankid",), "assurance": 3,
        "authenticated_at": datetime.now(UTC) - timedelta(minutes=1),
    } | changed  # fmt: skip
    return Caller("member", person_id=person_id, organisation_id=organisation_id, role=role, name=person_id.title(), **how)


def news_of_the_company() -> list[News]:
    """Company AB (K-1001) with Anna as main_admin and Ulf as user; Other AB with Eve as main_admin."""
    when: dict[str, Any] = {"occurred_at": datetime.now(UTC), "sequence": 1}
    told: list[News] = []
    for each, name, number in (("company", "Company AB", "K-1001"), ("other", "Other AB", "K-2")):
        told.append(
            OrganisationChanged(
                subject_id=each, organisation_id=each, slug=each, name=name, organisation_number=None, customer_number=number,
                active=True, **when,
            )
        )  # fmt: skip
    members = (("anna", "company", Role.MAIN_ADMIN), ("ulf", "company", Role.USER), ("eve", "other", Role.MAIN_ADMIN))
    for person, organisation, role in members:
        told.append(
            MembershipChanged(
                subject_id=f"{person}:{organisation}", person_id=person, organisation_id=organisation, role=role, name=person,
                email="a@b.example", language="sv", **when,
            )
        )  # fmt: skip
    return told
