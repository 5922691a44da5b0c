"""Every message has a sample that its speaker and its listeners can read; samples are never edited, so neither may change under them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from services.contracts import billing, cases, content, identity
from services.contracts.envelope import Ask, Done, Message, News, asks_of, news_of

SAMPLES = Path(__file__).with_name("samples")
SPEAKERS = (billing, cases, content, identity)


def messages() -> Iterator[tuple[str, type[Message]]]:
    """File name (without .json) and class of every ask, reply and piece of news."""
    for speaker in SPEAKERS:
        short = speaker.__name__.rpartition(".")[2]
        for ask in asks_of(speaker):
            yield f"{short}.{ask.wire_name}", ask
            if ask.reply is not Done:
                yield f"{short}.{ask.wire_name}.reply", ask.reply
        for news in news_of(speaker):
            yield f"{short}.{news.wire_name}" + (f".v{news.version}" if news.version > 1 else ""), news


MESSAGES = dict(messages())


def sample_of(name: str) -> dict[str, Any]:
    path = SAMPLES / f"{name}.json"
    assert path.exists(), f"{MESSAGES[name].__name__} has no sample: write tests/contract/samples/{name}.json"
    sample: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return sample


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_reads_its_sample_and_says_it_again(name: str) -> None:
    sample = sample_of(name)
    read = MESSAGES[name].model_validate_json(json.dumps(sample))
    said = json.loads(read.model_dump_json())
    assert {field: said[field] for field in sample} == sample
    assert MESSAGES[name].model_validate(said) == read


@pytest.mark.parametrize("name", MESSAGES)
def test_a_field_from_a_newer_speaker_is_ignored(name: str) -> None:
    sample = sample_of(name)
    read = MESSAGES[name].model_validate(sample)
    assert MESSAGES[name].model_validate(sample | {"added_later": {"deep": [1]}}) == read


@pytest.mark.parametrize("name", MESSAGES)
def test_a_required_field_that_is_missing_is_refused(name: str) -> None:
    sample = sample_of(name)
    required = [field for field, about in MESSAGES[name].model_fields.items() if about.is_required()]
    assert set(required) <= set(sample)
    for field in required:
        with pytest.raises(ValidationError):
            MESSAGES[name].model_validate({key: value for key, value in sample.items() if key != field})


def test_every_sample_belongs_to_a_message() -> None:
    assert {path.stem for path in SAMPLES.glob("*.json")} <= set(MESSAGES)


def test_asks_and_news_of_a_speaker_have_names_of_their_own() -> None:
    for speaker in SPEAKERS:
        both: list[type[Ask[Any]] | type[News]] = [*asks_of(speaker), *news_of(speaker)]
        assert len({each.wire_name for each in both}) == len(both)
