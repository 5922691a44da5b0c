"""content as it runs: asked by the gateway, told by identity, heard by whoever listens."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pika
import pytest

from services.chassis.caller import Caller
from services.contracts.content import (
    AddLease,
    AddProperty,
    LeaseObjectGiven,
    ListNotices,
    OpenNotice,
    PublishNotice,
    ShowProperties,
    ShowStatus,
    StatusShown,
    UpdateNotice,
)
from services.contracts.identity import Heartbeat, MembershipChanged, OrganisationChanged
from services.contracts.refusals import Refused
from services.contracts.rights import Role, StaffRole
from tests.integration.content.running import Running, running
from tests.integration.content.world import key
from tests.support.servers import ServiceDatabase, Vhost
from tests.support.waiting import wait_until

NOW = datetime.now(UTC)
SIGNED_IN = {"session_id": "s1", "methods": ("pwd",), "assurance": 1, "authenticated_at": NOW}
ANNA = Caller("member", person_id="anna", organisation_id="company", role=Role.USER, name="Anna", **SIGNED_IN)  # type: ignore[arg-type]
EVE = Caller("member", person_id="eve", organisation_id="other", role=Role.MAIN_ADMIN, name="Eve", **SIGNED_IN)  # type: ignore[arg-type]
KARIN = Caller("staff", person_id="karin", name="Karin", staff_roles=frozenset({StaffRole.PROPERTY_MANAGER}), **SIGNED_IN)  # type: ignore[arg-type]
FINANCE = Caller("staff", person_id="fia", name="Fia", staff_roles=frozenset({StaffRole.FINANCE}), **SIGNED_IN)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def live(database: ServiceDatabase, vhost: Vhost, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Two processes that have heard of Company AB and Anna."""
    with running(database, vhost, tmp_path_factory.mktemp("content")) as made:
        when = {"occurred_at": NOW, "sequence": 1}
        made.tell(Heartbeat(subject_id="identity", **when))
        about = {"slug": "company-ab", "name": "Company AB", "organisation_number": None, "customer_number": "1", "active": True}
        made.tell(OrganisationChanged.model_validate(when | about | {"subject_id": "company", "organisation_id": "company"}))
        anna = {
            "person_id": "anna",
            "organisation_id": "company",
            "role": "user",
            "name": "Anna",
            "email": "a@example.se",
            "language": "sv",
        }
        made.tell(MembershipChanged.model_validate(when | anna | {"subject_id": "anna:company"}))
        yield made


@pytest.fixture(scope="module")
def house(live: Running) -> str:
    """Lilla Bommen 8, rented by Company AB as soon as content has heard of it."""
    property_id = str(
        live.ask(AddProperty(name="Lilla Bommen 8", address="x", city="Göteborg", floors=8, idempotency_key=key()), KARIN).property_id
    )
    rented = LeaseObjectGiven(
        property_id=property_id, address="x", premises="Plan 3", floors=[3], area_m2=350, valid_from=None, valid_to=None
    )

    def taken() -> bool:
        try:
            live.ask(
                AddLease(organisation_id="company", number="HA-1", kind="Kontor", objects=[rented], idempotency_key=uuid4().hex), KARIN
            )
        except Refused as refused:
            if refused.refusal.place == "organisation_id":
                return False
            raise
        return True

    wait_until(taken, 15, "news of the organisation")
    return property_id


def a_notice(property_id: str, **changed: object) -> PublishNotice:
    about = {"kind": "disturbance", "property_id": property_id, "system": "lift", "scope": "Hiss A", "title": "Hiss A står still"}
    return PublishNotice.model_validate(about | {"text": "Vi söker felet.", "starts_at": NOW, "idempotency_key": key()} | changed)


def test_a_disturbance_reaches_the_tenant_and_the_bus_once_however_often_it_is_sent(live: Running, house: str) -> None:
    with pika.BlockingConnection(pika.URLParameters(live.vhost.admin_url)) as connection:
        channel = connection.channel()
        queue = channel.queue_declare("", exclusive=True).method.queue
        channel.queue_bind(queue, "content.events", "notice_changed.v1")
        ask = a_notice(house)
        published = live.ask(ask, KARIN)
        assert live.ask(ask, KARIN) == published
        moved = UpdateNotice(
            notice_id=published.notice_id, expected_phase="investigating", phase="fixing", text="Vi byter.", idempotency_key=key()
        )
        live.ask(moved, KARIN)
        bodies = [wait_until(lambda: channel.basic_get(queue, auto_ack=True)[2], 10, "the news").decode() for _ in range(2)]
    assert (published.organisations, published.persons) == (1, 1)
    assert ['"phase":"investigating"' in bodies[0], '"phase":"fixing"' in bodies[1]] == [True, True]
    shown: StatusShown = live.ask(ShowStatus(), ANNA)
    assert [each.phase for each in shown.current if each.notice_id == published.notice_id] == ["fixing"]


def test_a_foreign_tenant_is_told_that_there_is_no_such_notice(live: Running, house: str) -> None:
    notice_id = live.ask(a_notice(house), KARIN).notice_id
    assert live.ask(OpenNotice(notice_id=notice_id), ANNA).notice.property_id == house
    with pytest.raises(Refused) as refused:
        live.ask(OpenNotice(notice_id=notice_id), EVE)
    assert refused.value.refusal.code == "not_found"


def test_the_service_itself_refuses_who_may_not(live: Running, house: str) -> None:
    for ask, caller in ((a_notice(house), FINANCE), (a_notice(house), ANNA), (ShowStatus(), KARIN), (ListNotices(), ANNA)):
        with pytest.raises(Refused) as refused:
            live.ask(ask, caller)
        assert refused.value.refusal.code == "not_allowed"
    with pytest.raises(Refused) as refused:
        live.ask(ShowStatus(), ANNA, audience="cases")
    assert refused.value.refusal.code == "sign_in"


def test_the_numbers_of_the_settings_are_shown(live: Running, house: str) -> None:
    assert live.ask(ShowProperties(), ANNA).on_call_phone == "031-390 06 02"


def test_planned_work_begins_by_the_relays_clock(live: Running, house: str) -> None:
    starts_at = datetime.now(UTC) + timedelta(seconds=1)
    notice_id = live.ask(a_notice(house, kind="planned_work", starts_at=starts_at), KARIN).notice_id
    wait_until(lambda: live.ask(OpenNotice(notice_id=notice_id), ANNA).notice.phase == "in_progress", 45, "the work to begin")
