"""The BankID client against the simulator's real TLS: the two ways to identify, and everything that can go wrong between."""

import json
import os
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import structlog

from deploy.simulators.bankid.app import return_url
from deploy.simulators.bankid.certificates import ensure, issue_client
from services.identity.adapters import bankid_client
from services.identity.adapters.bankid_client import BankIdClient
from services.identity.adapters.bankid_trust import BankIdAccess
from services.identity.domain.bankid import BankIdRefused, BankIdUnavailable, Complete, Failed, Pending, StartedOrder, code_at
from tests.support.simulators import RunningBankId, running_bankid


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBankId]:
    with running_bankid(tmp_path_factory.mktemp("bankid")) as one:
        yield one


@pytest.fixture
def bankid(running: RunningBankId) -> Iterator[RunningBankId]:
    yield running
    running.simulator.faults.clear()


@pytest.fixture
def access(bankid: RunningBankId) -> BankIdAccess:
    folder = bankid.folder
    return BankIdAccess(bankid.address, folder / "client.pem", folder / "client.key", folder / "server_ca.pem", "test")


@pytest.fixture
def client(access: BankIdAccess, bankid: RunningBankId) -> Iterator[BankIdClient]:
    made = BankIdClient(access, bankid.simulator.clock.now)
    yield made
    made.close()


def start(
    client: BankIdClient, *, return_url: str | None = None, user_agent: str = "Mozilla/5.0", text: str = "Logga in i kundportalen"
) -> StartedOrder:
    return client.start(
        end_user_ip="192.0.2.1",
        user_agent=user_agent,
        device_identifier="0f4d",
        referring_domain="portal.test",
        return_url=return_url,
        visible_text=text,
    )


def plan(bankid: RunningBankId, **answer: Any) -> None:
    bankid.simulator.faults.set({"answers": [answer]})


def test_a_phone_scans_our_code_and_the_person_identifies(bankid: RunningBankId, client: BankIdClient) -> None:
    order = start(client)
    assert client.collect(order.order_ref) == Pending("outstandingTransaction")
    bankid.simulator.clock.advance(17)
    waiting = bankid.simulator.book.scan(code_at(order, bankid.simulator.clock.now()), "198.51.100.7")
    assert client.collect(order.order_ref) == Pending("userSign")
    bankid.simulator.approve(waiting.id, "oskar", risk="moderate", device_ip="")
    done = client.collect(order.order_ref)
    assert isinstance(done, Complete)
    assert (done.personal_number, done.name, done.given_name, done.surname) == ("200002292399", "OSKAR NYSTRÖM", "OSKAR", "NYSTRÖM")
    assert (done.device_ip, done.risk, str(done.issue_date)) == ("198.51.100.7", "moderate", "2025-03-14")
    with pytest.raises(BankIdRefused, match="no_such_order"):
        client.collect(order.order_ref)


def test_the_app_on_the_same_device_is_told_where_to_return(bankid: RunningBankId, client: BankIdClient) -> None:
    order = start(client, return_url="https://portal.test/logga-in/klart?n=abc")
    picked = bankid.simulator.book.autostart(order.auto_start_token, "192.0.2.1")
    assert client.collect(order.order_ref) == Pending("started")
    bankid.simulator.approve(picked.id, "anna", risk=None, device_ip="")
    assert return_url(picked) == "https://portal.test/logga-in/klart?n=abc"
    done = client.collect(order.order_ref)
    assert isinstance(done, Complete)
    assert done.risk is None


def test_what_bankid_is_told_about_the_order(bankid: RunningBankId, client: BankIdClient) -> None:
    start(client, text="Logga in hos oss\nÅ, ä och ö", user_agent="x" * 300)
    wanted = bankid.simulator.book.waiting()[0].wanted
    assert (wanted.end_user_ip, wanted.visible_text, wanted.return_risk) == ("192.0.2.1", "Logga in hos oss\nÅ, ä och ö", True)
    assert (wanted.policies, wanted.return_url) == (("1.2.3.4.25", "1.2.752.60.1.6"), None)
    start(client, return_url="https://portal.test/", user_agent="")
    assert bankid.simulator.book.waiting()[0].wanted.policies == ()


@pytest.mark.parametrize("text", ["", "x" * 1_126])
def test_a_text_that_the_app_cannot_show_is_our_own_mistake(client: BankIdClient, text: str) -> None:
    with pytest.raises(ValueError, match="visible_text"):
        start(client, text=text)


def test_failures_keep_bankids_own_hint(bankid: RunningBankId, client: BankIdClient) -> None:
    for hint in ("userCancel", "somethingNew2027"):
        order = start(client)
        picked = bankid.simulator.book.scan(code_at(order, bankid.simulator.clock.now()), "192.0.2.1")
        bankid.simulator.book.end(picked.id, hint)
        assert client.collect(order.order_ref) == Failed(hint)


def test_an_order_nobody_scans_fails_to_start(bankid: RunningBankId, client: BankIdClient) -> None:
    order = start(client)
    bankid.simulator.clock.advance(30)
    assert client.collect(order.order_ref) == Failed("startFailed")


def test_a_cancelled_order_is_gone_and_cancelling_never_raises(bankid: RunningBankId, client: BankIdClient) -> None:
    order = start(client)
    for _ in range(2):
        client.cancel(order.order_ref)
    with pytest.raises(BankIdRefused, match="no_such_order"):
        client.collect(order.order_ref)
    plan(bankid, status=500)
    client.cancel(order.order_ref)


def test_an_order_belongs_to_the_certificate_that_started_it(bankid: RunningBankId, access: BankIdAccess, client: BankIdClient) -> None:
    issue_client(bankid.folder, "other", "Annan tjänst")
    other = BankIdClient(replace(access, certificate_file=bankid.folder / "other.pem", key_file=bankid.folder / "other.key"))
    with pytest.raises(BankIdRefused, match="no_such_order"):
        other.collect(start(client).order_ref)
    other.close()


def test_of_many_collects_at_once_exactly_one_is_told(bankid: RunningBankId, client: BankIdClient) -> None:
    order = start(client)
    picked = bankid.simulator.book.scan(code_at(order, bankid.simulator.clock.now()), "192.0.2.1")
    bankid.simulator.approve(picked.id, "anna", risk="low", device_ip="")
    told: list[str] = []

    def ask() -> None:
        try:
            told.append(type(client.collect(order.order_ref)).__name__)
        except BankIdRefused as refused:
            told.append(refused.code)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["Complete"] + ["no_such_order"] * 5


def test_maintenance_is_tried_once_more_and_then_told(bankid: RunningBankId, client: BankIdClient) -> None:
    plan(bankid, status=503, times=1)
    assert start(client)
    plan(bankid, status=503, times=2, body='{"errorCode": "Maintenance"}')
    with pytest.raises(BankIdUnavailable, match="maintenance"):
        start(client)
    assert start(client)


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        ({"status": 500}, BankIdUnavailable, "internal_error"),
        ({"status": 408}, BankIdUnavailable, "request_timeout"),
        ({"status": 400, "body": '{"errorCode": "alreadyInProgress"}'}, BankIdRefused, "already_in_progress"),
        ({"status": 400}, BankIdRefused, "invalid_parameters"),
        ({"status": 401}, BankIdRefused, "unauthorized"),
        ({"status": 405, "body": ""}, BankIdRefused, "method_not_allowed"),
        ({"status": 307, "body": ""}, BankIdUnavailable, "bad_answer"),
        ({"status": 200, "body": "<html>"}, BankIdUnavailable, "bad_answer"),
        ({"status": 200, "body": "{}"}, BankIdUnavailable, "bad_answer"),
        ({"status": 200, "body": '{"x": "' + "y" * 300_000 + '"}'}, BankIdUnavailable, "too_large"),
        ({"drop": True}, BankIdUnavailable, "connection_lost"),
    ],
)
def test_any_other_trouble_is_told_at_once_and_nothing_is_sent_twice(
    bankid: RunningBankId, client: BankIdClient, answer: dict[str, Any], kind: type[Exception], code: str
) -> None:
    before = len(bankid.simulator.book.waiting())
    plan(bankid, operation="auth", **answer)
    with pytest.raises(kind, match=code):
        start(client)
    assert len(bankid.simulator.book.waiting()) == before


def test_an_answer_about_another_order_is_refused(bankid: RunningBankId, client: BankIdClient) -> None:
    order = start(client)
    plan(
        bankid, operation="collect", status=200, body=json.dumps({"orderRef": "another-order", "status": "pending", "hintCode": "userSign"})
    )
    with pytest.raises(BankIdUnavailable, match="bad_answer"):
        client.collect(order.order_ref)


def test_a_handshake_that_hangs_is_tried_once_more(bankid: RunningBankId, access: BankIdAccess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bankid_client, "CONNECT_S", 0.4)
    fresh = BankIdClient(access)
    bankid.simulator.faults.set({"handshake_hang_s": 3, "handshake_hangs": 1})
    assert start(fresh)
    fresh.close()
    fresh = BankIdClient(access)
    bankid.simulator.faults.set({"handshake_hang_s": 3, "handshake_hangs": 2})
    with pytest.raises(BankIdUnavailable, match="connect_failed"):
        start(fresh)
    fresh.close()


def test_an_answer_that_does_not_come_in_time_is_given_up(
    bankid: RunningBankId, client: BankIdClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bankid_client, "CONNECT_S", 0.2)
    monkeypatch.setattr(bankid_client, "TOTAL_S", 0.6)
    bankid.simulator.faults.set({"latency_s": 2})
    began = time.monotonic()
    with pytest.raises(BankIdUnavailable, match="timed_out"):
        start(client)
    assert time.monotonic() - began < 1.5


def test_nobody_listening_is_told_as_such(access: BankIdAccess) -> None:
    lonely = BankIdClient(replace(access, address="https://localhost:9/rp/v6.0"))
    with pytest.raises(BankIdUnavailable, match="connect_failed"):
        start(lonely)
    lonely.close()


def test_a_server_of_another_authority_is_not_talked_to(bankid: RunningBankId, access: BankIdAccess, tmp_path: Path) -> None:
    ensure(tmp_path)
    before = len(bankid.simulator.book.waiting())
    careful = BankIdClient(replace(access, ca_file=tmp_path / "server_ca.pem"))
    with pytest.raises(BankIdUnavailable, match="server_not_trusted"):
        start(careful)
    careful.close()
    assert len(bankid.simulator.book.waiting()) == before


def test_a_certificate_that_bankid_does_not_accept_is_a_wrong_setting(access: BankIdAccess, tmp_path: Path) -> None:
    ensure(tmp_path)
    stranger = BankIdClient(replace(access, certificate_file=tmp_path / "client.pem", key_file=tmp_path / "client.key"))
    with pytest.raises(BankIdUnavailable, match="certificate_not_accepted"):
        start(stranger)
    stranger.close()


def test_the_log_holds_nothing_personal_and_no_token(bankid: RunningBankId, client: BankIdClient) -> None:
    with structlog.testing.capture_logs() as lines:
        order = start(client, return_url="https://portal.test/?n=nonce")
        picked = bankid.simulator.book.autostart(order.auto_start_token, "192.0.2.1")
        bankid.simulator.approve(picked.id, "anna", risk="low", device_ip="")
        client.collect(order.order_ref)
        plan(bankid, status=400, body='{"errorCode": "invalidParameters", "details": "about 199001012385"}')
        with pytest.raises(BankIdRefused):
            start(client)
    written = json.dumps(lines)
    assert {line["event"] for line in lines} >= {"bankid_order_started", "bankid_order_ended", "bankid_failed"}
    private = (
        "199001012385",
        "Lindgren",
        "192.0.2.1",
        "nonce",
        order.order_ref,
        order.auto_start_token,
        order.qr_start_token,
        order.qr_start_secret,
    )
    assert [word for word in private if word in written] == []


def test_under_eventlet_a_slow_bankid_holds_up_nobody_else(bankid: RunningBankId) -> None:
    bankid.simulator.faults.set({"latency_s": 0.6})
    script = """
        import eventlet
        eventlet.monkey_patch()
        import sys, time
        from pathlib import Path
        from services.identity.adapters.bankid_client import BankIdClient
        from services.identity.adapters.bankid_trust import BankIdAccess

        folder = Path(sys.argv[2])
        files = (folder / "client.pem", folder / "client.key", folder / "server_ca.pem")
        client = BankIdClient(BankIdAccess(sys.argv[1], *files, "test"))
        ticks = []

        def tick():
            while True:
                ticks.append(time.monotonic())
                eventlet.sleep(0.02)

        ticking = eventlet.spawn(tick)
        about = dict(end_user_ip="192.0.2.1", user_agent="x", device_identifier="x", referring_domain="portal.test", visible_text="x")
        began = time.monotonic()
        orders = [eventlet.spawn(client.start, return_url=None, **about) for _ in range(4)]
        references = {order.wait().order_ref for order in orders}
        took = time.monotonic() - began
        hints = {client.collect(reference).hint for reference in references}
        print(len(references), took < 2.0, len(ticks) > 15, hints)
    """
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", textwrap.dedent(script), bankid.address, str(bankid.folder)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.getcwd()},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.splitlines()[-1:] == ["4 True True {'outstandingTransaction'}"], done.stderr
