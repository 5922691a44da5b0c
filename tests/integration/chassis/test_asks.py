"""Asks over the real broker: answered, refused, expired, repeated, and never lost without a word."""

import json
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import kombu.connection
import pika
import pytest

from services.chassis.caller import Caller
from services.chassis.envelopes import seal
from services.chassis.rpc_client import Bus, Unavailable
from services.contracts.refusals import CONFLICT, INVALID, NOT_ALLOWED, SIGN_IN, Refused
from services.contracts.rights import Role, StaffRole
from tests.integration.chassis.conftest import Process, Small
from tests.integration.chassis.small import cases
from tests.support.assertions import Minter, member_caller, person_caller, staff_caller
from tests.support.servers import Servers, Vhost
from tests.support.waiting import wait_until

Token = Callable[[Caller], str]
Rows = Callable[..., list[Any]]


def code(bus: Bus, ask: Any, assertion: str | None) -> str:
    with pytest.raises(Refused) as refused:
        bus.ask(ask, assertion, correlation_id="page-1")
    return refused.value.refusal.code


class TestAnswers:
    def test_an_ask_is_answered_with_its_reply(self, bus: Bus) -> None:
        assert bus.ask(cases.Echo(text="Å\n\\u0000😀"), None, correlation_id="page-1") == cases.Echoed(text="Å\n\\u0000😀", by="")

    def test_a_nul_never_reaches_a_use_case(self, bus: Bus) -> None:
        assert code(bus, cases.Echo(text="a\x00"), None) == INVALID

    def test_a_large_ask_is_answered_too(self, bus: Bus) -> None:
        assert bus.ask(cases.Echo(text="å" * 100_000), None, correlation_id="page-1").text == "å" * 100_000

    def test_the_caller_is_the_one_in_the_assertion(self, bus: Bus, token: Token) -> None:
        assert bus.ask(cases.EchoToMembers(text="x"), token(member_caller(person_id="p7")), correlation_id="page-1").by == "p7"

    def test_a_refusal_travels_as_a_value(self, bus: Bus) -> None:
        with pytest.raises(Refused) as refused:
            bus.ask(cases.Fail(how="refused"), None, correlation_id="page-1")
        assert refused.value.refusal.model_dump() == {"code": "too_many", "place": "how", "details": {"limit": 3}}

    @pytest.mark.parametrize("how", ["raised", "another reply"])
    def test_an_error_of_ours_travels_as_unavailable_without_a_word_of_it(self, bus: Bus, serving: Process, how: str) -> None:
        page = uuid4().hex
        with pytest.raises(Unavailable) as unavailable:
            bus.ask(cases.Fail(how=how), None, correlation_id=page)
        assert str(unavailable.value) == "cases"
        (line,) = [json.loads(line) for line in serving.log().splitlines() if page in line]
        assert (line["event"], line["level"], line["ask"]) == ("ask_failed", "error", "fail")
        assert "9805" not in json.dumps(line)

    def test_many_threads_each_get_their_own_answer(self, bus: Bus, token: Token) -> None:
        assertion = token(member_caller())

        def one(number: int) -> bool:
            return bus.ask(cases.EchoToMembers(text=str(number)), assertion, correlation_id="page-1", deadline_s=10).text == str(number)

        with ThreadPoolExecutor(32) as pool:
            assert all(pool.map(one, range(600)))

    def test_all_of_a_round_come_back_each_in_its_own_way(self, bus: Bus) -> None:
        answers = bus.ask_all(
            {
                "echo": (cases.Echo(text="a"), None),
                "refused": (cases.Fail(how="refused"), None),
                "broken": (cases.Fail(how="raised"), None),
                "signed out": (cases.EchoToMembers(text="b"), None),
                "slow": (cases.Sleep(seconds=5), None),
            },
            deadline_s=0.7,
        )
        assert answers["echo"] == cases.Echoed(text="a", by="")
        assert answers["refused"].refusal.code == "too_many"
        assert isinstance(answers["broken"], Unavailable)
        assert answers["signed out"].refusal.code == SIGN_IN
        assert isinstance(answers["slow"], Unavailable)

    def test_the_parts_of_a_round_run_at_once(self, bus: Bus) -> None:
        before = time.monotonic()
        answers = bus.ask_all({str(number): (cases.Sleep(seconds=0.4), None) for number in range(8)}, deadline_s=5)
        assert not [answer for answer in answers.values() if isinstance(answer, Exception)]
        assert time.monotonic() - before < 2


class TestRights:
    def test_whom_an_ask_is_not_for_is_refused(self, bus: Bus, token: Token) -> None:
        for_members, for_finance = cases.EchoToMembers(text="x"), cases.EchoToFinance(text="x")
        assert code(bus, for_members, None) == SIGN_IN
        assert code(bus, for_members, token(person_caller())) == NOT_ALLOWED
        assert code(bus, for_members, token(staff_caller())) == NOT_ALLOWED
        assert code(bus, for_finance, token(member_caller(Role.MAIN_ADMIN))) == NOT_ALLOWED
        assert code(bus, for_finance, token(staff_caller(StaffRole.EDITOR))) == NOT_ALLOWED
        assert bus.ask(for_finance, token(staff_caller(StaffRole.EDITOR, StaffRole.FINANCE)), correlation_id="page-1").text == "x"

    def test_another_audiences_or_another_keys_assertion_is_none(self, bus: Bus, minter: Minter) -> None:
        stranger = Minter()
        for assertion in (minter.mint(member_caller(), "billing"), stranger.mint(member_caller(), "cases"), "x", ""):
            assert code(bus, cases.EchoToMembers(text="x"), assertion) == SIGN_IN
            assert code(bus, cases.Echo(text="x"), assertion) == SIGN_IN

    def test_the_answer_to_wrong_content_comes_after_the_assertion(self, bus: Bus, token: Token) -> None:
        wrong = cases.EchoToMembers.model_construct(text=None)  # type: ignore[arg-type]
        assert code(bus, wrong, None) == SIGN_IN
        with pytest.raises(Refused) as refused:
            bus.ask(wrong, token(member_caller()), correlation_id="page-1")
        assert (refused.value.refusal.code, refused.value.refusal.place) == (INVALID, "text")

    def test_a_new_key_of_identitys_is_taken_up_while_running(self, bus: Bus, minter: Minter, token: Token) -> None:
        old = token(member_caller())
        assert bus.ask(cases.EchoToMembers(text="x"), old, correlation_id="page-1")
        minter.rotate("next")
        assert bus.ask(cases.EchoToMembers(text="x"), token(member_caller()), correlation_id="page-1")
        assert code(bus, cases.EchoToMembers(text="x"), old) == SIGN_IN


class TestDeadlines:
    def test_no_answer_in_time_is_unavailable_at_the_deadline(self, bus: Bus) -> None:
        before = time.monotonic()
        with pytest.raises(Unavailable):
            bus.ask(cases.Sleep(seconds=3), None, correlation_id="page-1", deadline_s=0.3)
        assert time.monotonic() - before < 1

    def test_an_ask_whose_caller_has_given_up_is_not_run_later(self, servers: Servers, small: Small, rows: Rows, token: Token) -> None:
        caller = member_caller(organisation_id=uuid4().hex)
        with servers.vhost() as vhost:
            bus, process = Bus(vhost.url("gateway")), small.start("serve", "cases", vhost.url("cases"))
            bus.ask(cases.Echo(text="x"), None, correlation_id="page-1")
            process.popen.send_signal(signal.SIGSTOP)
            with pytest.raises(Unavailable):
                bus.ask(cases.Count(name="late", idempotency_key=uuid4().hex), token(caller), correlation_id="page-1", deadline_s=0.2)
            process.popen.send_signal(signal.SIGCONT)
            in_time = cases.Count(name="in time", idempotency_key=uuid4().hex)
            assert bus.ask(in_time, token(caller), correlation_id="page-1", deadline_s=5).value == 1
            bus.close()
            process.end()
        assert rows("SELECT name FROM counters WHERE organisation_id = :o", o=caller.organisation_id) == [("in time",)]

    def test_an_expired_ask_is_dropped_by_the_service_too(self, serving: Process, vhost: Vhost, rows: Rows, token: Token) -> None:
        caller = member_caller(organisation_id=uuid4().hex)
        ask = cases.Count(name="n", idempotency_key=uuid4().hex)
        before = _count_of(serving, "expired")
        with pika.BlockingConnection(pika.URLParameters(vhost.url("gateway"))) as connection:
            connection.channel().basic_publish("asks", "cases.count", seal(ask, token(caller), "page-1", time.time() - 0.1))
        wait_until(lambda: _count_of(serving, "expired") == before + 1)
        assert rows("SELECT 1 FROM counters WHERE organisation_id = :o", o=caller.organisation_id) == []

    def test_the_message_itself_expires(self, vhost: Vhost) -> None:
        alone = Bus(vhost.url("gateway"))
        with pytest.raises(Unavailable):
            # Nobody serves `content` here.
            alone.ask(_for_content(), None, correlation_id="page-1", deadline_s=0.2)
        wait_until(lambda: _waiting(vhost, "content.asks") == 0)
        alone.close()


class TestRepeats:
    def test_a_write_is_done_once_whatever_is_sent(self, bus: Bus, token: Token) -> None:
        caller = token(member_caller(organisation_id=uuid4().hex))
        ask = cases.Count(name="n", idempotency_key=uuid4().hex)
        with ThreadPoolExecutor(6) as pool:
            replies = list(pool.map(lambda _: bus.ask(ask, caller, correlation_id="page-1", deadline_s=10), range(12)))
        assert {reply.value for reply in replies} == {1}
        assert bus.ask(cases.ReadCounter(name="n"), caller, correlation_id="page-1").value == 1
        assert code(bus, cases.Count(name="m", idempotency_key=ask.idempotency_key), caller) == CONFLICT

    def test_a_write_redelivered_by_the_broker_runs_once(self, vhost: Vhost, serving: Process, bus: Bus, rows: Rows, token: Token) -> None:
        caller = member_caller(organisation_id=uuid4().hex)
        body = seal(cases.Count(name="n", idempotency_key=uuid4().hex), token(caller), "page-1", time.time() + 10)
        with pika.BlockingConnection(pika.URLParameters(vhost.url("gateway"))) as connection:
            for _ in range(3):
                connection.channel().basic_publish("asks", "cases.count", body)
        wait_until(lambda: rows("SELECT 1 FROM counters WHERE organisation_id = :o", o=caller.organisation_id))
        assert bus.ask(cases.ReadCounter(name="n"), token(caller), correlation_id="page-1").value == 1
        assert rows("SELECT count(*) FROM outbox WHERE subject_id LIKE :o", o=f"{caller.organisation_id}%") == [(1,)]

    def test_an_ask_a_killed_service_held_is_answered_by_the_next(self, servers: Servers, small: Small, token: Token) -> None:
        assertion = token(member_caller(organisation_id=uuid4().hex))
        asks = [cases.Count(name=str(number), idempotency_key=uuid4().hex, pause_s=1.0) for number in range(12)]
        with servers.vhost() as vhost, ThreadPoolExecutor(12) as pool:
            bus, victims = Bus(vhost.url("gateway")), [small.start("serve", "cases", vhost.url("cases")) for _ in range(2)]
            answers = [pool.submit(bus.ask, ask, assertion, correlation_id="page-1", deadline_s=15) for ask in asks]
            wait_until(lambda: all(_answering(*victims)), what="both being at work")
            victims[0].end(signal.SIGKILL)
            assert [answer.result().value for answer in answers] == [1] * 12
            victims[1].end()
            bus.close()


class TestGreenlets:
    def test_waiting_for_the_database_holds_nobody_up(self, bus: Bus) -> None:
        bus.ask_all({str(number): (cases.Sleep(seconds=0.01, in_database=True), None) for number in range(8)}, deadline_s=10)
        before = time.monotonic()
        answers = bus.ask_all({str(number): (cases.Sleep(seconds=0.3, in_database=True), None) for number in range(8)}, deadline_s=10)
        assert not [answer for answer in answers.values() if isinstance(answer, Exception)]
        assert time.monotonic() - before < 1.5, "eight times 0.3 s one after the other would be 2.4 s"

    def test_heavy_work_holds_nobody_up(self, bus: Bus) -> None:
        with ThreadPoolExecutor(1) as pool:
            heavy = pool.submit(bus.ask, cases.Sleep(seconds=1.5, natively=True), None, correlation_id="page-1", deadline_s=10)
            before = time.monotonic()
            while not heavy.done() and time.monotonic() - before < 1:
                assert bus.ask(cases.Echo(text="x"), None, correlation_id="page-1", deadline_s=0.5).text == "x"
            heavy.result()


class TestReplies:
    def test_asks_and_answers_carry_our_envelope_and_no_context_of_nameko(self, vhost: Vhost, serving: Process) -> None:
        with pika.BlockingConnection(pika.URLParameters(vhost.url("gateway"))) as connection:
            channel = connection.channel()
            ours = uuid4().hex
            queue = channel.queue_declare(f"replies.gateway.{ours}", exclusive=True).method.queue
            channel.queue_bind(queue, "replies", f"reply.gateway.{ours}")
            properties = pika.BasicProperties(reply_to=f"reply.gateway.{ours}", correlation_id="call-1")
            body = seal(cases.Echo(text="x"), None, "page-1", time.time() + 5)
            assert set(json.loads(body)) == {"ask", "assertion", "correlation_id", "deadline"}
            channel.basic_publish("asks", "cases.echo", body, properties)
            found: list[Any] = wait_until(lambda: [got] if (got := channel.basic_get(queue, auto_ack=True))[0] else [])
        (_, about, content) = found[0]
        assert json.loads(content) == {"text": "x", "by": ""}
        assert (about.type, about.correlation_id, about.user_id, about.delivery_mode) == ("reply", "call-1", "cases", 1)
        assert not about.headers

    def test_an_answer_in_anothers_name_is_not_taken(
        self, vhost: Vhost, serving: Process, bus: Bus, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        waiting = threading.Event()
        sent = bus._wires.send

        def send_and_tell(*args: Any) -> Any:
            waiter = sent(*args)
            with pika.BlockingConnection(pika.URLParameters(vhost.url("billing"))) as liar:
                about = pika.BasicProperties(type="reply", correlation_id=waiter.call_id, user_id="billing")
                liar.channel().basic_publish("replies", bus._wires._reply_key, b'{"text": "lie", "by": ""}', about)
            waiting.set()
            return waiter

        monkeypatch.setattr(bus._wires, "send", send_and_tell)
        assert bus.ask(cases.Echo(text="truth"), None, correlation_id="page-1", deadline_s=5).text == "truth"
        assert waiting.is_set()

    def test_reply_keys_have_the_users_name_and_are_never_a_bare_uuid(self, bus: Bus) -> None:
        bus.ask(cases.Echo(text="x"), None, correlation_id="page-1")
        assert bus._wires._reply_key.startswith("reply.gateway.")

    def test_asks_leave_without_confirms_whatever_another_publisher_switches_on(self, vhost: Vhost, bus: Bus) -> None:
        connection: Any = kombu.connection.Connection
        with connection(vhost.url("admin"), transport_options={"confirm_publish": True}) as other:
            other.Producer().publish("x", exchange="dead", routing_key="nobody")
            bus.ask(cases.Echo(text="x"), None, correlation_id="page-1")
            link = bus._wires._publishing
            assert link is not None
            assert not link.default_channel._confirm_selected


class TestBreaker:
    def test_a_service_that_is_down_soon_costs_a_page_nothing(self, vhost: Vhost) -> None:
        bus = Bus(vhost.url("gateway"))
        for _ in range(3):
            with pytest.raises(Unavailable):
                bus.ask(_for_content(), None, correlation_id="page-1", deadline_s=0.2)
        before = time.monotonic()
        for _ in range(20):
            with pytest.raises(Unavailable):
                bus.ask(_for_content(), None, correlation_id="page-1")
        assert time.monotonic() - before < 0.5
        bus.close()

    def test_a_broker_that_is_away_is_said_within_a_second(self) -> None:
        bus = Bus("amqp://gateway:x@127.0.0.1:1/")
        before = time.monotonic()
        with pytest.raises(Unavailable):
            bus.ask(cases.Echo(text="x"), None, correlation_id="page-1")
        assert time.monotonic() - before < 1
        assert bus.disconnected_for_s() > 0
        bus.close()


class TestProcess:
    def test_health_and_metrics(self, serving: Process, bus: Bus) -> None:
        bus.ask(cases.Echo(text="x"), None, correlation_id="page-1")
        assert serving.get("/livez").status_code == 200
        assert serving.get("/readyz").text == "ready\n"
        assert 'portal_answered_total{ask="echo",outcome="reply"}' in serving.get("/metrics").text
        assert serving.get("/other").status_code == 404

    def test_without_a_broker_it_waits_and_lives_and_says_it_is_not_ready(self, small: Small) -> None:
        process = small.start("serve", "cases", "amqp://cases:x@127.0.0.1:1/", ready=False)
        wait_until(lambda: "asks_disconnected" in process.log(), 20)
        assert process.get("/livez").status_code == 200
        wait_until(lambda: process.get("/readyz").status_code == 503, 10)
        assert process.get("/readyz").text == "missing: broker\n"
        assert process.end() == 0

    def test_without_a_database_it_waits_with_a_message(self, small: Small, vhost: Vhost) -> None:
        absent = {"DATABASE_URL": "postgresql://cases@127.0.0.1:1/none"}
        process = small.start("serve", "cases", vhost.url("cases"), ready=False, **absent)
        wait_until(lambda: '"waiting_for": "the database"' in process.log(), 20)
        assert process.get("/livez").status_code == 200
        assert process.get("/readyz").text == "missing: broker, database\n"
        assert process.end() == 0

    def test_sigterm_lets_what_is_running_end_and_takes_no_more(self, small: Small, vhost: Vhost, serving: Process) -> None:
        process = small.start("serve", "cases", vhost.url("cases"))
        bus = Bus(vhost.url("gateway"))
        with ThreadPoolExecutor(8) as pool:
            running = [pool.submit(bus.ask, cases.Sleep(seconds=1.5), None, correlation_id="page-1", deadline_s=10) for _ in range(8)]
            wait_until(lambda: sum(_answering(process, serving)) >= 8)
            assert process.end() == 0
            assert [answer.result() for answer in running]
        assert '"event": "stopped"' in process.log()
        bus.close()


def _for_content() -> Any:
    class AskNobody(cases.Echo):
        pass

    AskNobody.service = "content"
    return AskNobody(text="x")


def _waiting(vhost: Vhost, queue: str) -> int:
    with pika.BlockingConnection(pika.URLParameters(vhost.admin_url)) as connection:
        return int(connection.channel().queue_declare(queue, passive=True).method.message_count)


def _answering(*processes: Process) -> list[int]:
    return [int(_metric(process, "portal_answering")) for process in processes]


def _count_of(process: Process, outcome: str) -> float:
    return _metric(process, f'portal_answered_total{{ask="count",outcome="{outcome}"}}')


def _metric(process: Process, name: str) -> float:
    for line in process.get("/metrics").text.splitlines():
        if line.startswith(name + " "):
            return float(line.split()[-1])
    return 0.0
