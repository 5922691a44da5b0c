"""Organisations with main_admins and invoices, made through billing's own use cases."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine

from services.billing.adapters.ubl_reader import read_ubl
from services.billing.adapters.unit_of_work import BillingUnitOfWork
from services.billing.usecases.keep_copies import heartbeat, membership_changed, organisation_changed
from services.billing.usecases.take_in import take_in
from services.chassis.caller import Caller
from services.contracts.billing import ImportResult
from services.contracts.identity import Heartbeat, MembershipChanged, OrganisationChanged
from services.contracts.rights import Role, StaffRole
from tests.support.clock import FixedClock
from tests.unit.billing.files import text_of

FIA = Caller("staff", person_id="fia", name="Fia Ek", staff_roles=frozenset({StaffRole.FINANCE}))


def main_admin(organisation_id: str, person_id: str, now: datetime, **changed: Any) -> Caller:
    """A caller as the verifier makes her, signed in with BankID a minute ago."""
    second = int(now.timestamp())
    claims: dict[str, Any] = {
        "iss": "platzer-identity", "aud": "billing", "sub": person_id, "org": organisation_id, "role": "main_admin", "staff": [],
        "name": f"Namn {person_id}", "amr": ["bankid"], "acr": "3", "auth_time": second - 60, "sid": f"session-{person_id}", "jti": "j",
        "iat": second, "exp": second + 60, "txn": "t", "ver": 1, "lang": "sv", "kind": "member",
    } | changed  # fmt: skip
    return Caller(
        "member", person_id=claims["sub"], organisation_id=claims["org"], role=Role(claims["role"]), name=claims["name"],
        session_id=claims["sid"], methods=tuple(claims["amr"]), assurance=int(claims["acr"]),
        authenticated_at=datetime.fromtimestamp(claims["auth_time"], UTC), claims=claims,
    )  # fmt: skip


class World:
    """A clock, a unit of work, and customers of their own in the module's database."""

    def __init__(self, engine: Engine, now: datetime) -> None:
        self.clock = FixedClock(now)
        self.uow = BillingUnitOfWork(engine, self.clock)
        self._told = int(datetime.now(UTC).timestamp() * 1_000_000)
        self.alive()

    def _news(self, subject: str) -> dict[str, Any]:
        self._told += 1
        return {"subject_id": subject, "sequence": self._told, "occurred_at": self.clock.now()}

    def alive(self) -> None:
        """Identity's heartbeat."""
        heartbeat(Heartbeat(**self._news("identity")), self.uow)

    def customer(self, organisation_number: str | None = None) -> str:
        """A new organisation's id, which is its customer number too, with its main_admin `anna-<id>`."""
        name = uuid4().hex[:12]
        news = OrganisationChanged(
            organisation_id=name, slug=name, name=f"Kund {name}", organisation_number=organisation_number, customer_number=name,
            active=True, **self._news(name),
        )  # fmt: skip
        organisation_changed(news, self.uow)
        self.member(f"anna-{name}", name, Role.MAIN_ADMIN)
        return name

    def member(self, person_id: str, organisation_id: str, role: Role | None) -> None:
        """A membership as identity tells it."""
        news = MembershipChanged(
            person_id=person_id, organisation_id=organisation_id, role=role, name=person_id, email="a@b.example", language="sv",
            **self._news(f"{person_id}:{organisation_id}"),
        )  # fmt: skip
        membership_changed(news, self.uow)

    def anna(self, organisation_id: str, **changed: Any) -> Caller:
        """The organisation's main_admin, with BankID."""
        return main_admin(organisation_id, f"anna-{organisation_id}", self.clock.now(), **changed)

    def take(self, organisation_id: str, name: str = "faktura-1004.xml", number: str | None = None) -> ImportResult:
        """Import an example document for the organisation, under a number of its own."""
        return take_in(name, self.document(organisation_id, name, number), FIA, self.uow, self.clock, read_ubl)

    def document(self, organisation_id: str, name: str = "faktura-1004.xml", number: str | None = None) -> bytes:
        """An example document addressed to the organisation."""
        text = text_of(name).replace("<cbc:ID>K-1001</cbc:ID>", f"<cbc:ID>{organisation_id}</cbc:ID>")
        own = name.removesuffix(".xml").rpartition("-")[2]
        return text.replace(f"<cbc:ID>{own}</cbc:ID>", f"<cbc:ID>{number or uuid4().hex[:16]}</cbc:ID>", 1).encode()
