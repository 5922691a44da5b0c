"""The two asks behind most pages: what they show, and how few statements they take."""

from datetime import timedelta

from services.contracts.content import ShowKnownAt, ShowProperties, ShowStatus, SumContent, UpdateNotice
from tests.integration.content.world import World, key, statements


def test_status_takes_two_selects_however_much_there_is(world: World) -> None:
    for _ in range(3):
        world.publish(world.lb8)
    world.add_lease(world.company, "HA-3", world.given(world.g12), world.given(world.lb8))
    with statements(world.engine) as sent:
        shown = world.ask(ShowStatus(), world.anna)
    assert len(shown.current) == 3
    assert len(sent) == 1 + 2, sent


def test_the_overview_takes_four_selects_however_much_there_is(world: World) -> None:
    world.add_lease(world.company, "HA-3", world.given(world.g12), world.given(world.lb8))
    world.add_contact("Karin Holm", "account_manager", [world.lb8, world.g12], [world.company])
    for number in range(4):
        world.publish(world.g12)
        world.publish_news(f"Nyhet{number}", world.lb8)
    with statements(world.engine) as sent:
        summed = world.ask(SumContent(), world.anna)
    assert (len(summed.houses), len(summed.status.current), len(summed.news)) == (2, 4, 3)
    assert len(sent) == 1 + 4, sent


def test_status_shows_a_notice_whole_with_its_updates_newest_first(world: World) -> None:
    notice_id = world.publish(world.lb8, floors=[4, 3], what_to_do="Ta trappan.", next_update_at=world.at + timedelta(hours=1))
    ask = UpdateNotice(notice_id=notice_id, expected_phase="investigating", phase="fixing", text="Vi byter.", idempotency_key=key())
    world.ask(ask, world.karin)
    shown = world.ask(ShowStatus(), world.anna)
    (notice,) = shown.current
    assert (notice.notice_id, notice.phase, notice.what_to_do, notice.next_update_at) == (notice_id, "fixing", "Ta trappan.", None)
    assert notice.property_name == f"Lilla Bommen 8 {world.mark}"
    assert [(each.phase, each.text) for each in notice.updates] == [("fixing", "Vi byter."), ("investigating", "Vi söker felet.")]
    assert [each.disturbed for each in shown.properties] == [True]


def test_what_is_over_is_recent_for_thirty_days(world: World) -> None:
    notice_id = world.publish(world.lb8)
    ask = UpdateNotice(notice_id=notice_id, expected_phase="investigating", phase="resolved", text="Klart.", idempotency_key=key())
    world.ask(ask, world.karin)
    assert [each.notice_id for each in world.ask(ShowStatus(), world.anna).recent] == [notice_id]
    assert world.ask(ShowKnownAt(property_id=world.lb8), world.anna).notices == []
    world.at += timedelta(days=30, minutes=1)
    assert world.ask(ShowStatus(), world.anna).recent == []


def test_houses_hold_our_premises_in_the_order_of_the_leases_and_the_people_there(world: World) -> None:
    world.add_lease(world.company, "HA-0", world.given(world.lb8, premises="Förråd", floors=[1]), world.given(world.lb8))
    account, manager = "account_manager", "property_manager"
    world.add_contact("Karin Holm", account, [world.lb8], [world.company])
    world.add_contact("Östen Öst", manager, [world.lb8], [])
    world.add_contact("Åke Åström", manager, [world.lb8, world.g12], [])
    world.add_contact("Hos Grannen", manager, [world.g12], [world.other])
    shown = world.ask(ShowProperties(), world.anna)
    (house,) = shown.properties
    assert (house.premises, house.own_floors, house.facts) == (["Förråd, plan 1", "Kontor, plan 3–4"], [1, 3, 4], [("Entré", "07–18")])
    assert [each.name for each in house.contacts] == ["Åke Åström", "Östen Öst", "Karin Holm"]
    assert shown.account_manager is not None
    assert shown.account_manager.name == "Karin Holm"
    assert [(lease.tenant, len(lease.objects)) for lease in shown.leases] == [("Company AB", 2), ("Company AB", 1)]


def test_an_organisation_without_houses_gets_an_empty_page_not_an_error(world: World) -> None:
    stranger = world.member("nils", "fresh-" + world.mark)
    assert world.ask(ShowStatus(), stranger).properties == []
    shown = world.ask(ShowProperties(), stranger)
    assert (shown.properties, shown.leases, shown.account_manager) == ([], [], None)
