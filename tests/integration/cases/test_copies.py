"""What cases keeps of its neighbours: the newest stands, in whatever order the news come."""

from datetime import timedelta

from sqlalchemy import select

from services.cases.adapters.tables import staff
from services.contracts.cases import ListPlaces, OpenCaseAsStaff
from services.contracts.content import PropertyChanged
from services.contracts.identity import MembershipChanged, OrganisationChanged, PersonChanged, StaffChanged
from services.contracts.rights import Role, StaffRole
from tests.integration.cases.world import World


def renamed(world: World, name: str, sequence: int) -> PersonChanged:
    return PersonChanged(
        subject_id=world.anna.person_id, sequence=sequence, occurred_at=world.now(), person_id=world.anna.person_id, name=name,
        email="anna@example.se", language="sv",
    )  # fmt: skip


def follower(world: World, number: int) -> str:
    return str(world.case(number).followers[0].name)


def test_late_and_repeated_news_change_nothing(world: World) -> None:
    number = world.report()
    first, second = renamed(world, "Anna Berg", 1), renamed(world, "Anna Ek", 2)
    world.hear(second)
    world.hear(first)
    world.hear(second)
    assert follower(world, number) == "Anna Ek"


def test_a_membership_told_of_before_the_person_changed_does_not_bring_the_old_name_back(world: World) -> None:
    number = world.report()
    change = MembershipChanged(
        subject_id=f"{world.anna.person_id}:{world.company}", sequence=2, occurred_at=world.now(), person_id=world.anna.person_id,
        organisation_id=world.company, role=Role.USER, name="Anna Lindgren", email="gammal@example.se", language="sv",
    )  # fmt: skip
    world.hear(renamed(world, "Anna Ek", 1))
    world.hear(change)
    assert follower(world, number) == "Anna Ek"


def test_a_removal_heard_before_the_membership_it_ends_stands(world: World) -> None:
    number = world.report()
    world.hear_membership(world.anna.person_id, world.company, None, sequence=3, name="Anna Lindgren")
    world.hear_membership(world.anna.person_id, world.company, Role.ADMIN, sequence=2, name="Ett annat namn")
    assert world.case(number, world.omar).followers == []


def test_a_person_in_two_organisations_leaves_one(world: World) -> None:
    mine = world.report(world.omar)
    there = world.member(world.omar.person_id, world.other, "Omar Berg")
    other = world.report(there, property_id=world.g12)
    world.hear_membership(world.omar.person_id, world.company, None, sequence=2, name="Omar Berg")
    assert world.case(mine).followers == []
    assert [each.name for each in world.case(other, world.eve).followers] == ["Omar Berg"]


def test_names_of_properties_and_organisations_follow_the_news(world: World) -> None:
    number = world.report()
    world.hear(
        PropertyChanged(
            subject_id=world.lb8, sequence=2, occurred_at=world.now(), property_id=world.lb8, name="Lilla Bommen 8A", address="", city=""
        )
    )
    world.hear(
        OrganisationChanged(
            subject_id=world.company, sequence=2, occurred_at=world.now(), organisation_id=world.company, slug="company",
            name="Company Nordic AB", organisation_number=None, customer_number="1", active=True,
        )
    )  # fmt: skip
    case = world.ask(OpenCaseAsStaff(number=number), world.karin)
    assert (case.property_name, case.organisation_name) == ("Lilla Bommen 8A", "Company Nordic AB")
    assert world.ask(ListPlaces(), world.anna).places[0].name == "Lilla Bommen 8A"


def test_a_lease_that_goes_to_another_organisation_goes_as_a_whole(world: World) -> None:
    world.hear_lease(world.company, world.g12, ["Plan 2", "Plan 1", "Plan 2"])
    assert [each.premises for each in world.ask(ListPlaces(), world.anna).places] == [["Plan 2", "Plan 1"], ["Plan 4", "Plan 3"]]
    world.hear_lease(world.company, world.g12, [], sequence=2)
    assert len(world.ask(ListPlaces(), world.anna).places) == 1


def test_staff_come_and_go(world: World) -> None:
    for sequence, roles in ((1, [StaffRole.PROPERTY_MANAGER]), (2, [])):
        world.hear(
            StaffChanged(
                subject_id=world.karin.person_id, sequence=sequence, occurred_at=world.at + timedelta(seconds=sequence),
                person_id=world.karin.person_id, name="Karin Holm", email="karin@platzer.example", roles=roles,
            )
        )  # fmt: skip
        with world.uow(world.karin, None) as work:
            kept = work.session.execute(select(staff.c.name, staff.c.roles).where(staff.c.person_id == world.karin.person_id)).one()
        assert tuple(kept) == ("Karin Holm", [each.value for each in roles])
