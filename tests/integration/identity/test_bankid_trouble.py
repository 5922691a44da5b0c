"""BankID's client when BankID, the network or a certificate is at fault."""

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from deploy.simulators.bankid.certificates import ensure
from services.identity.adapters import bankid_client
from services.identity.adapters.bankid_client import BankIdClient
from services.identity.adapters.bankid_trust import BankIdAccess
from services.identity.domain.bankid import BankIdRefused, BankIdUnavailable
from tests.integration.identity.bankid_orders import plan, start
from tests.support.simulators import RunningBankId


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
