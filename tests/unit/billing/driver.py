"""The use cases of billing with stores in memory, two customers and who asks."""

from typing import Any

import pytest

from services.billing.adapters.ubl_reader import read_ubl
from services.billing.usecases.import_invoices import import_invoices
from services.billing.usecases.keep_copies import heartbeat, membership_changed, organisation_changed
from services.chassis.caller import Caller
from services.contracts.billing import (
    DocumentGiven,
    ImportInvoices,
    ImportResult,
)
from services.contracts.identity import Heartbeat, MembershipChanged, OrganisationChanged
from services.contracts.refusals import Refusal, Refused
from services.contracts.rights import Role, StaffRole
from tests.support.clock import FixedClock
from tests.unit.billing.assertions import NOW, claims
from tests.unit.billing.fakes import FakeBlobs, FakeUow

FIA = Caller("staff", person_id="fia", name="Fia Ek", staff_roles=frozenset({StaffRole.FINANCE}))


def member(organisation_id: str = "org-1", person_id: str = "anna", **changed_claims: Any) -> Caller:
    said = claims(sub=person_id, org=organisation_id, **changed_claims)
    return Caller(
        "member", person_id=person_id, organisation_id=organisation_id, role=Role(said["role"]), name="Anna Lindgren",
        session_id=said["sid"], methods=tuple(said["amr"]), assurance=int(said["acr"]), claims=said,
    )  # fmt: skip


class Billing:
    """The use cases with their ports, and two customers."""

    def __init__(self) -> None:
        self.uow, self.clock, self.blobs = FakeUow(), FixedClock(NOW), FakeBlobs()
        self.told = 0
        self.heartbeat()
        for organisation_id, number, name, own in (("org-1", "K-1001", "Company AB", "5566778899"), ("org-2", "K-2", "Other AB", None)):
            news = OrganisationChanged(
                organisation_id=organisation_id, slug=number, name=name, organisation_number=own, customer_number=number, active=True,
                **self._news(organisation_id),
            )  # fmt: skip
            organisation_changed(news, self.uow)
        self.membership("anna", "org-1", Role.MAIN_ADMIN)
        self.membership("eve", "org-2", Role.MAIN_ADMIN)

    def _news(self, subject: str) -> dict[str, Any]:
        self.told += 1
        return {"subject_id": subject, "sequence": self.told, "occurred_at": self.clock.now()}

    def heartbeat(self) -> None:
        heartbeat(Heartbeat(**self._news("identity")), self.uow)

    def membership(self, person_id: str, organisation_id: str, role: Role | None) -> None:
        news = MembershipChanged(
            person_id=person_id, organisation_id=organisation_id, role=role, name="", email="a@b.example", language="sv",
            **self._news(f"{person_id}:{organisation_id}"),
        )  # fmt: skip
        membership_changed(news, self.uow)

    def take(self, *contents: bytes) -> list[ImportResult]:
        given = []
        for at, content in enumerate(contents):
            key = f"{at:064x}"
            self.blobs.kept[key] = content
            given.append(DocumentGiven(name=f"{at}.xml", blob_key=key))
        ask = ImportInvoices(idempotency_key="k" * 16, documents=given)
        return import_invoices(ask, FIA, self.uow, self.clock, self.blobs, read_ubl).results

    def do(self, use_case: Any, ask: Any, caller: Caller | None = None) -> Any:
        return use_case(ask, caller or member(), self.uow, self.clock)


def refused(billing: Billing, use_case: Any, ask: Any, caller: Caller) -> Refusal:
    with pytest.raises(Refused) as caught:
        billing.do(use_case, ask, caller)
    return caught.value.refusal
