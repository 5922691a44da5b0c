"""The generated description of the bus: current, whole, and without loose ends."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from services.contracts.asyncapi import SPEAKERS, described, written
from services.contracts.envelope import asks_of, news_of

KEPT = Path(__file__).parents[2] / "docs" / "asyncapi.json"


def references(part: Any) -> Iterator[str]:
    """Every $ref, however deep."""
    if isinstance(part, dict):
        yield from (value for key, value in part.items() if key == "$ref")
        for value in part.values():
            yield from references(value)
    elif isinstance(part, list):
        for value in part:
            yield from references(value)


def test_the_description_in_docs_is_the_one_the_classes_give() -> None:
    assert KEPT.read_text(encoding="utf-8") == written(), "run: python -m services.contracts.asyncapi docs/asyncapi.json"


def test_every_ask_and_every_piece_of_news_is_in_it() -> None:
    operations = described()["operations"]
    for speaker in SPEAKERS:
        for ask in asks_of(speaker):
            assert operations[f"{ask.service}.{ask.wire_name}"]["action"] == "receive"
        for news in news_of(speaker):
            assert operations[f"{news.speaker}.events.{news.routing_key()}"]["action"] == "send"


def test_every_reference_leads_somewhere() -> None:
    whole = json.loads(written())
    found = set(references(whole))
    assert len(found) > 100
    for reference in found:
        part = whole
        for step in reference.removeprefix("#/").split("/"):
            part = part[step]
