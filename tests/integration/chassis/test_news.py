"""News from the outbox through relay and broker to the listener: nothing lost, nothing done twice, poison parked."""

import json
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pika
import pytest

from services.chassis import dead_letters
from services.chassis.caller import service_caller
from services.chassis.database import UnitOfWork
from services.chassis.rpc_client import Bus
from services.chassis.topology_table import DELIVERY_LIMIT, LISTENERS, RETRY_DELAYS_MS, news_queue, parked_queue
from services.contracts.envelope import News
from services.contracts.identity import Heartbeat, SessionsEnded
from tests.integration.chassis.conftest import Process, Small
from tests.integration.chassis.small import content
from tests.support.servers import Servers, Vhost
from tests.support.waiting import wait_until

Rows = Callable[..., list[Any]]
TRIES = len(RETRY_DELAYS_MS) + 1


@pytest.fixture(scope="module")
def relaying(small: Small, vhost: Vhost, serving: Process) -> Process:
    """The relay, speaking as `content`."""
    return small.start("relay", "content", vhost.url("content"))


def noted(subject: str | None = None, sequence: int = 1, **about: Any) -> content.Noted:
    note = about.pop("note", uuid4().hex)
    return content.Noted(subject_id=subject or uuid4().hex, sequence=sequence, occurred_at=datetime.now(UTC), note=note, **about)


def tell(uow: UnitOfWork, *news: News) -> None:
    with uow(service_caller("content"), None) as work:
        for piece in news:
            work.tell(piece)
        work.commit()


def publish(vhost: Vhost, news: News | bytes, key: str = "noted.v1") -> None:
    body = news if isinstance(news, bytes) else news.model_dump_json().encode()
    with pika.BlockingConnection(pika.URLParameters(vhost.url("content"))) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        channel.basic_publish("content.events", key, body, pika.BasicProperties(delivery_mode=2, message_id=uuid4().hex), mandatory=True)


def times(rows: Rows, note: str) -> int:
    return int(rows("SELECT count(*) FROM notes WHERE note = :n", n=note)[0][0])


def in_queue(vhost: Vhost, queue: str) -> int:
    with pika.BlockingConnection(pika.URLParameters(vhost.admin_url)) as connection:
        return int(connection.channel().queue_declare(queue, passive=True).method.message_count)


def empty_parking(vhost: Vhost) -> None:
    with pika.BlockingConnection(pika.URLParameters(vhost.admin_url)) as connection:
        connection.channel().queue_purge(parked_queue("cases"))


def test_news_told_is_heard_once_and_leaves_the_outbox(relaying: Process, uow: UnitOfWork, rows: Rows) -> None:
    news = noted()
    tell(uow, news)
    wait_until(lambda: times(rows, news.note) == 1)
    wait_until(lambda: rows("SELECT 1 FROM outbox WHERE event_id = :e", e=news.event_id) == [])


def test_news_is_told_at_once_and_not_when_somebody_next_looks(relaying: Process, uow: UnitOfWork, rows: Rows) -> None:
    for _ in range(5):
        news = noted()
        tell(uow, news)
        wait_until(lambda note=news.note: times(rows, note) == 1, deadline_s=2.5, what="NOTIFY waking the relay")  # type: ignore[misc]


def test_a_transaction_that_rolls_back_tells_nothing(relaying: Process, uow: UnitOfWork, rows: Rows) -> None:
    untold, told = noted(), noted()
    with uow(service_caller("content"), None) as work:
        work.tell(untold)
    tell(uow, told)
    wait_until(lambda: times(rows, told.note) == 1)
    assert times(rows, untold.note) == 0


def test_a_subjects_news_keeps_its_order(relaying: Process, uow: UnitOfWork, rows: Rows) -> None:
    subject = uuid4().hex
    for sequence in range(1, 31):
        tell(uow, noted(subject, sequence, note=f"{subject} {sequence}"))
    wait_until(lambda: len(rows("SELECT 1 FROM notes WHERE note LIKE :s", s=f"{subject}%")) == 30, 30)
    heard = [int(note.split()[1]) for (note,) in rows("SELECT note FROM notes WHERE note LIKE :s ORDER BY id", s=f"{subject}%")]
    assert heard == list(range(1, 31))


def test_news_that_comes_twice_is_acted_on_once(relaying: Process, vhost: Vhost, rows: Rows) -> None:
    news, last = noted(), noted()
    for _ in range(3):
        publish(vhost, news)
    publish(vhost, last)
    wait_until(lambda: times(rows, last.note) == 1)
    assert times(rows, news.note) == 1


def test_news_nobody_handles_is_let_go(relaying: Process, vhost: Vhost, rows: Rows) -> None:
    publish(vhost, b"{}", key="unheard_of.v7")
    news = noted()
    publish(vhost, news)
    wait_until(lambda: times(rows, news.note) == 1)
    wait_until(lambda: in_queue(vhost, news_queue("cases")) == 0)


def test_a_handler_that_throws_loses_nothing_and_holds_nobody_up(
    relaying: Process, serving: Process, vhost: Vhost, uow: UnitOfWork, rows: Rows
) -> None:
    """nameko's own event handler would have acknowledged these."""
    empty_parking(vhost)
    poison, good = [noted(poison=True) for _ in range(5)], [noted() for _ in range(20)]
    tell(uow, *poison, *good)
    wait_until(lambda: all(times(rows, news.note) == 1 for news in good), 20)
    wait_until(lambda: in_queue(vhost, parked_queue("cases")) == 5, 30)
    failed = [json.loads(line) for line in serving.log().splitlines() if '"news_failed"' in line]
    for news in poison:
        assert times(rows, news.note) == 0
    assert sorted(line["attempt"] for line in failed)[-5:] == [TRIES] * 5
    assert len(failed) == 5 * TRIES
    assert 'portal_news_heard_total{news="noted.v1",outcome="parked"} 5.0' in serving.get("/metrics").text


def test_news_that_is_not_in_contract_is_parked_too(relaying: Process, vhost: Vhost) -> None:
    empty_parking(vhost)
    for body in (b"", b"\xff\x00", b"[]", b'{"note": 1}'):
        publish(vhost, body)
    wait_until(lambda: in_queue(vhost, parked_queue("cases")) == 4, 30)


def test_parked_news_can_be_listed_shown_and_put_back(
    relaying: Process, vhost: Vhost, rows: Rows, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    empty_parking(vhost)
    monkeypatch.setenv("BROKER_ADMIN_URL", vhost.admin_url)
    news = noted(poison=True)
    publish(vhost, news)
    wait_until(lambda: in_queue(vhost, parked_queue("cases")) == 1, 30)
    assert dead_letters.main(["list"]) == 0
    assert "cases: 1" in capsys.readouterr().out
    for _ in range(2):
        assert dead_letters.main(["show", "--service", "cases"]) == 0
        shown = json.loads(capsys.readouterr().out)
        assert (shown["told_on"], shown["told_as"]) == ("content.events", "noted.v1")
        assert json.loads(shown["body"])["note"] == news.note
    assert dead_letters.main(["replay", "--service", "cases"]) == 0
    wait_until(lambda: in_queue(vhost, parked_queue("cases")) == 1, 30, what="poison coming back after its tries")
    with pytest.raises(SystemExit):
        dead_letters.main(["show"])


def test_what_was_parked_by_mistake_is_heard_when_put_back(relaying: Process, vhost: Vhost, rows: Rows) -> None:
    empty_parking(vhost)
    news = noted()
    with pika.BlockingConnection(pika.URLParameters(vhost.admin_url)) as connection:
        channel = connection.channel()
        about = pika.BasicProperties(headers={"x-attempts": 4, "x-told-on": "content.events", "x-told-as": "noted.v1"})
        channel.basic_publish("", parked_queue("cases"), news.model_dump_json().encode(), about)
        wait_until(lambda: in_queue(vhost, parked_queue("cases")) == 1)
        assert dead_letters.replay(channel, "cases") == 1
    wait_until(lambda: times(rows, news.note) == 1)


def test_news_no_worker_survives_is_parked_after_the_delivery_limit(servers: Servers) -> None:
    """RabbitMQ 4 would drop it after 20 deliveries, 3.10 deliver it for ever: ours is parked, on both."""
    with servers.vhost() as vhost:
        publish(vhost, noted())
        for _ in range(DELIVERY_LIMIT + 1):
            with pika.BlockingConnection(pika.URLParameters(vhost.url("cases"))) as connection:
                channel = connection.channel()
                wait_until(lambda taken=channel: taken.basic_get(news_queue("cases"))[0], what="the news coming again")  # type: ignore[misc]
        wait_until(lambda: in_queue(vhost, parked_queue("cases")) == 1, what="the news being parked")
        with pika.BlockingConnection(pika.URLParameters(vhost.admin_url)) as connection:
            (shown,) = dead_letters.show(connection.channel(), "cases")
        assert (shown["told_on"], shown["told_as"]) == ("content.events", "noted.v1")


def test_news_somebody_must_hear_stays_in_the_outbox_while_nobody_can(servers: Servers, small: Small, uow: UnitOfWork, rows: Rows) -> None:
    """nameko's publisher would have let it go without a word."""
    with servers.vhost() as vhost:
        with pika.BlockingConnection(pika.URLParameters(vhost.admin_url)) as connection:
            for service in LISTENERS:
                connection.channel().queue_delete(news_queue(service))
        relay = small.start("relay", "content", vhost.url("content"))
        news = noted()
        tell(uow, news)
        try:
            wait_until(lambda: (_left(rows, news) or [(0,)])[0][0] >= 1 and "news_not_taken" in relay.log(), 20)
        finally:
            relay.end()


def _left(rows: Rows, news: News) -> list[Any]:
    return [tuple(row) for row in rows("SELECT attempts FROM outbox WHERE event_id = :e", e=news.event_id)]


class TestRestarts:
    def test_news_told_while_the_relay_was_killed_is_told_by_the_next(
        self, small: Small, vhost: Vhost, serving: Process, uow: UnitOfWork, rows: Rows
    ) -> None:
        told = []
        for _ in range(3):
            relay = small.start("relay", "content", vhost.url("content"))
            for _ in range(20):
                news = noted()
                told.append(news)
                tell(uow, news)
            relay.end(signal.SIGKILL)
        last = small.start("relay", "content", vhost.url("content"))
        wait_until(lambda: all(times(rows, news.note) for news in told), 20)
        assert [times(rows, news.note) for news in told] == [1] * len(told)
        assert last.end() == 0

    def test_a_listener_killed_in_the_middle_hears_it_again_and_acts_once(self, servers: Servers, small: Small, rows: Rows) -> None:
        with servers.vhost(delays_ms=(100, 100, 100, 100)) as vhost:
            told = [noted() for _ in range(60)]
            for news in told:
                publish(vhost, news)
            for _ in range(2):
                victim = small.start("serve", "cases", vhost.url("cases"))
                wait_until(lambda: any(times(rows, news.note) for news in told))
                victim.end(signal.SIGKILL)
            last = small.start("serve", "cases", vhost.url("cases"))
            wait_until(lambda: all(times(rows, news.note) for news in told), 20)
            assert [times(rows, news.note) for news in told] == [1] * len(told)
            last.end()

    def test_everybody_comes_back_when_the_broker_has_cut_all_connections(
        self, relaying: Process, serving: Process, vhost: Vhost, uow: UnitOfWork, rows: Rows, bus: Bus
    ) -> None:
        for connection in vhost.api("GET", f"/api/vhosts/{vhost.name}/connections").json():
            vhost.api("DELETE", f"/api/connections/{connection['name']}")
        news = noted()
        tell(uow, news)
        wait_until(lambda: times(rows, news.note) == 1, 20)
        wait_until(serving.is_ready)


class TestGateway:
    def test_the_gateway_hears_session_news_and_of_gaps(self, vhost: Vhost) -> None:
        heard: list[SessionsEnded] = []
        gaps: list[int] = []
        bus = Bus(vhost.url("gateway"))
        bus.listen({SessionsEnded: heard.append}, on_gap=lambda: gaps.append(1))
        bus.start()
        wait_until(lambda: bus.disconnected_for_s() == 0)
        assert gaps == [1]
        ended = SessionsEnded(
            subject_id="p1", sequence=1, occurred_at=datetime.now(UTC), person_id="p1", session_ids=["s1"], reason="sign_out"
        )
        beat = Heartbeat(subject_id="identity", sequence=1, occurred_at=datetime.now(UTC))
        with pika.BlockingConnection(pika.URLParameters(vhost.url("identity"))) as connection:
            channel = connection.channel()
            channel.basic_publish("identity.events", Heartbeat.routing_key(), beat.model_dump_json().encode())
            channel.basic_publish("identity.events", SessionsEnded.routing_key(), b"not in contract")
            channel.basic_publish("identity.events", SessionsEnded.routing_key(), ended.model_dump_json().encode())
        wait_until(lambda: heard == [ended])
        assert gaps == [1, 1], "news that cannot be read may have been about anybody"
        bus.close()
