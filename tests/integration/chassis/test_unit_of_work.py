"""The unit of work on a real database: fenced, all or nothing, and each message once."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, cast
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, MetaData, create_engine, insert, make_url, text
from sqlalchemy.exc import ProgrammingError

from services.chassis import audit
from services.chassis.caller import ANYONE_CALLER, Caller, service_caller
from services.chassis.database import AlreadyDone, AlreadyHeard, UnitOfWork, chassis_tables, is_away, new_engine, ping
from services.contracts.refusals import CONFLICT, Refused
from tests.integration.chassis.small import cases, content
from tests.integration.chassis.small.service import count, counters
from tests.support.assertions import member_caller, staff_caller
from tests.support.clock import FixedClock
from tests.support.servers import ServiceDatabase
from tests.support.waiting import wait_until

Rows = Callable[..., list[Any]]


def new_key() -> str:
    return uuid4().hex


def noted(subject: str, sequence: int = 1, event_id: str | None = None) -> content.Noted:
    return content.Noted(subject_id=subject, sequence=sequence, occurred_at=datetime.now(UTC), note=subject, event_id=event_id or new_key())


def counted(subject: str, sequence: int) -> content.Counted:
    return content.Counted(subject_id=subject, sequence=sequence, occurred_at=datetime.now(UTC), name="n", value=sequence)


def test_the_tables_in_the_database_are_those_sqlalchemy_knows(database: ServiceDatabase) -> None:
    metadata = MetaData()
    chassis_tables(metadata)
    engine = create_engine(make_url(database.owner_url).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        differences = [each for each in compare_metadata(context, metadata) if each[0] not in ("remove_table", "remove_index")]
    engine.dispose()
    assert differences == []


def test_state_news_mail_and_audit_are_one_commit(uow: UnitOfWork, rows: Rows) -> None:
    caller = member_caller(organisation_id=new_key())
    subject = f"{caller.organisation_id}:n"
    assert count(cases.Count(name="n", idempotency_key=new_key()), caller, uow).value == 1
    assert rows("SELECT value FROM counters WHERE organisation_id = :o", o=caller.organisation_id) == [(1,)]
    assert rows("SELECT speaker, routing_key FROM outbox WHERE subject_id = :s", s=subject) == [("content", "counted.v1")]
    assert rows("SELECT actor, what FROM audit WHERE subject = :s", s=subject) == [(caller.person_id, "counted")]


def test_leaving_without_a_commit_leaves_nothing(uow: UnitOfWork, rows: Rows) -> None:
    caller = member_caller(organisation_id=new_key())
    ask = cases.Count(name="n", idempotency_key=new_key())
    with pytest.raises(RuntimeError, match="on purpose"), uow(caller, ask) as work:  # noqa: PT012 - all of it is undone
        work.session.execute(insert(counters).values(organisation_id=caller.organisation_id, name="n", value=1))
        work.tell(counted(caller.organisation_id, work.next_sequence(caller.organisation_id)))
        work.mail("counted", to="a@example.se", about={})
        work.audit("counted", subject=caller.organisation_id)
        raise RuntimeError("on purpose")
    with uow(caller, ask) as work:
        work.audit("counted", subject=caller.organisation_id)
    for statement in (
        "SELECT 1 FROM counters WHERE organisation_id = :o",
        "SELECT 1 FROM outbox WHERE subject_id = :o",
        "SELECT 1 FROM audit WHERE subject = :o",
        "SELECT 1 FROM sequences WHERE subject_id = :o",
    ):
        assert rows(statement, o=caller.organisation_id) == []
    assert count(ask, caller, uow).value == 1


class TestRowLevelSecurity:
    def all_values(self, uow: UnitOfWork, caller: Caller, name: str) -> list[Any]:
        with uow(caller, None) as work:
            return list(
                work.session.execute(text("SELECT organisation_id FROM counters WHERE name = :n ORDER BY 1"), {"n": name}).scalars()
            )

    def test_a_member_sees_her_organisation_staff_and_the_service_see_all_anyone_nothing(self, uow: UnitOfWork) -> None:
        name, ours, theirs = new_key(), f"a{new_key()}", f"b{new_key()}"
        for organisation in (ours, theirs):
            count(cases.Count(name=name, idempotency_key=new_key()), member_caller(organisation_id=organisation), uow)
        assert self.all_values(uow, member_caller(organisation_id=ours), name) == [ours]
        assert self.all_values(uow, staff_caller(), name) == [ours, theirs]
        assert self.all_values(uow, service_caller("cases"), name) == [ours, theirs]
        assert self.all_values(uow, ANYONE_CALLER, name) == []
        assert self.all_values(uow, Caller("person", person_id="p"), name) == []

    def test_a_member_cannot_write_into_another_organisation(self, uow: UnitOfWork) -> None:
        with uow(member_caller(organisation_id="ours"), None) as work, pytest.raises(ProgrammingError, match="row-level security"):
            work.session.execute(insert(counters).values(organisation_id="theirs", name="n", value=1))

    def test_a_connection_goes_back_to_the_pool_without_its_fence(self, database: ServiceDatabase, uow: UnitOfWork) -> None:
        engine = new_engine(database.url, application="one", connections=1)
        one = UnitOfWork(engine, uow.clock)
        for caller in (staff_caller(), member_caller(organisation_id=new_key())):
            with one(caller, None) as work:
                work.commit()
        with engine.connect() as connection:
            said = text("SELECT current_setting('portal.organisation_id', true), current_setting('portal.reach', true)")
            assert set(connection.execute(said).one()) <= {"", None}
            assert connection.execute(text("SELECT count(*) FROM counters")).scalar_one() == 0
        engine.dispose()

    def test_the_owner_is_fenced_too(self, database: ServiceDatabase) -> None:
        engine = create_engine(make_url(database.owner_url).set(drivername="postgresql+psycopg"))
        with engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM counters")).scalar_one() == 0
        engine.dispose()


class TestIdempotency:
    def test_a_write_that_comes_twice_is_done_once_and_answered_the_same(self, uow: UnitOfWork, rows: Rows) -> None:
        caller, ask = member_caller(organisation_id=new_key()), cases.Count(name="n", idempotency_key=new_key())
        first = count(ask, caller, uow)
        with pytest.raises(AlreadyDone) as done:
            count(ask, caller, uow)
        assert done.value.reply == first
        assert rows("SELECT value FROM counters WHERE organisation_id = :o", o=caller.organisation_id) == [(1,)]

    def test_two_at_the_same_moment_are_done_once_and_answered_the_same(self, uow: UnitOfWork) -> None:
        caller = member_caller(organisation_id=new_key())
        ask = cases.Count(name="n", idempotency_key=new_key(), pause_s=0.2)
        together = threading.Barrier(6)

        def one(_: int) -> cases.Counted:
            together.wait()
            try:
                return count(ask, caller, uow)
            except AlreadyDone as done:
                return cast(cases.Counted, done.reply)

        with ThreadPoolExecutor(6) as pool:
            assert {reply.value for reply in pool.map(one, range(6))} == {1}

    def test_a_key_used_for_something_else_is_a_conflict(self, uow: UnitOfWork) -> None:
        caller, key = member_caller(organisation_id=new_key()), new_key()
        count(cases.Count(name="n", idempotency_key=key), caller, uow)
        with pytest.raises(Refused) as refused:
            count(cases.Count(name="m", idempotency_key=key), caller, uow)
        assert refused.value.refusal.code == CONFLICT

    def test_anothers_key_is_another_key(self, uow: UnitOfWork) -> None:
        key, name = new_key(), new_key()
        organisation = new_key()
        for caller in (
            member_caller(organisation_id=organisation, person_id="p1"),
            member_caller(organisation_id=organisation, person_id="p2"),
            member_caller(organisation_id=new_key(), person_id="p1"),
        ):
            assert count(cases.Count(name=name, idempotency_key=key), caller, uow).value in (1, 2)

    def test_after_a_day_the_key_is_new_again(self, engine: Engine) -> None:
        clock = FixedClock(datetime.now(UTC))
        later = UnitOfWork(engine, clock)
        caller, ask = member_caller(organisation_id=new_key()), cases.Count(name="n", idempotency_key=new_key())
        assert count(ask, caller, later).value == 1
        clock.advance(hours=23, minutes=59)
        with pytest.raises(AlreadyDone):
            count(ask, caller, later)
        clock.advance(minutes=2)
        assert count(ask, caller, later).value == 2

    def test_a_commit_without_an_answer_may_be_tried_again_with_the_same_key(self, uow: UnitOfWork, rows: Rows) -> None:
        caller, ask = member_caller(organisation_id=new_key()), cases.Count(name="n", idempotency_key=new_key())
        with uow(caller, ask) as work:
            work.audit("refused", subject=caller.organisation_id)
            work.commit()
        assert rows("SELECT what FROM audit WHERE subject = :o", o=caller.organisation_id) == [("refused",)]
        assert count(ask, caller, uow).value == 1

    def test_what_is_kept_shows_neither_key_nor_answer(self, uow: UnitOfWork, rows: Rows) -> None:
        caller, ask = member_caller(organisation_id=new_key()), cases.Count(name="n", idempotency_key=new_key())
        count(ask, caller, uow)
        kept = b"".join(bytes(part) for row in rows("SELECT id, content, reply FROM idempotency") for part in row if part)
        assert ask.idempotency_key.encode() not in kept
        assert b"value" not in kept


class TestInbox:
    def act(self, uow: UnitOfWork, news: content.Noted | content.Counted) -> None:
        with uow(service_caller("cases"), news) as work:
            work.commit()

    def test_news_that_comes_twice_is_acted_on_once(self, uow: UnitOfWork) -> None:
        news = noted(new_key())
        self.act(uow, news)
        with pytest.raises(AlreadyHeard):
            self.act(uow, news)

    def test_news_that_failed_is_acted_on_when_it_comes_again(self, uow: UnitOfWork) -> None:
        news = noted(new_key())
        with pytest.raises(RuntimeError), uow(service_caller("cases"), news):
            raise RuntimeError
        self.act(uow, news)

    def test_older_news_about_a_subject_does_not_undo_newer(self, uow: UnitOfWork) -> None:
        subject = new_key()
        self.act(uow, counted(subject, 2))
        with pytest.raises(AlreadyHeard):
            self.act(uow, counted(subject, 1))
        self.act(uow, counted(subject, 3))
        self.act(uow, counted(new_key(), 1))

    def test_where_every_piece_counts_an_older_one_counts_too(self, uow: UnitOfWork) -> None:
        subject = new_key()
        self.act(uow, noted(subject, 2))
        self.act(uow, noted(subject, 1))

    def test_two_kinds_of_news_about_one_subject_do_not_hide_each_other(self, uow: UnitOfWork) -> None:
        subject = new_key()
        self.act(uow, counted(subject, 5))
        self.act(uow, noted(subject, 1))


def test_sequence_numbers_rise_one_by_one_also_when_many_take_them_at_once(uow: UnitOfWork) -> None:
    subject = new_key()

    def take(_: int) -> int:
        with uow(service_caller("cases"), None) as work:
            number = work.next_sequence(subject)
            work.commit()
            return number

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(take, range(24))) == list(range(1, 25))


class TestAudit:
    def test_the_chain_holds_under_many_writers_and_shows_a_changed_row(self, uow: UnitOfWork, database: ServiceDatabase) -> None:
        def write(number: int) -> None:
            with uow(staff_caller(), None) as work:
                work.audit("tried", subject=str(number), details={"number": number, "at": datetime.now(UTC), "ö": "å"})
                work.audit("tried twice", subject=str(number))
                work.commit()

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(write, range(24)))
        engine = create_engine(make_url(database.admin_url).set(drivername="postgresql+psycopg"))
        with engine.connect() as connection:
            assert audit.first_broken(connection) is None
            (middle,) = connection.execute(text("SELECT id FROM audit ORDER BY id OFFSET 20 LIMIT 1")).one()
            connection.execute(text("ALTER TABLE audit DISABLE TRIGGER ALL"))
            connection.execute(text("UPDATE audit SET actor = 'somebody else' WHERE id = :id"), {"id": middle})
            assert audit.first_broken(connection) == middle
            connection.rollback()
        engine.dispose()

    @pytest.mark.parametrize("statement", ["UPDATE audit SET what = 'x'", "DELETE FROM audit", "TRUNCATE audit"])
    def test_the_service_can_change_none_of_its_rows(self, engine: Engine, statement: str) -> None:
        with engine.connect() as connection, pytest.raises(ProgrammingError, match="permission denied"):
            connection.execute(text(statement))

    @pytest.mark.parametrize("statement", ["UPDATE audit SET what = 'x'", "DELETE FROM audit", "TRUNCATE audit"])
    def test_nor_can_the_owner_in_passing(self, database: ServiceDatabase, statement: str) -> None:
        engine = create_engine(make_url(database.owner_url).set(drivername="postgresql+psycopg"))
        with engine.connect() as connection, pytest.raises(Exception, match="never changed or removed"):
            connection.execute(text(statement))
        engine.dispose()


class TestConnections:
    def kill_all(self, database: ServiceDatabase) -> None:
        engine = create_engine(make_url(database.admin_url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
        others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        with engine.connect() as connection:
            connection.execute(text(f"SELECT pg_terminate_backend(pid) {others}"))
            wait_until(lambda: connection.execute(text(f"SELECT count(*) {others}")).scalar_one() == 0)
        engine.dispose()

    def test_the_next_use_case_does_not_notice_that_the_pool_has_died(self, uow: UnitOfWork, database: ServiceDatabase) -> None:
        caller = member_caller(organisation_id=new_key())
        for value in (1, 2):
            assert count(cases.Count(name="n", idempotency_key=new_key()), caller, uow).value == value
            self.kill_all(database)

    def test_dying_in_the_middle_is_an_error_that_says_the_database_is_away(self, uow: UnitOfWork, database: ServiceDatabase) -> None:
        caller = member_caller(organisation_id=new_key())
        with pytest.raises(Exception) as error, uow(caller, None) as work:  # noqa: PT012 - the middle is the point
            self.kill_all(database)
            work.session.execute(text("SELECT 1"))
        assert is_away(error.value)

    def test_a_wrong_statement_does_not_say_so(self, engine: Engine) -> None:
        with engine.connect() as connection, pytest.raises(ProgrammingError) as error:
            connection.execute(text("SELECT nothing FROM nowhere"))
        assert not is_away(error.value)

    def test_a_server_that_is_not_there_is_away(self) -> None:
        engine = new_engine("postgresql://nobody@127.0.0.1:1/none", application="test")
        assert not ping(engine)
        with pytest.raises(Exception) as error:
            engine.connect()
        assert is_away(error.value)

    def test_errors_do_not_carry_what_people_wrote(self, engine: Engine) -> None:
        with engine.connect() as connection, pytest.raises(ProgrammingError) as error:
            connection.execute(text("SELECT nothing FROM nowhere WHERE x = :x"), {"x": "850709-9805"})
        assert "9805" not in str(error.value)


def test_a_transaction_forgotten_is_ended_by_the_database(engine: Engine) -> None:
    with engine.connect() as connection:
        limits = {name: connection.execute(text(f"SHOW {name}")).scalar_one() for name in ("statement_timeout", "lock_timeout")}
    assert limits == {"statement_timeout": "5s", "lock_timeout": "2s"}
