"""The relay's other work: mails over SMTP, jobs by the clock; and migrations, which come before all of it."""

import smtplib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import Engine, create_engine, make_url, text

from deploy.local.ports import free_ports
from services.chassis.assertions import Verifier
from services.chassis.caller import service_caller
from services.chassis.database import UnitOfWork
from services.chassis.mail import Mail, MailRow
from services.chassis.migrations import is_current, migrate
from services.chassis.relay_jobs import JobRunner, tidy
from services.chassis.relay_mail import MailSender
from services.chassis.settings import ServiceSettings
from services.chassis.wiring import App, Job
from tests.integration.chassis.conftest import Small
from tests.support.assertions import Minter
from tests.support.servers import Servers, Vhost
from tests.support.waiting import wait_until

Rows = Callable[..., list[Any]]


class PostOffice:
    """An SMTP server that takes mails, or refuses them the way it is told to."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answers: dict[str, str] = {}

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.mails if mail["To"] == address]


@pytest.fixture(scope="module")
def smtp_port() -> int:
    return free_ports(1)[0]


@pytest.fixture(scope="module")
def post_office(smtp_port: int) -> Iterator[PostOffice]:
    office = PostOffice()
    controller = Controller(office, hostname="127.0.0.1", port=smtp_port)
    controller.start()
    yield office
    controller.stop()


@pytest.fixture(scope="module")
def app(engine: Engine, minter: Minter, smtp_port: int, tmp_path_factory: pytest.TempPathFactory) -> App:
    settings = ServiceSettings.model_validate(
        {
            "environment": "test", "database_url": "postgresql://x/x", "broker_url": "amqp://x/", "identity_keys_file": minter.keys_file,
            "smtp_url": f"smtp://127.0.0.1:{smtp_port}", "mail_from": "Kundportalen <portal@example.se>",
            "portal_address": "http://localhost", "blob_folder": tmp_path_factory.mktemp("blobs"), "inside_port": 0, "relay_inside_port": 0,
        }
    )  # fmt: skip
    return App(name="cases", engine=engine, settings=settings, verifier=Verifier(minter.keys_file, "cases"))


def write(uow: UnitOfWork, to: str, **about: Any) -> None:
    with uow(service_caller("cases"), None) as work:
        work.mail("letter", to=to, about=about)
        work.commit()


def sender(app: App, render: Callable[[MailRow], Mail | None]) -> MailSender:
    return MailSender(replace(app, mails={"letter": render}), threading.Event())


def plain(row: MailRow) -> Mail:
    return Mail(to=row.recipient, subject="Ärende", text=f"Hej! {row.about.get('link', '')}", html="<p>Hej!</p>", headers={"X-Case": "1"})


def row_of(rows: Rows, to: str) -> Any:
    (found,) = rows("SELECT *, next_attempt_at > now() + interval '1 second' AS later FROM mail_outbox WHERE recipient = :t", t=to)
    return found


def test_a_mail_is_sent_whole_and_its_link_forgotten(app: App, uow: UnitOfWork, post_office: PostOffice, rows: Rows) -> None:
    to = f"{uuid4().hex}@example.se"
    write(uow, to, link="https://example.se/once")
    assert sender(app, plain).send_one()
    (mail,) = post_office.to(to)
    assert mail["Subject"] == "Ärende"
    assert mail["Message-ID"] == f"<{row_of(rows, to).message_id}@example.se>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Case"] == "1"
    body, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert body is not None
    assert html is not None
    assert "https://example.se/once" in body.get_content()
    assert (row_of(rows, to).outcome, row_of(rows, to).about) == ("sent", {})
    assert not sender(app, plain).send_one()


def test_a_mail_nobody_should_get_any_more_is_withdrawn(app: App, uow: UnitOfWork, post_office: PostOffice, rows: Rows) -> None:
    to = f"{uuid4().hex}@example.se"
    write(uow, to, link="https://example.se/once")
    sender(app, lambda row: None).send_one()
    assert post_office.to(to) == []
    assert (row_of(rows, to).outcome, row_of(rows, to).about) == ("withdrawn", {})


def test_a_refusal_for_good_is_parked_and_its_link_forgotten(app: App, uow: UnitOfWork, post_office: PostOffice, rows: Rows) -> None:
    to = f"{uuid4().hex}@example.se"
    post_office.answers[to] = "550 nobody here"
    write(uow, to, link="https://example.se/once")
    sender(app, plain).send_one()
    assert (row_of(rows, to).outcome, row_of(rows, to).about) == ("parked", {})


def test_a_refusal_for_now_is_tried_again_under_the_same_message_id(
    app: App, uow: UnitOfWork, post_office: PostOffice, rows: Rows, engine: Engine
) -> None:
    to = f"{uuid4().hex}@example.se"
    post_office.answers[to] = "451 come back"
    write(uow, to, link="x")
    sender(app, plain).send_one()
    first = row_of(rows, to)
    assert (first.outcome, first.attempts, first.later) == (None, 1, True)
    assert first.about == {"link": "x"}
    del post_office.answers[to]
    with engine.begin() as connection:
        connection.execute(text("UPDATE mail_outbox SET next_attempt_at = now() WHERE recipient = :t"), {"t": to})
    sender(app, plain).send_one()
    assert post_office.to(to)[0]["Message-ID"].startswith(f"<{first.message_id}@")


@pytest.mark.parametrize("failing", [smtplib.SMTPServerDisconnected(), RuntimeError("renderer")], ids=["server gone", "renderer broken"])
def test_a_failure_puts_the_mail_off_and_the_others_go_out(
    app: App, uow: UnitOfWork, post_office: PostOffice, rows: Rows, failing: Exception
) -> None:
    bad, good = f"{uuid4().hex}@example.se", f"{uuid4().hex}@example.se"

    def render(row: MailRow) -> Mail:
        if row.recipient == bad:
            raise failing
        return plain(row)

    write(uow, bad)
    write(uow, good)
    while sender(app, render).send_one():
        pass
    assert (row_of(rows, bad).outcome, row_of(rows, bad).later) == (None, True)
    assert len(post_office.to(good)) == 1


def test_a_header_cannot_be_smuggled_in(app: App, uow: UnitOfWork, post_office: PostOffice, rows: Rows) -> None:
    to = f"{uuid4().hex}@example.se"
    write(uow, to)
    sender(app, lambda row: Mail(to=row.recipient, subject="a\r\nBcc: thief@example.se", text="")).send_one()
    assert post_office.to(to) == []
    assert row_of(rows, to).outcome is None


def test_two_senders_send_each_mail_once(app: App, uow: UnitOfWork, post_office: PostOffice) -> None:
    addresses = [f"{uuid4().hex}@example.se" for _ in range(12)]
    for to in addresses:
        write(uow, to)

    def send_all(_: int) -> None:
        while sender(app, plain).send_one():
            pass

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(send_all, range(3)))
    assert [len(post_office.to(to)) for to in addresses] == [1] * 12


def test_a_job_runs_on_one_replica_at_its_times(app: App, rows: Rows) -> None:
    ran: list[int] = []
    together = threading.Barrier(4)
    job = Job(f"job-{uuid4().hex}", timedelta(seconds=30), lambda: ran.append(1))

    def one(_: int) -> timedelta:
        together.wait()
        return JobRunner(app, job, threading.Event()).run_if_due()

    with ThreadPoolExecutor(4) as pool:
        waits = list(pool.map(one, range(4)))
    assert ran == [1]
    assert all(timedelta(seconds=5) < wait <= timedelta(seconds=30) for wait in waits)
    assert JobRunner(app, job, threading.Event()).run_if_due() > timedelta(seconds=20)
    assert ran == [1]


def test_a_job_that_fails_waits_for_its_next_time_and_its_lock_is_free(app: App) -> None:
    ran: list[int] = []

    def fail() -> None:
        ran.append(1)
        raise RuntimeError("on purpose")

    job = Job(f"job-{uuid4().hex}", timedelta(seconds=0), fail)
    for _ in range(2):
        JobRunner(app, job, threading.Event()).run_if_due()
    assert ran == [1, 1]


def test_what_is_old_is_forgotten_and_what_waits_is_not(app: App, engine: Engine, rows: Rows) -> None:
    old = f"{uuid4().hex}@example.se"
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO inbox VALUES (:e, now() - interval '31 days'), (:f, now())"), {"e": old, "f": f"new {old}"})
        connection.execute(text("INSERT INTO idempotency VALUES (:i, '', NULL, now() - interval '25 hours')"), {"i": old.encode()})
    tidy(app).run()
    assert rows("SELECT event_id FROM inbox WHERE event_id LIKE :e", e=f"%{old}") == [(f"new {old}",)]
    assert rows("SELECT 1 FROM idempotency WHERE id = :i", i=old.encode()) == []


class TestProcess:
    def test_it_is_healthy_runs_its_jobs_and_sends_mail_at_once(
        self, small: Small, vhost: Vhost, smtp_port: int, uow: UnitOfWork, post_office: PostOffice, rows: Rows
    ) -> None:
        relaying = small.start("relay", "content", vhost.url("content"), SMTP_URL=f"smtp://127.0.0.1:{smtp_port}")
        assert relaying.get("/livez").status_code == 200
        wait_until(lambda: rows("SELECT 1 FROM notes WHERE note = 'tick'"))
        to = f"{uuid4().hex}@example.se"
        with uow(service_caller("cases"), None) as work:
            work.mail("counted", to=to, about={"value": 1, "link": "x"})
            work.commit()
        wait_until(lambda: post_office.to(to), 4.5, "NOTIFY waking the sender")
        assert "portal_outbox_waiting" in relaying.get("/metrics").text

    def test_without_a_broker_it_still_sends_mail_and_says_what_is_missing(
        self, small: Small, smtp_port: int, uow: UnitOfWork, post_office: PostOffice
    ) -> None:
        relay = small.start("relay", "content", "amqp://content:x@127.0.0.1:1/", ready=False, SMTP_URL=f"smtp://127.0.0.1:{smtp_port}")
        wait_until(lambda: '"relaying"' in relay.log(), 30)
        assert relay.get("/readyz").text == "missing: broker\n"
        to = f"{uuid4().hex}@example.se"
        with uow(service_caller("cases"), None) as work:
            work.mail("counted", to=to, about={"value": 1, "link": "x"})
            work.commit()
        wait_until(lambda: post_office.to(to), 20)
        assert relay.end() == 0


class TestMigrations:
    def test_two_migrators_at_once_do_no_harm_and_the_second_time_is_quick(self, servers: Servers) -> None:
        fresh = servers.database("cases", migrated=False)
        engine = create_engine(make_url(fresh.url).set(drivername="postgresql+psycopg"))
        assert not is_current("cases", engine)
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda _: migrate("cases", fresh.owner_url), range(2)))
        assert is_current("cases", engine)
        migrate("cases", fresh.owner_url)
        with engine.connect() as connection, pytest.raises(Exception, match="permission denied"):
            connection.execute(text("UPDATE alembic_version SET version_num = 'x'"))
        engine.dispose()

    def test_the_services_login_owns_nothing(self, servers: Servers) -> None:
        fresh = servers.database("cases")
        engine = create_engine(make_url(fresh.url).set(drivername="postgresql+psycopg"))
        with engine.connect() as connection:
            owned = connection.execute(text("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")).scalar_one()
            assert owned == 0
            with pytest.raises(Exception, match="permission denied"):
                connection.execute(text("CREATE TABLE mine ()"))
        engine.dispose()


def test_a_relay_with_a_wrong_setting_ends_with_two(small: Small, tmp_path: Path) -> None:
    process = small.start("relay", "content", "http://no-broker/", ready=False)
    assert process.popen.wait(30) == 2
    assert "BROKER_URL: wrong; expected amqp://" in process.log()
