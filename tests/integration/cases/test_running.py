"""cases as it runs: asked by the gateway, told by its neighbours, heard by whoever listens, mails out."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pika
import pytest

from services.chassis.caller import Caller
from services.contracts.cases import ChangeStatus, ListPlaces, OpenCase, OpenCaseAsStaff, PlacesListed, ReportFault
from services.contracts.content import LeaseChanged, LeaseObjectTold, PropertyChanged
from services.contracts.identity import Heartbeat, MembershipChanged, OrganisationChanged
from services.contracts.refusals import Refused
from services.contracts.rights import Role, StaffRole
from tests.integration.cases.running import Running, running
from tests.integration.cases.world import key
from tests.support.servers import ServiceDatabase, Vhost
from tests.support.waiting import wait_until

NOW = datetime(2026, 11, 20, 13, 5, tzinfo=UTC)
SIGNED_IN = {"session_id": "s1", "methods": ("pwd",), "assurance": 1, "authenticated_at": NOW}
ANNA = Caller("member", person_id="anna", organisation_id="company", role=Role.USER, name="Anna Lindgren", **SIGNED_IN)  # type: ignore[arg-type]
EVE = Caller("member", person_id="eve", organisation_id="other", role=Role.MAIN_ADMIN, name="Eve Ek", **SIGNED_IN)  # type: ignore[arg-type]
KARIN = Caller("staff", person_id="karin", name="Karin Holm", staff_roles=frozenset({StaffRole.PROPERTY_MANAGER}), **SIGNED_IN)  # type: ignore[arg-type]
FINANCE = Caller("staff", person_id="fia", name="Fia Ek", staff_roles=frozenset({StaffRole.FINANCE}), **SIGNED_IN)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def live(database: ServiceDatabase, vhost: Vhost, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Two processes that have heard of Company AB, Anna and where they rent."""
    folder: Path = tmp_path_factory.mktemp("cases")
    with running(database, vhost, folder) as made:
        when = {"occurred_at": NOW, "sequence": 1}
        made.tell(Heartbeat(subject_id="identity", **when))
        made.tell(
            OrganisationChanged(
                subject_id="company", organisation_id="company", slug="company-ab", name="Company AB", organisation_number=None,
                customer_number="1", active=True, **when,
            )
        )  # fmt: skip
        made.tell(
            MembershipChanged(
                subject_id="anna:company", person_id="anna", organisation_id="company", role=Role.USER, name="Anna Lindgren",
                email="anna@company.example", language="sv", **when,
            )
        )  # fmt: skip
        made.tell(PropertyChanged(subject_id="lb8", property_id="lb8", name="Lilla Bommen 8", address="", city="Göteborg", **when))
        rented = LeaseObjectTold(property_id="lb8", premises="Plan 4", floors=[4], valid_from=None, valid_to=None, status="active")
        made.tell(LeaseChanged(subject_id="lease", organisation_id="company", lease_number="A-1", objects=[rented], **when))

        def known() -> bool:
            places: PlacesListed = made.ask(ListPlaces(), ANNA)
            return [each.name for each in places.places] == ["Lilla Bommen 8"]

        wait_until(known, 15, "news of the neighbours")
        yield made


def a_report() -> ReportFault:
    return ReportFault(
        idempotency_key=key(), property_id="lb8", area="own", premises="Plan 4", category="ventilation", title="Dålig ventilation",
        description="Luften står still.", may_enter=True, contact_name="Anna", contact_phone="070",
    )  # fmt: skip


def test_a_report_is_answered_once_however_often_it_is_sent_and_the_receipt_comes_by_mail(live: Running) -> None:
    report = a_report()
    receipt = live.ask(report, ANNA)
    assert live.ask(report, ANNA) == receipt
    subject = f"[{receipt.number}] Mottaget: Dålig ventilation"
    (mail,) = wait_until(lambda: [each for each in live.inbox.mails if each["Subject"] == subject], 10, "the receipt")
    assert mail["To"] == "anna@company.example"
    assert f"https://portal.example/o/company-ab/arenden/{receipt.number}" in mail.get_content()


def test_a_change_of_status_is_mailed_to_the_follower_and_told_on_the_bus(live: Running) -> None:
    number = live.ask(a_report(), ANNA).number
    with pika.BlockingConnection(pika.URLParameters(live.vhost.admin_url)) as connection:
        channel = connection.channel()
        queue = channel.queue_declare("", exclusive=True).method.queue
        channel.queue_bind(queue, "cases.events", "status_changed.v1")
        live.ask(ChangeStatus(idempotency_key=key(), number=number, expected="received", status="planned", planned_for="tisdag"), KARIN)
        subject = f"[{number}] Planerat: Dålig ventilation"
        wait_until(lambda: any(each["Subject"] == subject for each in live.inbox.mails), 10, "the mail")
        body = wait_until(lambda: channel.basic_get(queue, auto_ack=True)[2], 10, "the news")
    assert f'"number":{number}'.encode() in body


@pytest.mark.parametrize(("caller", "code"), [(EVE, "not_found"), (KARIN, "not_allowed")])
def test_others_are_refused_by_the_service_itself(live: Running, caller: Caller, code: str) -> None:
    number = live.ask(a_report(), ANNA).number
    with pytest.raises(Refused) as refused:
        live.ask(OpenCase(number=number), caller)
    assert refused.value.refusal.code == code


def test_staff_without_the_role_do_not_open_cases(live: Running) -> None:
    with pytest.raises(Refused) as refused:
        live.ask(OpenCaseAsStaff(number=1001), FINANCE)
    assert refused.value.refusal.code == "not_allowed"
