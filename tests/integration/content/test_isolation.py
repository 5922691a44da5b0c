"""No tenant sees anything of a house she does not rent in: through the asks, and with the WHERE removed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, Table, insert, select, text
from sqlalchemy.exc import ProgrammingError

from services.chassis.caller import ANYONE_CALLER, Caller, service_caller
from services.content.adapters import tables
from services.content.domain.calendar import day_in_stockholm
from services.contracts.content import ListNews, OpenNews, OpenNotice, ShowKnownAt, ShowProperties, ShowStatus, SumContent
from services.contracts.envelope import Ask
from services.contracts.refusals import NOT_FOUND, Refused
from tests.integration.content.world import World

FENCED = [
    tables.properties, tables.leases, tables.lease_objects, tables.property_contacts, tables.account_managers, tables.notices,
    tables.notice_updates, tables.news_items, tables.news_item_properties, tables.organisations, tables.memberships,
]  # fmt: skip


@pytest.fixture
def full(world: World) -> World:
    """Something of every kind in both houses."""
    for house, organisation in ((world.lb8, world.company), (world.g12, world.other)):
        world.publish(house)
        world.publish_news("Nyhet", house)
        world.add_contact("Karin Holm", "account_manager", [house], [organisation])
    return world


def test_every_ask_shows_the_own_house_and_nothing_of_the_others(full: World) -> None:
    asks: list[Ask[Any]] = [ShowStatus(), ShowProperties(), ListNews(), SumContent()]
    for ask in asks:
        ours, theirs = (full.ask(ask, caller).model_dump_json() for caller in (full.anna, full.eve))
        assert full.g12 not in ours, ask
        assert full.lb8 not in theirs, ask
        assert "Gårda 12" not in ours, ask
        assert "Lilla Bommen 8" not in theirs, ask


@pytest.mark.parametrize(
    "ask",
    [
        lambda world: OpenNotice(notice_id=world.publish(world.g12)),
        lambda world: OpenNotice(notice_id="none"),
        lambda world: ShowKnownAt(property_id=world.g12),
        lambda world: ShowKnownAt(property_id="none"),
        lambda world: OpenNews(slug=world.publish_news("Grannen", world.g12)),
        lambda world: OpenNews(slug="none"),
    ],
)
def test_foreign_and_unknown_ids_are_refused_alike(world: World, ask: Callable[[World], Ask[Any]]) -> None:
    with pytest.raises(Refused) as refused:
        world.ask(ask(world), world.anna)
    assert refused.value.refusal.model_dump() == {"code": NOT_FOUND, "place": None, "details": {}}


def seen(world: World, caller: Caller, table: Table) -> set[str]:
    """All rows of the table without any WHERE, as text."""
    with world.uow(caller, None) as work:
        return {str(tuple(row)) for row in work.session.execute(select(table))}


@pytest.mark.parametrize("table", FENCED, ids=lambda table: table.name)
def test_with_the_where_removed_a_tenant_still_sees_only_her_own(full: World, table: Table) -> None:
    ours, theirs, staff = (seen(full, caller, table) for caller in (full.anna, full.eve, full.karin))
    assert ours
    assert theirs
    assert not ours & theirs
    assert ours | theirs <= staff
    assert not any(full.g12 in row or full.other in row for row in ours)


@pytest.mark.parametrize("table", FENCED, ids=lambda table: table.name)
@pytest.mark.parametrize("caller", [ANYONE_CALLER, Caller("person", person_id="anna"), Caller("member", organisation_id="nobody")])
def test_who_belongs_nowhere_sees_no_row(full: World, caller: Caller, table: Table) -> None:
    assert seen(full, caller, table) == set()


def test_a_transaction_that_says_nothing_sees_no_row(full: World, engine: Engine) -> None:
    with engine.connect() as connection:
        assert {table.name: list(connection.execute(select(table))) for table in FENCED} == {table.name: [] for table in FENCED}


def test_news_for_everyone_passes_the_fence(world: World) -> None:
    slug = world.publish_news("Alla")
    for caller in (world.anna, world.eve):
        assert world.ask(OpenNews(slug=slug), caller).item.slug == slug


def test_the_fence_falls_with_the_lease(world: World) -> None:
    today = day_in_stockholm(world.at)
    world.publish(world.g12)
    moved = world.add_lease(world.company, "HA-9", world.given(world.g12, None, today))
    assert any(world.g12 in row for row in seen(world, world.anna, tables.notices))
    with world.uow(world.karin, None) as work:
        lease = work.leases.by_number(moved)
        assert lease is not None
        lease.objects[0].valid_to = today - timedelta(days=1)
        work.commit()
    assert not any(world.g12 in row for row in seen(world, world.anna, tables.notices))
    assert {each.property_id for each in world.ask(ShowStatus(), world.anna).properties} == {world.lb8}


@pytest.mark.parametrize(
    "row",
    [
        (tables.properties, {"property_id": "x", "name": "x", "address": "", "city": "", "floors": 1, "facts": []}),
        (tables.organisations, {"organisation_id": "x", "name": "x", "active": True}),
        (tables.memberships, {"organisation_id": "x", "person_id": "x", "role": "user"}),
        (tables.leases, {"lease_id": "x", "organisation_id": "x", "number": "x", "kind": "x"}),
    ],
    ids=lambda row: row[0].name,
)
def test_a_tenant_cannot_write_what_is_not_hers(world: World, row: tuple[Table, dict[str, Any]]) -> None:
    table, values = row
    with world.uow(world.anna, None) as work, pytest.raises(ProgrammingError, match="row-level security"):
        work.session.execute(insert(table).values(**values))


def test_the_services_own_work_sees_everything(full: World) -> None:
    with full.uow(service_caller("content"), None) as work:
        found = set(work.session.scalars(text("SELECT property_id FROM property")))
    assert {full.lb8, full.g12} <= found
