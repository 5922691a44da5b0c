"""Every ask is answered once, by the service it is written for; every piece of news that is heard is told by somebody it is bound to."""

from importlib import import_module
from types import ModuleType
from typing import Any

import pytest

from services.chassis.topology_table import GATEWAY_HEARS, LISTENERS
from services.contracts import billing, cases, content, identity
from services.contracts.envelope import Ask, News, asks_of, news_of
from tests.architecture.sources import SERVICES

SPEAKERS: dict[str, ModuleType] = {"identity": identity, "cases": cases, "billing": billing, "content": content}


def bound_asks(service: str) -> dict[type[Ask[Any]], Any]:
    found: dict[type[Ask[Any]], Any] = import_module(f"services.{service}.entrypoints.rpc").ASKS
    return found


def heard_news(service: str) -> dict[type[News], Any]:
    found: dict[type[News], Any] = import_module(f"services.{service}.entrypoints.events").NEWS
    return found


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_answers_all_its_asks_and_no_others(service: str) -> None:
    assert {ask.__name__ for ask in bound_asks(service)} == {ask.__name__ for ask in asks_of(SPEAKERS[service])}
    assert {ask.service for ask in bound_asks(service)} == {service}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_hears_only_news_that_the_topology_brings_it(service: str) -> None:
    assert {news.speaker for news in heard_news(service)} <= set(LISTENERS.get(service, ()))


def test_all_news_that_the_topology_binds_for_the_gateway_exists() -> None:
    told = {speaker: {news.routing_key() for news in news_of(module)} for speaker, module in SPEAKERS.items()}
    assert [key for speaker, keys in GATEWAY_HEARS.items() for key in keys if key not in told[speaker]] == []


def test_every_speaker_that_somebody_is_bound_to_is_heard() -> None:
    """A binding nobody acts on is a queue that fills for nothing."""
    bound = {(service, speaker) for service, speakers in LISTENERS.items() for speaker in speakers}
    heard = {(service, news.speaker) for service in SERVICES for news in heard_news(service)}
    assert bound - heard == set()
