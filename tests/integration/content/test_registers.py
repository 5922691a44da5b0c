"""Staff writing: once however often it comes, in turn however many come at once, told to the neighbours with the change."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from services.chassis.tables import audit, outbox
from services.content.adapters import tables
from services.content.usecases.retell_leases import retell_leases
from services.contracts.content import (
    AddLease,
    AddProperty,
    LeaseChanged,
    ListPropertiesAsStaff,
    NoticeChanged,
    OpenArticle,
    OpenNews,
    OpenNotice,
    PropertyChanged,
    PublishNews,
    ShowKnownAt,
    ShowProperties,
    UpdateNotice,
)
from services.contracts.envelope import Ask, News
from services.contracts.refusals import Refused
from services.contracts.rights import Role
from tests.integration.content.world import World, key


def told(world: World, kind: type[News], subject_id: str) -> list[Any]:
    """The news in the outbox about one subject, in the order it is told."""
    with world.uow(world.karin, None) as work:
        query = select(outbox.c.body).where(outbox.c.subject_id == subject_id, outbox.c.routing_key == kind.routing_key())
        return [kind.model_validate_json(body) for body in work.session.scalars(query.order_by(outbox.c.id))]


def at_once(world: World, asks: list[Ask[Any]]) -> list[str]:
    """Ask them all at the same time; gives `done` or the refusal's code for each."""

    def one(ask: Ask[Any]) -> str:
        try:
            world.ask(ask, world.karin)
        except Refused as refused:
            return refused.refusal.code
        return "done"

    with ThreadPoolExecutor(len(asks)) as pool:
        return sorted(pool.map(one, asks))


def test_a_write_that_comes_twice_is_done_once_and_answered_the_same(world: World) -> None:
    ask = AddProperty(name=f"Kajskjul {world.mark}", address="Kajen", city="Göteborg", floors=2, idempotency_key=key())
    first, again = world.ask(ask, world.karin), world.ask(ask, world.karin)
    assert first == again
    (news,) = told(world, PropertyChanged, first.property_id)
    assert (news.name, news.sequence) == (ask.name, 1)
    with world.uow(world.karin, None) as work:
        rows = work.session.execute(select(audit).where(audit.c.subject == first.property_id)).mappings().all()
    assert [(row["what"], row["actor"]) for row in rows] == [("property.added", "karin")]


def test_a_taken_name_is_refused_whatever_its_case_and_leaves_nothing(world: World) -> None:
    world.add_property("Östra Hamnen")
    ask = AddProperty(name=f"ÖSTRA HAMNEN {world.mark}", address="x", city="y", floors=2, idempotency_key=key())
    with pytest.raises(Refused) as refused:
        world.ask(ask, world.karin)
    assert (refused.value.refusal.code, refused.value.refusal.place) == ("conflict", "name")


def test_one_property_of_a_name_however_many_add_it_at_once(world: World) -> None:
    asks: list[Ask[Any]] = [
        AddProperty(name=f"Samtidig {world.mark}", address="x", city="y", floors=2, idempotency_key=key()) for _ in range(4)
    ]
    assert at_once(world, asks) == ["conflict"] * 3 + ["done"]


def test_the_register_is_in_swedish_order_and_knows_tenants_and_disturbances(world: World) -> None:
    named = {name: world.add_property(name) for name in ("Östra", "Ängen", "Åkern", "Zenit")}
    world.publish(world.lb8)
    world.publish(world.g12, kind="planned_work", starts_at=datetime(2099, 1, 1, tzinfo=UTC))
    world.add_lease(world.company, "HA-3", world.given(world.lb8), world.given(world.lb8))
    world.add_lease(world.other, "HA-4", world.given(world.lb8, None, date(2020, 1, 1)))
    listed = world.ask(ListPropertiesAsStaff(), world.karin).properties
    assert [each.property_id for each in listed if each.property_id in named.values()] == [
        named[name] for name in ("Zenit", "Åkern", "Ängen", "Östra")
    ]
    by_id = {each.property_id: (each.tenants, each.disturbed) for each in listed}
    assert (by_id[world.lb8], by_id[world.g12], by_id[named["Östra"]]) == ((1, True), (1, False), (0, False))


def test_a_lease_written_again_keeps_its_id_and_replaces_its_objects(world: World) -> None:
    number = world.add_lease(world.company, "HA-23", *(world.given(world.lb8, floors=[floor]) for floor in (3, 4, 5)))
    world.add_lease(world.company, "HA-23", world.given(world.lb8, floors=[8]), world.given(world.g12, floors=[1]))
    with world.uow(world.karin, None) as work:
        lease = work.leases.by_number(number)
        assert lease is not None
        assert [(each.property_id, each.floors) for each in lease.objects] == [(world.lb8, [8]), (world.g12, [1])]
    news = told(world, LeaseChanged, lease.lease_id)
    assert [(each.sequence, [one.floors for one in each.objects]) for each in news] == [(1, [[3], [4], [5]]), (2, [[8], [1]])]


def test_two_who_write_a_new_lease_at_once_come_one_after_the_other(world: World) -> None:
    asks: list[Ask[Any]] = [
        AddLease(
            organisation_id=organisation_id,
            number=f"HA-77-{world.mark}",
            kind="Kontor",
            objects=[world.given(world.lb8)],
            idempotency_key=key(),
        )
        for organisation_id in (world.company, world.company, world.other)
    ]
    outcome = at_once(world, asks)
    assert outcome in (["conflict", "done", "done"], ["conflict", "conflict", "done"])


def test_one_of_two_simultaneous_updates_is_told_that_the_other_was_quicker(world: World) -> None:
    notice_id = world.publish(world.lb8)
    asks: list[Ask[Any]] = [
        UpdateNotice(notice_id=notice_id, expected_phase="investigating", phase=phase, text="Nu.", idempotency_key=key())
        for phase in ("identified", "fixing")
    ]
    assert at_once(world, asks) == ["conflict", "done"]
    assert len(world.ask(OpenNotice(notice_id=notice_id), world.anna).notice.updates) == 2
    assert [each.sequence for each in told(world, NoticeChanged, notice_id)] == [1, 2]


def test_news_of_one_title_published_at_once_gets_an_address_each(world: World) -> None:
    asks: list[Ask[Any]] = [PublishNews(title=f"Lucia {world.mark}", lead="x", text="y", idempotency_key=key()) for _ in range(4)]
    assert at_once(world, asks) == ["done"] * 4
    with world.uow(world.karin, None) as work:
        slugs = set(work.session.scalars(select(tables.news_items.c.slug).where(tables.news_items.c.slug.contains(world.mark))))
    assert slugs == {f"lucia-{world.mark}" + ending for ending in ("", "-2", "-3", "-4")}


def test_the_audience_is_who_rents_there_now_each_person_once(world: World) -> None:
    world.add_lease(world.other, "HA-5", world.given(world.lb8))
    world.hear_membership(world.anna.person_id, world.other, Role.ADMIN)
    world.hear_organisation("gone-" + world.mark, "Borta AB", active=False)
    world.add_lease("gone-" + world.mark, "HA-6", world.given(world.lb8))
    reached = world.ask(world.notice(world.lb8), world.karin)
    assert (reached.organisations, reached.persons) == (2, 3)
    world.hear_membership(world.omar.person_id, world.company, None, sequence=2)
    reached = world.ask(world.notice(world.lb8), world.karin)
    assert (reached.organisations, reached.persons) == (2, 2)


def test_a_property_nobody_rents_reaches_nobody(world: World) -> None:
    reached = world.ask(world.notice(world.add_property("Tomt")), world.karin)
    assert (reached.organisations, reached.persons) == (0, 0)


def test_news_that_comes_late_or_twice_does_not_undo_newer_news(world: World) -> None:
    world.hear_organisation(world.company, "Bolaget AB", sequence=3)
    world.hear_organisation(world.company, "Company AB", sequence=2)
    world.hear_membership("p", world.company, None, sequence=2)
    world.hear_membership("p", world.company, Role.USER, sequence=1)
    assert world.ask(ShowProperties(), world.anna).leases[0].tenant == "Bolaget AB"
    with world.uow(world.karin, None) as work:
        members = set(work.session.scalars(select(tables.memberships.c.person_id).where(tables.memberships.c.person_id == "p")))
    assert members == set()


NIGHTS = [
    ("winter", datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2026, 12, 31)),
    ("to summer time", datetime(2027, 3, 28, 22, 0, tzinfo=UTC), date(2027, 3, 28)),
    ("to winter time", datetime(2027, 10, 31, 23, 0, tzinfo=UTC), date(2027, 10, 31)),
]


@pytest.mark.parametrize(("night", "midnight", "last_day"), NIGHTS, ids=[night for night, _, _ in NIGHTS])
def test_a_lease_ends_at_midnight_in_stockholm_and_the_neighbours_hear_it_once(
    world: World, night: str, midnight: datetime, last_day: date
) -> None:
    number = world.add_lease(world.company, "HA-8", world.given(world.lb8, date(2020, 1, 1), last_day, notice_given=True))
    with world.uow(world.karin, None) as work:
        lease_id = work.session.scalar(select(tables.leases.c.lease_id).where(tables.leases.c.number == number))
    assert lease_id is not None
    retell = world.wired(retell_leases)
    world.at = midnight - timedelta(minutes=1)
    retell()
    assert [each.objects[0].status for each in told(world, LeaseChanged, lease_id)] == ["notice_given"]
    world.at = midnight
    retell()
    retell()
    assert [each.objects[0].status for each in told(world, LeaseChanged, lease_id)] == ["notice_given", "ended"]


def test_the_database_and_the_rules_agree_on_every_status(world: World) -> None:
    days = [None, date(2026, 3, 28), date(2026, 3, 29), date(2026, 3, 30), date(2026, 10, 25)]
    objects = [
        world.given(world.lb8, start, end, notice_given=notice)
        for start in days
        for end in days
        for notice in (False, True)
        if not (start and end and end < start) and not (notice and end is None)
    ]
    number = world.add_lease(world.company, "HA-99", *objects)
    for today in (date(2026, 3, 27), date(2026, 3, 28), date(2026, 3, 29), date(2026, 3, 30), date(2026, 10, 25), date(2026, 10, 26)):
        for told_day in (date(2026, 3, 28), date(2026, 3, 30), date(2026, 10, 26)):
            with world.uow(world.karin, None) as work:
                lease = work.leases.by_number(number)
                assert lease is not None
                for position, each in enumerate(lease.objects):
                    lease.mark_told(told_day)
                    rest = [one for one in lease.objects if one is not each]
                    for one in rest:
                        one.told_status = one.status_on(today)
                    work.session.flush()
                    found = lease.lease_id in work.leases.told_otherwise(today, 1000)
                    assert found is (each.status_on(told_day) != each.status_on(today)), (position, today, told_day)


NUL = "\x00"


@pytest.mark.parametrize(
    "ask",
    [
        lambda world: OpenNotice(notice_id=NUL),
        lambda world: ShowKnownAt(property_id=NUL),
        lambda world: OpenNews(slug=NUL),
        lambda world: OpenArticle(slug=NUL),
    ],
)
def test_an_id_no_database_can_hold_is_unknown(world: World, ask: Callable[[World], Ask[Any]]) -> None:
    with pytest.raises(Refused) as refused:
        world.ask(ask(world), world.anna)
    assert refused.value.refusal.code == "not_found"


def test_texts_no_database_can_hold_are_kept_without_what_cannot_be_seen(world: World) -> None:
    name = f"Hus{NUL} {world.mark}"
    ask = AddProperty(name=name, address=f"A{NUL}", city="B", floors=1, facts=[(f"C{NUL}", NUL)], idempotency_key=key())
    property_id = world.ask(ask, world.karin).property_id
    world.add_lease(world.company, f"HA{NUL}", world.given(property_id, address=f"A{NUL}", premises=f"P{NUL}"))
    world.publish(property_id, title=f"T{NUL}", text=NUL, what_to_do=NUL, scope=f"S{NUL}")
    slug = world.publish_news(f"n{NUL}y", text=f"x{NUL}", area=NUL).replace(NUL, "")
    assert world.ask(OpenNews(slug=slug), world.anna).html == "<p>x</p>"
    (house,) = (each for each in world.ask(ShowProperties(), world.anna).properties if each.property_id == property_id)
    assert (house.name, house.facts, house.premises) == (f"Hus {world.mark}", [("C", "")], ["P, plan 3–4"])


@pytest.mark.parametrize("place", ["property_id", "organisation_id"])
def test_a_lease_for_an_id_no_database_can_hold_is_refused(world: World, place: str) -> None:
    ids = {"property_id": world.lb8, "organisation_id": world.company} | {place: NUL}
    with pytest.raises(Refused) as refused:
        world.add_lease(ids["organisation_id"], "HA-9", world.given(ids["property_id"]))
    assert (refused.value.refusal.code, refused.value.refusal.place) == ("not_found", place)
