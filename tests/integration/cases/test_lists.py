"""The lists: what is in them, in which order, how it is found, and in how many statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event

from services.contracts.cases import (
    CaseListed,
    ChangeStatus,
    FollowCase,
    ListCases,
    ListPlaces,
    ListQueue,
    OpenCase,
    OpenCaseAsStaff,
    ReplyToTenant,
    SumCases,
    TakeCase,
    WriteMessage,
)
from tests.integration.cases.world import World, key


def move(world: World, number: int, to: str, expected: str = "received") -> None:
    world.ask(ChangeStatus(idempotency_key=key(), number=number, expected=expected, status=to), world.karin)


def numbers(listed: Any) -> list[int]:
    return [each.number for each in listed.cases]


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements that are run meanwhile, the fence's own left out."""
    seen: list[str] = []

    def keep(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if "set_config" not in statement:
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", keep)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", keep)


@pytest.mark.parametrize(
    ("ask", "staff", "most"),
    [
        (ListCases(), False, 1),
        (ListCases(view="closed", scope="following", search="luft", property_id="x"), False, 1),
        (SumCases(), False, 1),
        (ListPlaces(), False, 1),
        (ListQueue(), True, 1),
        (ListQueue(view="all"), True, 1),
        (OpenCase(number=1), False, 2),
        (OpenCaseAsStaff(number=1), True, 3),
    ],
)
def test_a_page_takes_one_select_a_list_and_a_few_a_case(world: World, ask: Any, staff: bool, most: int) -> None:
    number = world.report(files=[world.a_file()])
    if hasattr(ask, "number"):
        ask = ask.model_copy(update={"number": number})
    with counted(world.engine) as statements:
        world.ask(ask, world.karin if staff else world.anna)
    assert len(statements) == most, statements


def test_views_counts_and_pages(world: World) -> None:
    reported = [world.report() for _ in range(28)]
    move(world, reported[3], "waiting")
    move(world, reported[4], "done")
    first, second, beyond = (world.ask(ListCases(page=page), world.omar) for page in (1, 2, 10**12))
    assert (first.total, first.open_count, first.waiting_count, first.closed_count) == (27, 27, 1, 1)
    assert numbers(first)[0] == reported[3], "latest change first"
    assert numbers(first) + numbers(second) == [reported[3], *[each for each in reversed(reported) if each not in reported[3:5]]]
    assert (beyond.cases, beyond.total) == ([], 27)
    assert numbers(world.ask(ListCases(view="waiting"), world.omar)) == [reported[3]]
    closed = world.ask(ListCases(view="closed"), world.omar)
    assert (numbers(closed), closed.total) == ([reported[4]], 1)
    row = closed.cases[0]
    assert (row.property_name, row.premises, row.reported_by, row.status, row.last_event) == (
        "Lilla Bommen 8", "Plan 4", "Anna Lindgren", "done", "status_changed",
    )  # fmt: skip
    assert (row.organisation_name, row.assigned_to) == (None, None)


def test_mine_and_those_i_follow(world: World) -> None:
    mine, hers = world.report(world.omar), world.report(world.anna)
    assert numbers(world.ask(ListCases(scope="mine"), world.omar)) == [mine]
    world.ask(FollowCase(idempotency_key=key(), number=hers, follow=True), world.omar)
    world.ask(FollowCase(idempotency_key=key(), number=mine, follow=False), world.omar)
    assert numbers(world.ask(ListCases(scope="following"), world.omar)) == [hers]


@pytest.mark.parametrize(
    ("search", "hit"),
    [
        ("hissen", True),
        ("HISSAR", True),
        ("källarplan", True),
        ("stannat hissar", True),
        ("llarpl", True),
        ("100%", True),
        ("1000", False),
        ("%", True),
        ("_", False),
        ("\\", False),
        ("'; DROP TABLE cases; --", False),
        ("& | ! <->", False),
        ('"', False),
        ("9" * 100, False),
        ("²", False),
        ("\x00", True),
    ],
)
def test_search_knows_swedish_parts_of_words_and_no_tricks(world: World, search: str, hit: bool) -> None:
    number = world.report(title="Hissen stannar", description="Den stannade på källarplanet, 100% säkert.")
    world.report(title="Lampa trasig", description="I köket.")
    assert (number in numbers(world.ask(ListCases(search=search), world.anna))) is hit


def test_a_case_is_found_by_its_number(world: World) -> None:
    number = world.report()
    world.report()
    assert numbers(world.ask(ListCases(search=str(number)), world.anna)) == [number]


def test_the_overview_shows_what_waits_for_us_and_the_five_changed_last(world: World) -> None:
    reported = [world.report() for _ in range(7)]
    move(world, reported[0], "waiting")
    for number in reported[1:]:
        world.ask(ReplyToTenant(idempotency_key=key(), number=number, text="Hej"), world.karin)
    move(world, reported[6], "done")
    summed = world.ask(SumCases(), world.anna)
    assert summed.open_count == 6
    assert [each.number for each in summed.waiting] == [reported[0]]
    assert [each.number for each in summed.latest] == [reported[5], reported[4], reported[3], reported[2], reported[1]]


def test_the_queue_shows_the_oldest_promise_first_and_what_is_ours(world: World) -> None:
    late = world.report()
    world.at += timedelta(days=7)
    new, being_done, waiting, planned = (world.report() for _ in range(4))
    move(world, being_done, "in_progress")
    move(world, waiting, "waiting")
    move(world, planned, "planned")
    foreign = world.report(world.eve, property_id=world.g12)
    world.ask(TakeCase(idempotency_key=key(), number=new), world.karin)
    all_here = {late, new, being_done, waiting, planned, foreign}

    def rows(view: Any) -> list[CaseListed]:
        pages = [world.ask(ListQueue(view=view, page=page), world.karin) for page in (1, 2, 3, 4)]
        return [row for page in pages for row in page.cases if row.number in all_here]

    def queue(view: Any) -> list[int]:
        return [row.number for row in rows(view)]

    assert queue("new")[0] == late
    assert set(queue("new")) == {late, new, foreign}
    assert set(queue("ours")) == {late, new, being_done, foreign}
    assert queue("late") == [late]
    assert set(queue("all")) == all_here
    world.ask(WriteMessage(idempotency_key=key(), number=planned, text="Hör av er"), world.anna)
    assert planned in queue("ours"), "the tenant has written, so an answer is owed"
    row = next(each for each in rows("new") if each.number == new)
    assert (row.organisation_name, row.assigned_to) == ("Company AB", "Karin Holm")
