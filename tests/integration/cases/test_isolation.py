"""Two organisations: neither sees nor touches what is the other's, by the queries and by row-level security alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from services.cases.adapters.tables import metadata
from services.chassis.caller import Caller, service_caller
from services.chassis.tables import CHASSIS
from services.contracts.cases import (
    ChangeStatus,
    FetchFile,
    FollowCase,
    ListCases,
    OpenCase,
    ReplyToTenant,
    ReportDraft,
    SaveDraft,
    SumCases,
    WriteInternalNote,
    WriteMessage,
)
from services.contracts.envelope import Ask
from services.contracts.refusals import Refusal, Refused
from tests.integration.cases.world import World, key

NOTE = "Hyresgästen är besvärlig"
UNKNOWN = 900_000_000


@pytest.fixture
def number(world: World) -> int:
    """Anna's case with a photo, an answer and a note."""
    number = world.report(files=[world.a_file()])
    world.ask(ReplyToTenant(idempotency_key=key(), number=number, text="Vi kommer.", files=[world.a_file()]), world.karin)
    world.ask(WriteInternalNote(idempotency_key=key(), number=number, text=NOTE), world.karin)
    world.ask(SaveDraft(draft=ReportDraft(title="Nästa fel")), world.anna)
    return number


def asks_about(number: int, file_id: str) -> list[Ask[Any]]:
    """Everything a member may ask about one case."""
    return [
        OpenCase(number=number),
        FetchFile(number=number, file_id=file_id),
        FetchFile(number=number, file_id=file_id, preview=True),
        WriteMessage(idempotency_key=key(), number=number, text="Hej"),
        FollowCase(idempotency_key=key(), number=number, follow=True),
        FollowCase(idempotency_key=key(), number=number, follow=False),
    ]


def test_a_foreign_case_is_refused_exactly_as_one_that_does_not_exist(world: World, number: int) -> None:
    before = world.case(number)
    file_id = before.events[0].files[0].file_id
    for wanted in (number, UNKNOWN, 2**31, 2**70):
        for ask in asks_about(wanted, file_id):
            with pytest.raises(Refused) as refused:
                world.ask(ask, world.eve)
            assert refused.value.refusal == Refusal(code="not_found"), type(ask).__name__
    assert world.case(number) == before


def test_a_file_is_not_found_through_another_case_of_ones_own(world: World, number: int) -> None:
    file_id = world.case(number).events[0].files[0].file_id
    own = world.report()
    for wrong in (FetchFile(number=own, file_id=file_id), FetchFile(number=number, file_id="\x00'"), FetchFile(number=number, file_id="")):
        with pytest.raises(Refused):
            world.ask(wrong, world.anna)


def test_lists_of_another_organisation_are_empty_whatever_is_asked(world: World, number: int) -> None:
    for ask in (
        ListCases(),
        ListCases(search=str(number)),
        ListCases(search="ventilation"),
        ListCases(property_id=world.lb8),
        ListCases(scope="following"),
    ):
        listed = world.ask(ask, world.eve)
        assert (listed.cases, listed.total, listed.open_count) == ([], 0, 0)
    assert world.ask(SumCases(), world.eve).open_count == 0


def test_a_note_among_staff_reaches_no_tenant_by_page_search_file_or_mail(world: World, number: int) -> None:
    world.ask(ChangeStatus(idempotency_key=key(), number=number, expected="received", status="planned"), world.karin)
    seen = [world.case(number, caller).model_dump_json() for caller in (world.anna, world.omar)]
    seen += [world.ask(ask, world.anna).model_dump_json() for ask in (ListCases(), SumCases())]
    seen += [mail.text + mail.subject for _, mail in world.mails(number) if mail]
    assert len(seen) == 7
    assert not any(NOTE in each for each in seen)
    assert world.ask(ListCases(search="besvärlig"), world.anna).total == 0


@contextmanager
def fenced(engine: Engine, caller: Caller | None) -> Iterator[Session]:
    """A transaction with the fence of `caller` and nothing else; without one, a transaction that has said nothing."""
    with Session(engine) as session:
        if caller is not None:
            session.execute(text("SELECT set_config('portal.organisation_id', :id, true)"), {"id": caller.organisation_id})
            session.execute(text("SELECT set_config('portal.reach', 'own', true)"))
        yield session


def own_tables() -> list[str]:
    """The tables of cases, the chassis' own and the two that belong to nobody left out."""
    return [each for each in metadata.tables if each not in CHASSIS.tables and each not in {"properties", "attached_blobs"}]


def test_without_any_where_a_member_sees_rows_of_her_organisation_only(world: World, number: int) -> None:
    case_id = world.case(number).case_id
    with fenced(world.engine, world.anna) as session:
        seen = {table: session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in own_tables()}  # noqa: S608
    assert {table for table, count in seen.items() if count == 0} == {"internal_notes", "staff"}
    with fenced(world.engine, world.eve) as session:
        for table in own_tables():
            rows = session.execute(text(f"SELECT t::text FROM {table} t")).scalars().all()  # noqa: S608
            assert not [row for row in rows if world.company in row or case_id in row or world.anna.person_id in row], table


def test_a_transaction_that_has_said_nothing_sees_no_row(world: World, number: int) -> None:
    with fenced(world.engine, None) as session:
        for table in own_tables():
            assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0, table  # noqa: S608


def test_without_any_where_a_member_changes_nothing_of_another_organisation(world: World, number: int) -> None:
    before = world.case(number)
    with fenced(world.engine, world.eve) as session:
        touched = [
            session.execute(text(statement)).rowcount  # type: ignore[attr-defined]
            for statement in (
                f"UPDATE cases SET title = 'x' WHERE number = {number}",  # noqa: S608
                "DELETE FROM internal_notes",
                f"DELETE FROM followers WHERE case_id = '{before.case_id}'",  # noqa: S608
                f"DELETE FROM drafts WHERE organisation_id = '{world.company}'",  # noqa: S608
            )
        ]
        session.commit()
    assert touched == [0, 0, 0, 0]
    assert world.case(number) == before


def test_a_member_cannot_plant_a_row_in_another_organisation(world: World, number: int) -> None:
    case_id = world.case(number).case_id
    with fenced(world.engine, world.eve) as session, pytest.raises(Exception, match="row-level security"):
        session.execute(
            text("INSERT INTO followers VALUES (:case, :person, :organisation, now())"),
            {"case": case_id, "person": world.eve.person_id, "organisation": world.company},
        )


def test_the_queries_keep_organisations_apart_also_where_the_fence_is_down(world: World, number: int) -> None:
    file_id = world.case(number).events[0].files[0].file_id
    with world.uow(service_caller("cases"), None) as work:
        assert work.tenant.open_case(number, world.anna) is not None
        assert work.tenant.open_case(number, world.eve) is None
        assert work.tenant.file(number, file_id, False, world.eve) is None
        assert work.tenant.list_cases(ListCases(), world.eve).total == 0
        assert work.tenant.sum_cases(world.eve).open_count == 0
        assert work.cases.to_change(number, world.other) is None
        assert work.places.rents_at(world.other, world.lb8, world.at.date()) is False
        assert [each.name for each in work.places.of_organisation(world.other, world.at.date())] == ["Gårda 12"]
        assert NOTE not in str(work.tenant.open_case(number, world.anna))
