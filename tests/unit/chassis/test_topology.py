"""The table of the bus: nobody but the gateway asks, nobody answers in another's place, nobody listens where it has no business."""

import base64
import hashlib
import itertools
import json
import re

import pytest

from services.chassis import topology
from services.chassis.topology_table import (
    ADMIN,
    GATEWAY,
    GATEWAY_HEARS,
    LISTENERS,
    SERVICES,
    USERS,
    bindings,
    exchanges,
    permissions,
    queues,
    topic_permissions,
)

PERMISSIONS = {one.user: one for one in permissions()}
TOPICS = {(one.user, one.exchange): one for one in topic_permissions()}
UUID = "0123456789abcdef" * 2
OWN = {f"replies.gateway.{UUID}", f"news.gateway.{UUID}"}
EVERY_QUEUE = {queue.name for queue in queues()} | OWN


def may(user: str, what: str, name: str) -> bool:
    return re.search(getattr(PERMISSIONS[user], what), name) is not None


def may_topic(user: str, what: str, exchange: str, key: str) -> bool:
    return may(user, what, exchange) and re.search(getattr(TOPICS[user, exchange], what), key) is not None


def test_every_user_but_the_admin_is_limited_on_every_exchange() -> None:
    assert set(PERMISSIONS) == set(USERS)
    assert set(TOPICS) == set(itertools.product(set(USERS) - {ADMIN}, exchanges()))


@pytest.mark.parametrize("user", [GATEWAY, *SERVICES])
def test_a_user_reads_its_own_queues_only(user: str) -> None:
    own = OWN if user == GATEWAY else {f"{user}.asks"} | ({f"{user}.news"} if user in LISTENERS else set())
    assert {name for name in EVERY_QUEUE if may(user, "read", name)} == own


@pytest.mark.parametrize("user", [GATEWAY, *SERVICES])
def test_a_user_makes_nothing_but_the_gateway_its_own_passing_queues(user: str) -> None:
    assert {name for name in (*EVERY_QUEUE, *exchanges(), "x") if may(user, "configure", name)} == (OWN if user == GATEWAY else set())


@pytest.mark.parametrize("user", SERVICES)
def test_a_service_asks_nobody(user: str) -> None:
    assert not any(may_topic(user, "write", "asks", f"{other}.list_invoices") for other in SERVICES)


@pytest.mark.parametrize(("user", "speaker"), list(itertools.product([GATEWAY, *SERVICES], SERVICES)))
def test_a_service_speaks_in_its_own_name_only(user: str, speaker: str) -> None:
    assert may_topic(user, "write", f"{speaker}.events", "membership_changed.v1") is (user == speaker)


@pytest.mark.parametrize("user", SERVICES)
def test_no_service_can_bind_to_anything_replies_included(user: str) -> None:
    for exchange in exchanges():
        assert not may(user, "read", exchange)
        assert not may_topic(user, "read", exchange, f"reply.gateway.{UUID}")


@pytest.mark.parametrize("key", [UUID, "#", "*", "reply.#", "reply.gateway.#", f"reply.cases.{UUID}", "reply.gateway.*"])
def test_the_gateway_itself_binds_single_reply_keys_of_its_own_prefix_only(key: str) -> None:
    assert may_topic(GATEWAY, "read", "replies", f"reply.gateway.{UUID}")
    assert not may_topic(GATEWAY, "read", "replies", key)


def test_the_gateway_hears_session_news_only() -> None:
    for speaker in SERVICES:
        for key in ("#", "heartbeat.v1", "invoice_issued.v1"):
            assert not may_topic(GATEWAY, "read", f"{speaker}.events", key)
    for speaker, keys in GATEWAY_HEARS.items():
        assert all(may_topic(GATEWAY, "read", f"{speaker}.events", key) for key in keys)


def test_a_service_delays_its_own_news_only() -> None:
    for user, other in itertools.product(SERVICES, LISTENERS):
        assert may_topic(user, "write", "delay", f"{other}.delay.1") is (user == other)


def test_no_user_publishes_to_queues_around_the_exchanges() -> None:
    assert not any(may(user, "write", name) for user in (GATEWAY, *SERVICES) for name in ("amq.default", "amq.topic", "dead"))


def test_queues_that_carry_news_lose_nothing() -> None:
    for queue in queues():
        if queue.name.endswith(".asks"):
            assert "x-queue-type" not in queue.arguments
            continue
        assert queue.arguments["x-queue-type"] == "quorum"
        if not queue.name.endswith(".parked"):
            assert queue.arguments["x-dead-letter-strategy"] == "at-least-once"
            assert queue.arguments["x-overflow"] == "reject-publish"
        if queue.name.endswith(".news"):
            assert queue.arguments["x-delivery-limit"] == 5


def test_every_binding_joins_things_that_exist() -> None:
    for binding in bindings():
        assert binding.exchange in exchanges()
        assert binding.queue in EVERY_QUEUE


def test_definitions_hold_hashes_the_broker_understands_and_no_passwords() -> None:
    found = topology.definitions(dict.fromkeys(USERS, "hemligt"), "v")
    assert "hemligt" not in json.dumps(found)
    raw = base64.b64decode(found["users"][0]["password_hash"])
    assert raw[4:] == hashlib.sha256(raw[:4] + b"hemligt").digest()
    assert {each["name"] for each in found["queues"]} == {queue.name for queue in queues()}


def test_the_command_names_a_missing_password(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("BROKER_PASSWORD_ADMIN", raising=False)
    with pytest.raises(SystemExit) as end:
        topology.main(["definitions"])
    assert end.value.code == 2
    assert "BROKER_PASSWORD_ADMIN is missing" in capsys.readouterr().err
    assert topology.main(["dance"]) == 2
