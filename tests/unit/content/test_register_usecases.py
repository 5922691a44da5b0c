"""Properties, leases and contacts: the registers of staff and what tenants see of them."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from services.content.usecases.membership_changed import membership_changed
from services.content.usecases.organisation_changed import organisation_changed
from services.content.usecases.retell_leases import BATCH, retell_leases
from services.contracts.content import (
    AddContact,
    AddLease,
    AddProperty,
    LeaseChanged,
    ListPropertiesAsStaff,
    PropertyChanged,
    ShowProperties,
)
from services.contracts.identity import MembershipChanged, OrganisationChanged
from services.contracts.refusals import Refused
from services.contracts.rights import Role
from tests.unit.content.conftest import Content, a_lease, lease_object
from tests.unit.content.fakes import ANNA, KARIN, NOW


def lease_of(organisation_id: str = "company", number: str = "HA-26-0102", **changed: Any) -> AddLease:
    given = {
        "property_id": "lb8",
        "address": "Lilla Bommen 8",
        "premises": "Förråd",
        "floors": [1],
        "area_m2": 40,
        "valid_from": "2027-01-01",
        "valid_to": "2031-12-31",
    }
    about = {"organisation_id": organisation_id, "number": number, "kind": "Förråd", "objects": [given | changed]}
    return AddLease.model_validate(about | {"idempotency_key": uuid4().hex})


def contact_of(**changed: Any) -> AddContact:
    about = {
        "name": "Karin Holm",
        "title": "Kundansvarig",
        "phone": "031-390 06 11",
        "email": "karin@example.se",
        "kind": "account_manager",
    }
    return AddContact.model_validate(about | {"idempotency_key": uuid4().hex} | changed)


def test_a_property_is_added_told_and_audited(content: Content) -> None:
    ask = AddProperty(
        name="Kajskjul 8", address="Kajen 8", city="Göteborg", floors=3, facts=[("Avfall", "Gården")], idempotency_key=uuid4().hex
    )
    property_id = content.ask(ask, KARIN).property_id
    (news,) = content.world.told
    assert isinstance(news, PropertyChanged)
    assert (news.property_id, news.subject_id, news.name, news.sequence) == (property_id, property_id, "Kajskjul 8", 1)
    assert content.world.audited == [("property.added", property_id)]
    assert "Kajskjul 8" in [each.name for each in content.ask(ListPropertiesAsStaff(), KARIN).properties]


def test_a_taken_name_is_refused_at_the_name(content: Content) -> None:
    with pytest.raises(Refused) as refused:
        content.ask(AddProperty(name="lilla bommen 8", address="x", city="y", floors=1, idempotency_key=uuid4().hex), KARIN)
    assert (refused.value.refusal.code, refused.value.refusal.place) == ("conflict", "name")
    assert content.world.told == []


def test_the_page_about_the_property_shows_houses_leases_and_whom_to_call(content: Content) -> None:
    content.ask(contact_of(organisation_ids=["company"], property_ids=["lb8", "lb8"]), KARIN)
    content.ask(lease_of(), KARIN)
    a_lease(content.world, "HA-15-0001", "company", lease_object("pp5", date(2015, 1, 1), date(2020, 1, 1)))
    shown = content.ask(ShowProperties(), ANNA)
    assert [(each.name, each.premises, each.own_floors) for each in shown.properties] == [
        ("Lilla Bommen 8", ["Förråd, plan 1", "Kontor, plan 3"][::-1], [1, 3]),
        ("Polhemsplatsen 5", ["Kontor, plan 3"], [3]),
    ]
    assert [each.name for each in shown.properties[0].contacts] == ["Karin Holm"]
    assert [each.number for each in shown.leases] == ["HA-23-0415", "HA-26-0102", "HA-15-0001"]
    assert [each.status for each in shown.leases[0].objects] == ["active", "active", "notice_given"]
    assert [each.status for each in shown.leases[1].objects] == ["upcoming"]
    assert [each.status for each in shown.leases[2].objects] == ["ended"]
    assert {each.tenant for each in shown.leases} == {"Company AB"}
    assert shown.account_manager.name == "Karin Holm"
    assert (shown.on_call_phone, shown.switchboard_phone) == ("031-390 06 00", "031-390 06 01")


def test_a_lease_is_told_with_all_its_objects_as_they_are(content: Content) -> None:
    content.ask(lease_of(), KARIN)
    (news,) = content.world.told
    assert isinstance(news, LeaseChanged)
    assert (news.organisation_id, news.lease_number) == ("company", "HA-26-0102")
    assert [(each.property_id, each.premises, each.floors, each.status) for each in news.objects] == [("lb8", "Förråd", [1], "upcoming")]
    assert content.world.audited == [("lease.written", content.world.kept_leases["HA-26-0102"].lease_id)]


def test_a_lease_written_again_is_the_same_lease_with_new_objects(content: Content) -> None:
    content.ask(lease_of(), KARIN)
    content.ask(lease_of(area_m2=45), KARIN)
    assert [each.area_m2 for each in content.world.kept_leases["HA-26-0102"].objects] == [45]
    assert [(each.subject_id, each.sequence) for each in content.world.told] == [
        (content.world.told[0].subject_id, 1),
        (content.world.told[0].subject_id, 2),
    ]


@pytest.mark.parametrize(
    ("ask", "refusal"),
    [
        (lease_of("nobody"), ("not_found", "organisation_id")),
        (lease_of(property_id="nowhere"), ("not_found", "property_id")),
        (lease_of(valid_to="2026-12-31"), ("invalid", "valid_to")),
        (lease_of(valid_to=None, notice_given=True), ("invalid", "valid_to")),
        (lease_of(number="HA-20-0001"), ("conflict", "number")),
    ],
)
def test_a_lease_that_cannot_be_is_refused_and_leaves_nothing(content: Content, ask: AddLease, refusal: tuple[str, str]) -> None:
    with pytest.raises(Refused) as refused:
        content.ask(ask, KARIN)
    assert (refused.value.refusal.code, refused.value.refusal.place) == refusal
    assert (content.world.told, content.world.audited, content.world.commits) == ([], [], 0)


@pytest.mark.parametrize(
    ("changed", "place"), [({"property_ids": ["nowhere"]}, "property_ids"), ({"organisation_ids": ["nobody"]}, "organisation_ids")]
)
def test_a_contact_for_a_place_nobody_knows_is_refused(content: Content, changed: dict[str, list[str]], place: str) -> None:
    with pytest.raises(Refused) as refused:
        content.ask(contact_of(**changed), KARIN)
    assert (refused.value.refusal.code, refused.value.refusal.place) == ("not_found", place)


def test_a_new_account_manager_takes_the_place_of_the_old(content: Content) -> None:
    content.ask(contact_of(organisation_ids=["company"]), KARIN)
    content.ask(contact_of(name="Ny Person", organisation_ids=["company"]), KARIN)
    assert content.ask(ShowProperties(), ANNA).account_manager.name == "Ny Person"


def test_midnight_in_stockholm_retells_the_leases_it_changes_and_only_once(content: Content) -> None:
    content.ask(lease_of(), KARIN)
    for lease in content.world.kept_leases.values():
        lease.mark_told(NOW.date())
    retell = content.wired(retell_leases)
    content.clock.moment = datetime(2026, 12, 31, 22, 59, tzinfo=UTC)
    retell()
    assert len(content.world.told) == 1
    content.clock.moment = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)
    retell()
    retell()
    assert [each.objects[0].status for each in content.world.told if isinstance(each, LeaseChanged)] == ["upcoming", "active"]
    assert [each.sequence for each in content.world.told] == [1, 2]


def test_more_leases_than_fit_one_commit_are_all_told(content: Content) -> None:
    for number in range(2 * BATCH + 1):
        a_lease(content.world, f"N-{number}", "company", lease_object("lb8"))
    content.wired(retell_leases)()
    assert len(content.world.told) == 2 * BATCH + 1 + 2
    assert len({each.subject_id for each in content.world.told}) == len(content.world.told)


def test_organisations_and_memberships_are_kept_as_identity_tells_them(content: Content) -> None:
    said = {"subject_id": "s", "sequence": 1, "occurred_at": NOW}
    news = OrganisationChanged(
        **said, organisation_id="new", slug="ny", name="Ny AB", organisation_number=None, customer_number="7", active=True
    )
    content.wired(organisation_changed)(news)
    assert content.world.organisation_names["new"] == "Ny AB"
    for role in (Role.USER, None):
        kept = MembershipChanged(**said, person_id="p", organisation_id="new", role=role, name="P", email="p@example.se", language="sv")
        content.wired(membership_changed)(kept)
        assert (("p", "new") in content.world.members) is (role is not None)
