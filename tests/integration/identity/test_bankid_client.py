"""The BankID client against the simulator's real TLS: the two ways to identify, and everything that can go wrong between."""

import json
import os
import subprocess
import sys
import textwrap
import threading
from dataclasses import replace

import pytest
import structlog

from deploy.simulators.bankid.app import return_url
from deploy.simulators.bankid.certificates import issue_client
from services.identity.adapters.bankid_client import BankIdClient
from services.identity.adapters.bankid_trust import BankIdAccess
from services.identity.domain.bankid import BankIdRefused, Complete, Failed, Pending, code_at
from tests.integration.identity.bankid_orders import plan, start
from tests.support.simulators import RunningBankId


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
