"""Taken ports are noticed, others are chosen and said."""

import socket
from collections.abc import Iterator

import pytest

from deploy.local.addresses import choose
from deploy.local.ports import free_ports


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield int(other.getsockname()[1])


def wished(portal: int) -> dict[str, int]:
    return {"PORTAL_PORT_T": portal, "BANKID_PAGE_PORT_T": 0, "MAILBOX_PORT_T": 0}


def test_a_wished_for_port_that_is_free_is_used() -> None:
    said: list[str] = []
    (free,) = free_ports(1)
    assert choose(said.append, wished=wished(free)).portal == free
    assert said == []


def test_a_taken_port_is_noticed_and_another_is_chosen_and_said(taken: int) -> None:
    said: list[str] = []
    chosen = choose(said.append, wished=wished(taken)).portal
    assert taken < chosen < taken + 100
    assert said == [f"Port {taken} is taken by another program; using {chosen} instead (PORTAL_PORT_T)."]


def test_no_two_doors_get_the_same_port() -> None:
    chosen = choose(print, wished=wished(0))
    ports = [
        chosen.portal, chosen.bankid_page, chosen.mailbox_page, chosen.bankid_api, chosen.smtp, chosen.postgres, chosen.broker,
        chosen.broker_distribution, chosen.broker_mapper, chosen.broker_management, *chosen.inside.values(),
    ]  # fmt: skip
    assert len(set(ports)) == len(ports)


@pytest.mark.parametrize("written", ["eighty", "-1", "70000", "80.5"])
def test_a_port_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("PORTAL_PORT_T", written)
    with pytest.raises(ValueError, match="PORTAL_PORT_T cannot be"):
        choose(print, wished=wished(0))
