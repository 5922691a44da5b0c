"""No organisation sees another's invoices: not by number, not in lists, and not when a WHERE is forgotten."""

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError

from services.billing.adapters.tables import access_register, customers, documents, memberships
from services.billing.adapters.ubl_reader import read_ubl
from services.billing.usecases.download_invoice import download_invoice
from services.billing.usecases.list_access import list_access
from services.billing.usecases.list_invoices import list_invoices
from services.billing.usecases.open_invoice import open_invoice
from services.billing.usecases.take_in import take_in
from services.chassis.caller import Caller
from services.contracts.billing import DownloadInvoice, ListAccess, ListInvoices, OpenInvoice
from services.contracts.refusals import Refused
from tests.integration.billing.world import FIA, World


def test_foreign_and_unknown_numbers_get_the_same_answer(world: World) -> None:
    ours, theirs = world.customer(), world.customer()
    number = world.take(theirs).number
    assert number is not None
    answers = []
    for tried in (number, "no-such-number"):
        with pytest.raises(Refused) as refused:
            open_invoice(OpenInvoice(number=tried), world.anna(ours), world.uow, world.clock)
        answers.append(refused.value.refusal)
        with pytest.raises(Refused) as refused:
            download_invoice(DownloadInvoice(number=tried), world.anna(ours), world.uow, world.clock)
        answers.append(refused.value.refusal)
    assert len({each.model_dump_json() for each in answers}) == 1


def test_lists_and_the_register_hold_the_own_organisations_rows_only(world: World) -> None:
    ours, theirs = world.customer(), world.customer()
    mine = world.take(ours).number
    world.take(theirs)
    list_invoices(ListInvoices(), world.anna(theirs), world.uow, world.clock)
    listed = list_invoices(ListInvoices(), world.anna(ours), world.uow, world.clock)
    assert [each.number for each in listed.invoices] == [mine]
    seen = list_access(ListAccess(), world.anna(ours), world.uow, world.clock)
    assert {each.person_name for each in seen.rows} == {f"Namn anna-{ours}"}


@pytest.mark.parametrize("table", [documents, access_register, customers, memberships], ids=lambda table: table.name)
def test_a_forgotten_where_still_shows_the_own_rows_only(world: World, table: object) -> None:
    ours, theirs = world.customer(), world.customer()
    for organisation in (ours, theirs):
        world.take(organisation)
        list_invoices(ListInvoices(), world.anna(organisation), world.uow, world.clock)
    with world.uow(world.anna(ours), None) as work:
        seen = set(work.session.execute(select(table.c.organisation_id)).scalars())  # type: ignore[attr-defined]
    assert seen == {ours}


@pytest.mark.parametrize("kind", ["anyone", "person"])
def test_a_caller_without_organisation_sees_no_row(world: World, kind: str) -> None:
    world.take(world.customer())
    with world.uow(Caller(kind), None) as work:  # type: ignore[arg-type]
        assert work.session.execute(select(documents.c.number)).all() == []


def test_a_connection_that_has_said_nothing_sees_no_row(world: World, engine: Engine) -> None:
    world.take(world.customer())
    with engine.connect() as connection:
        assert connection.execute(select(documents.c.number)).all() == []


def test_a_members_transaction_cannot_write_for_another_organisation(world: World) -> None:
    ours, theirs = world.customer(), world.customer()
    content = world.document(theirs)
    with pytest.raises(DBAPIError, match="row-level security"), world.uow(world.anna(ours), None) as work:
        work.copies.keep_membership("eve", theirs, "main_admin")
    assert take_in("a.xml", content, FIA, world.uow, world.clock, read_ubl).outcome == "imported"


@pytest.mark.parametrize("statement", ["UPDATE {} SET organisation_id = organisation_id", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("table", ["documents", "access_register"])
def test_documents_and_the_register_are_never_changed_by_the_service(engine: Engine, table: str, statement: str) -> None:
    with engine.connect() as connection, pytest.raises(DBAPIError, match="permission denied"):
        connection.execute(text(statement.format(table)))


@pytest.mark.parametrize("table", ["documents", "access_register"])
def test_nor_by_the_owner_without_taking_the_trigger_away(owner_engine: Engine, table: str) -> None:
    with owner_engine.connect() as connection, pytest.raises(DBAPIError, match="never changed"):
        connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - names from this file
