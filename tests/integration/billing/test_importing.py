"""Documents in the database: whole, once, in order, and the same bytes out as in."""

from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import event, select

from services.billing.adapters.blob_reader import BlobReader
from services.billing.adapters.tables import documents, metadata
from services.billing.adapters.ubl_reader import read_ubl
from services.billing.entrypoints.import_files import import_files
from services.billing.usecases.download_invoice import download_invoice
from services.billing.usecases.import_invoices import import_invoices
from services.billing.usecases.list_imports import list_imports
from services.billing.usecases.list_invoices import list_invoices
from services.billing.usecases.open_invoice import open_invoice
from services.billing.usecases.ports import BILLING
from services.billing.usecases.take_in import take_in
from services.chassis.blobs import Blobs
from services.chassis.database import AlreadyDone
from services.contracts.billing import DocumentGiven, DownloadInvoice, ImportInvoices, ImportResult, ListImports, ListInvoices, OpenInvoice
from tests.integration.billing.world import FIA, World


def test_the_same_bytes_come_out(world: World) -> None:
    organisation = world.customer()
    content = world.document(organisation, number="1")
    assert take_in("a.xml", content, FIA, world.uow, world.clock, read_ubl).outcome == "imported"
    file = download_invoice(DownloadInvoice(number="1"), world.anna(organisation), world.uow, world.clock)
    assert b64decode(file.content_base64) == content


def test_everything_the_file_says_is_kept(world: World) -> None:
    organisation = world.customer()
    number = world.take(organisation, "faktura-1002.xml").number
    assert number is not None
    shown = open_invoice(OpenInvoice(number=number), world.anna(organisation), world.uow, world.clock)
    assert (shown.ocr, shown.bankgiro, shown.payable_ore) == ("27000010028", "991-2346", 3_525_000)
    lines = [(each.vat_category, each.quantity, each.net_ore) for each in shown.lines]
    assert lines == [("E", "45 m²", 1_350_000), ("S", "12 mån", 1_740_000)]
    assert shown.lines[0].period_end is not None
    assert shown.lines[0].period_end.isoformat() == "2027-03-31"


def test_a_credit_note_settles_its_invoice_whichever_came_first(world: World) -> None:
    for order in (("faktura-917.xml", "kreditfaktura-921.xml"), ("kreditfaktura-921.xml", "faktura-917.xml")):
        organisation = world.customer()
        number = uuid4().hex[:10]
        for name in order:
            content = world.document(organisation, name, number if name.startswith("faktura") else None)
            content = content.replace(b"<cbc:ID>917</cbc:ID>", f"<cbc:ID>{number}</cbc:ID>".encode())
            assert take_in(name, content, FIA, world.uow, world.clock, read_ubl).outcome == "imported"
        listed = list_invoices(ListInvoices(), world.anna(organisation), world.uow, world.clock)
        assert (listed.unpaid_count, listed.total) == (0, 2)
        shown = open_invoice(OpenInvoice(number=number), world.anna(organisation), world.uow, world.clock)
        assert (shown.invoice.settlement, shown.invoice.open_ore) == ("credited", 0)


def test_ten_at_once_import_one_document_once(world: World) -> None:
    organisation = world.customer()
    content = world.document(organisation)
    with ThreadPoolExecutor(10) as threads:
        outcomes = list(threads.map(lambda _: take_in("a.xml", content, FIA, world.uow, world.clock, read_ubl).outcome, range(10)))
    assert sorted(outcomes) == ["imported"] + ["repeated"] * 9


def test_a_number_is_taken_once_for_the_customer_and_for_the_seller(world: World) -> None:
    ours, theirs = world.customer(), world.customer()
    number = uuid4().hex[:16]
    assert world.take(ours, number=number).outcome == "imported"
    other = world.take(ours, "faktura-987.xml", number)
    assert [each.rule for each in other.violations] == ["PORTAL-02"]
    to_another = world.take(theirs, number=number)
    assert [each.rule for each in to_another.violations] == ["PORTAL-02"]


def test_a_refused_document_leaves_nothing_and_an_imported_one_leaves_its_news(world: World) -> None:
    organisation = world.customer()
    outbox, audit = metadata.tables["outbox"], metadata.tables["audit"]

    def counts() -> tuple[int, int, int]:
        with world.uow(BILLING, None) as work:
            return (
                len(work.session.execute(select(documents.c.number).where(documents.c.organisation_id == organisation)).all()),
                len(work.session.execute(select(outbox.c.id).where(outbox.c.body.contains(organisation))).all()),
                len(work.session.execute(select(audit.c.id).where(audit.c.details["organisation"].astext == organisation)).all()),
            )

    broken = world.document(organisation).replace(b"27000010044", b"27000010045")
    assert take_in("a.xml", broken, FIA, world.uow, world.clock, read_ubl).outcome == "refused"
    assert counts() == (0, 0, 0)
    world.take(organisation)
    assert counts() == (1, 1, 1)


def test_a_batch_asked_again_is_answered_the_same(world: World, tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    organisation = world.customer()
    contents = [world.document(organisation), b"no xml", world.document(organisation)]
    given = [DocumentGiven(name=f"{at}.xml", blob_key=blobs.put(content, "application/xml")) for at, content in enumerate(contents)]
    ask = ImportInvoices(idempotency_key=uuid4().hex, documents=given)
    reply = import_invoices(ask, FIA, world.uow, world.clock, BlobReader(blobs), read_ubl)
    assert [each.outcome for each in reply.results] == ["imported", "refused", "imported"]
    with pytest.raises(AlreadyDone) as done:
        import_invoices(ask, FIA, world.uow, world.clock, BlobReader(blobs), read_ubl)
    assert done.value.reply == reply


def test_imports_are_listed_newest_first(world: World) -> None:
    organisation = world.customer()
    first = world.take(organisation).number
    world.clock.advance(minutes=1)
    second = world.take(organisation).number
    listed = list_imports(ListImports(), FIA, world.uow)
    ours = [each for each in listed.imports if each.customer == f"Kund {organisation}"]
    assert [each.number for each in ours] == [second, first]
    assert ours[0].imported_by == "Fia Ek"


def test_the_list_is_one_select(world: World) -> None:
    organisation = world.customer()
    for _ in range(3):
        world.take(organisation)
    statements: list[str] = []
    with world.uow(world.anna(organisation), None) as work:
        event.listen(work.session.get_bind(), "before_cursor_execute", lambda *given: statements.append(given[2]))
        assert len(work.documents.entries(organisation)) == 3
    assert len(statements) == 1


def test_the_command_imports_files_and_says_what_was_wrong(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path
    organisation = world.customer()
    (folder / "good.xml").write_bytes(world.document(organisation))
    (folder / "bad.xml").write_bytes(world.document(organisation).replace(b"9912346", b"9912347"))

    def one(name: str, content: bytes) -> ImportResult:
        return take_in(name, content, BILLING, world.uow, world.clock, read_ubl)

    names = [str(folder / name) for name in ("good.xml", "good.xml", "bad.xml", "missing.xml")]
    assert import_files(one, names) == 1
    said = capsys.readouterr()
    assert said.out == "1 imported, 1 already here, 2 refused.\n"
    assert "PORTAL-11" in said.err
    assert "missing.xml" in said.err
    assert import_files(one, names[:1]) == 0
    assert import_files(one, []) == 2
