"""Billing as it runs: told by identity, given documents by staff, asked by the gateway, and by others who should not."""

import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pika
import pytest
from sqlalchemy import Engine

from services.billing.adapters.register_store import SqlRegister
from services.billing.adapters.unit_of_work import BillingUnitOfWork
from services.billing.domain.register import first_broken
from services.billing.usecases.ports import BILLING
from services.chassis.blobs import Blobs
from services.chassis.caller import Caller
from services.chassis.clock import SystemClock
from services.contracts.billing import (
    DocumentGiven,
    DownloadInvoice,
    ImportInvoices,
    InvoiceIssued,
    ListAccess,
    ListInvoices,
    OpenInvoice,
    SumInvoices,
)
from services.contracts.identity import MembershipChanged, SessionsEnded
from services.contracts.refusals import Refused
from services.contracts.rights import Role
from tests.integration.billing.people import FIA, member, news_of_the_company
from tests.integration.billing.running import Running, running
from tests.support.servers import ROOT, ServiceDatabase, Vhost
from tests.support.waiting import wait_until
from tests.unit.billing.files import FOLDER, RENT, text_of


@pytest.fixture(scope="module")
def live(database: ServiceDatabase, vhost: Vhost, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A process that has heard of Company AB, and holds its rent invoice."""
    with running(database, vhost, tmp_path_factory.mktemp("billing")) as made:
        made.tell(*news_of_the_company())
        wait_until(lambda: code(made, SumInvoices(), member("eve", "other")) == "", 15, "identity's news")
        blobs = Blobs(made.environment["BLOB_FOLDER"])
        given = DocumentGiven(name=RENT, blob_key=blobs.put(text_of().encode(), "application/xml"))
        reply = made.ask(ImportInvoices(idempotency_key=uuid4().hex, documents=[given]), FIA)
        assert [each.outcome for each in reply.results] == ["imported"]
        yield made


def code(live: Running, ask: Any, caller: Caller) -> str:
    """The refusal's code; empty when it was answered."""
    try:
        live.ask(ask, caller)
    except Refused as refused:
        return refused.refusal.code
    return ""


def test_a_main_admin_with_bankid_lists_opens_and_downloads(live: Running) -> None:
    listed = live.ask(ListInvoices(), member())
    assert [each.number for each in listed.invoices] == ["1001"]
    assert live.ask(OpenInvoice(number="1001"), member()).payable_ore == 80_330_300
    assert b64decode(live.ask(DownloadInvoice(number="1001"), member()).content_base64) == text_of().encode()


@pytest.mark.parametrize(
    ("caller", "said"),
    [
        (member(methods=("pwd",), assurance=1, session_id="anna-2"), "step_up"),
        (member(methods=("rmd",), assurance=0, session_id="anna-3"), "step_up"),
        (member(authenticated_at=datetime.now(UTC) - timedelta(hours=9), session_id="anna-4"), "step_up"),
        (member("ulf", role=Role.USER), "not_allowed"),
        (member("ulf", role=Role.MAIN_ADMIN), "not_allowed"),
        (member("stranger"), "try_again"),
        (member("eve", "other"), "not_found"),
        (FIA, "not_allowed"),
    ],
    ids=[
        "password",
        "remembered device",
        "yesterday's BankID",
        "user",
        "user said to be main_admin",
        "stranger",
        "other customer",
        "staff",
    ],
)
def test_everybody_else_is_refused_straight_on_the_bus_and_registered(live: Running, engine: Engine, caller: Caller, said: str) -> None:
    before = rows(engine, caller.organisation_id)
    assert code(live, OpenInvoice(number="1001"), caller) == said
    added = rows(engine, caller.organisation_id)[len(before) :]
    assert [(each.access.operation, each.access.person_id) for each in added] == [("open", caller.person_id)]
    assert added[0].access.allowed == (said == "not_found")


def rows(engine: Engine, organisation_id: str) -> list[Any]:
    with BillingUnitOfWork(engine, SystemClock())(BILLING, None) as work:
        assert isinstance(work.register, SqlRegister)
        return list(work.register.chain_of(organisation_id))


def test_news_of_a_demotion_and_of_an_ended_session_close_the_door(live: Running) -> None:
    told: dict[str, Any] = {"occurred_at": datetime.now(UTC), "sequence": 1}
    bo: dict[str, Any] = {"person_id": "bo", "organisation_id": "company", "name": "Bo", "email": "b@b.example", "language": "sv"}
    live.tell(MembershipChanged(subject_id="bo:company", role=Role.MAIN_ADMIN, **bo, **told))
    wait_until(lambda: code(live, SumInvoices(), member("bo")) == "", 10, "Bo let in")
    live.tell(SessionsEnded(subject_id="bo", person_id="bo", session_ids=["bo-1"], reason="theft", **told))
    wait_until(lambda: code(live, SumInvoices(), member("bo")) == "not_allowed", 10, "the session's end")
    assert code(live, SumInvoices(), member("bo", session_id="bo-2")) == ""
    live.tell(MembershipChanged(subject_id="bo:company", role=Role.ADMIN, **bo, **told | {"sequence": 2}))
    wait_until(lambda: code(live, SumInvoices(), member("bo", session_id="bo-2")) == "not_allowed", 10, "the demotion")


def test_an_import_is_told_on_the_bus_without_amounts(live: Running) -> None:
    with pika.BlockingConnection(pika.URLParameters(live.vhost.admin_url)) as connection:
        channel = connection.channel()
        queue = channel.queue_declare("", exclusive=True).method.queue
        channel.queue_bind(queue, "billing.events", "invoice_issued.v1")
        assert _command(live, "import", str(FOLDER / "faktura-1002.xml")).returncode == 0
        body = wait_until(lambda: channel.basic_get(queue, auto_ack=True)[2], 10, "the news")
    told = InvoiceIssued.model_validate_json(body)
    assert (told.organisation_id, told.number, told.kind) == ("company", "1002", "invoice")
    assert b"35250" not in body


def test_check_finds_everything_there(live: Running) -> None:
    done = _command(live, "check")
    assert (done.returncode, done.stdout.splitlines()[-1:]) == (0, ["billing: ready"]), done.stderr


def _command(live: Running, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "services.billing", *arguments]
    return subprocess.run(command, cwd=ROOT, env=live.environment, capture_output=True, text=True, check=False)


def test_the_command_line_imports_what_a_batch_would(live: Running) -> None:
    done = _command(live, "import", *(str(each) for each in sorted(FOLDER.glob("*faktura-9*.xml"))))
    assert (done.returncode, done.stdout) == (0, "3 imported, 0 already here, 0 refused.\n"), done.stderr
    assert live.ask(SumInvoices(), member()).overdue_count == 1


def test_who_has_looked_can_be_read_and_its_chain_holds(live: Running, engine: Engine) -> None:
    live.ask(OpenInvoice(number="1001"), member())
    shown = live.ask(ListAccess(), member()).rows
    assert (shown[0].operation, shown[1].operation, shown[1].invoice_number) == ("access_log", "open", "1001")
    assert first_broken(rows(engine, "company")) is None
