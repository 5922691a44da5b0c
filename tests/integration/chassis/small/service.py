"""The small service: one table of counters, one of notes, and a use case for everything the chassis must survive."""

import sys
import time
from datetime import timedelta
from typing import Any

from sqlalchemy import Column, Integer, MetaData, Table, Text, insert, text
from sqlalchemy.dialects.postgresql import insert as upsert

from services.chassis.assertions import Verifier, service_caller
from services.chassis.caller import Caller
from services.chassis.clock import SystemClock
from services.chassis.database import UnitOfWork, chassis_tables, new_engine
from services.chassis.heavy_work import in_native_thread
from services.chassis.mail import Mail, MailRow
from services.chassis.settings import ServiceSettings
from services.chassis.wiring import App, Job, wire
from services.contracts.envelope import Done
from services.contracts.refusals import refuse
from tests.integration.chassis.small import cases, content

metadata = MetaData()
chassis_tables(metadata)
counters = Table(
    "counters",
    metadata,
    Column("organisation_id", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Integer, nullable=False),
)
notes = Table("notes", metadata, Column("id", Integer, primary_key=True), Column("note", Text, nullable=False))


def echo(ask: cases.Echo, caller: Caller) -> cases.Echoed:
    return cases.Echoed(text=ask.text, by=caller.person_id)


def sleep(ask: cases.Sleep, caller: Caller, uow: UnitOfWork) -> Done:
    if ask.natively:
        in_native_thread(time.sleep, ask.seconds)
    elif ask.in_database:
        with uow(service_caller("cases"), ask) as work:
            work.session.execute(text("SELECT pg_sleep(:seconds)"), {"seconds": ask.seconds})
    else:
        time.sleep(ask.seconds)
    return Done()


def fail(ask: cases.Fail, caller: Caller) -> Any:
    match ask.how:
        case "refused":
            refuse("too_many", place="how", limit=3)
        case "raised":
            raise RuntimeError("a secret 850709-9805 in an error")
    return cases.Counted(value=1)


def count(ask: cases.Count, caller: Caller, uow: UnitOfWork) -> cases.Counted:
    with uow(caller, ask) as work:
        value = work.session.execute(
            upsert(counters)
            .values(organisation_id=caller.organisation_id, name=ask.name, value=1)
            .on_conflict_do_update(index_elements=["organisation_id", "name"], set_={"value": counters.c.value + 1})
            .returning(counters.c.value)
        ).scalar_one()
        time.sleep(ask.pause_s)
        subject = f"{caller.organisation_id}:{ask.name}"
        work.tell(
            content.Counted(subject_id=subject, sequence=work.next_sequence(subject), occurred_at=work.now, name=ask.name, value=value)
        )
        work.mail("counted", to=f"{ask.name}@example.se", about={"value": value, "link": "https://example.se/once"})
        work.audit("counted", subject=subject, details={"value": value})
        return work.commit(cases.Counted(value=value))


def read_counter(ask: cases.ReadCounter, caller: Caller, uow: UnitOfWork) -> cases.Counted:
    with uow(caller, ask) as work:
        # No WHERE on the organisation: row-level security alone must keep the others' out.
        found = text("SELECT coalesce(sum(value), 0) FROM counters WHERE name = :name")
        value = work.session.execute(found, {"name": ask.name}).scalar_one()
        return cases.Counted(value=value)


def hear_counted(news: content.Counted, uow: UnitOfWork) -> None:
    with uow(service_caller("cases"), news) as work:
        work.session.execute(insert(notes).values(note=f"{news.name}={news.value}"))
        work.commit()


def hear_noted(news: content.Noted, uow: UnitOfWork) -> None:
    with uow(service_caller("cases"), news) as work:
        work.session.execute(insert(notes).values(note=news.note))
        if news.poison:
            raise RuntimeError("poison")
        work.commit()


def counted_mail(row: MailRow) -> Mail | None:
    return Mail(to=row.recipient, subject="Räknat", text=f"Nu {row.about['value']}: {row.about['link']}", html="<p>Räknat</p>")


def build(name: str, settings: ServiceSettings) -> App:
    """Both users' App: `cases` answers and hears, `content` tells through its relay."""
    engine = new_engine(settings.database_url.get_secret_value(), application=name)
    ports = {"uow": UnitOfWork(engine, SystemClock())}

    def tick() -> None:
        with ports["uow"](service_caller(name), None) as work:
            work.session.execute(insert(notes).values(note="tick"))
            work.commit()

    table: dict[Any, Any] = {
        cases.Echo: echo,
        cases.EchoToMembers: echo,
        cases.EchoToFinance: echo,
        cases.Sleep: sleep,
        cases.Fail: fail,
        cases.Count: count,
        cases.ReadCounter: read_counter,
    }
    return App(
        name=name,
        engine=engine,
        settings=settings,
        verifier=Verifier(settings.identity_keys_file, name),
        asks={ask: wire(use_case, **ports) for ask, use_case in table.items()} if name == "cases" else {},
        news={content.Counted: wire(hear_counted, **ports), content.Noted: wire(hear_noted, **ports)} if name == "cases" else {},
        jobs=[Job("tick", timedelta(seconds=1), tick)],
        mails={"counted": counted_mail},
    )


def main() -> None:
    command, name = sys.argv[1:]
    if command == "serve":
        from services.chassis import host
    from services.chassis import logs
    from services.chassis.settings import load_settings

    settings = load_settings(ServiceSettings)
    logs.configure(name, settings.log_level)
    app = build(name, settings)
    if command == "serve":
        host.serve(app)
    else:
        from services.chassis.relay import relay

        relay(app)
