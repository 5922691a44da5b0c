"""Describes everything that travels as AsyncAPI 3.0, generated from the contract classes: `python -m services.contracts.asyncapi FILE`."""

import inspect
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from services.contracts import billing, cases, content, identity
from services.contracts.envelope import Ask, News, Reply, asks_of, news_of
from services.contracts.refusals import Refusal
from services.contracts.rights import Who

SPEAKERS: tuple[ModuleType, ...] = (identity, cases, billing, content)
_REFS = "#/components/schemas/{model}"
_REFUSED = "refusal"


def described() -> dict[str, Any]:
    """The whole description. One channel a kind of ask, one a kind of news; a refusal is an answer to any ask."""
    asks = [ask for speaker in SPEAKERS for ask in asks_of(speaker)]
    news = [each for speaker in SPEAKERS for each in news_of(speaker)]
    replies = list(dict.fromkeys(ask.reply for ask in asks))
    classes: list[type[BaseModel]] = [*asks, *replies, *news, Refusal]
    names, schemas = models_json_schema([(each, "validation") for each in classes], ref_template=_REFS)
    refs = {model: ref for (model, _), ref in names.items()}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Platzers kundportal",
            "version": "1",
            "description": "Asks (RPC with a deadline, over the broker) and news (events from an outbox). Generated; do not edit.",
        },
        "defaultContentType": "application/json",
        "channels": {
            **{_address(ask): _ask_channel(ask) for ask in asks},
            **{_answered_at(ask): _reply_channel(ask) for ask in asks},
            **{_told_at(each): _news_channel(each) for each in news},
        },
        "operations": {
            **{_address(ask): _answer(ask) for ask in asks},
            **{_told_at(each): {"action": "send", "channel": {"$ref": _pointer("channels", _told_at(each))}} for each in news},
        },
        "components": {
            "messages": {
                **{_address(ask): _message(ask, refs[ask]) for ask in asks},
                **{_reply_name(reply): _message(reply, refs[reply]) for reply in replies},
                **{_told_at(each): _message(each, refs[each]) for each in news},
                _REFUSED: _message(Refusal, refs[Refusal]),
            },
            "schemas": schemas["$defs"],
        },
    }


def written() -> str:
    """The description as the text of the file, the same every time."""
    return json.dumps(described(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _address(ask: type[Ask[Any]]) -> str:
    return f"{ask.service}.{ask.wire_name}"


def _answered_at(ask: type[Ask[Any]]) -> str:
    return f"{_address(ask)}.reply"


def _told_at(news: type[News]) -> str:
    return f"{news.speaker}.events.{news.routing_key()}"


def _reply_name(reply: type[Reply]) -> str:
    return f"{reply.__module__.rpartition('.')[2]}.{reply.__name__}"


def _pointer(*path: str) -> str:
    return "#/" + "/".join(path)


def _ask_channel(ask: type[Ask[Any]]) -> dict[str, Any]:
    return {
        "address": _address(ask),
        "description": f"Asked of {ask.service} by the gateway.",
        "messages": {"ask": {"$ref": _pointer("components", "messages", _address(ask))}},
    }


def _reply_channel(ask: type[Ask[Any]]) -> dict[str, Any]:
    messages = {"reply": _reply_name(ask.reply), "refusal": _REFUSED}
    return {
        "address": None,
        "description": "The asker's own queue, named in the ask.",
        "messages": {part: {"$ref": _pointer("components", "messages", name)} for part, name in messages.items()},
    }


def _answer(ask: type[Ask[Any]]) -> dict[str, Any]:
    asked, answered = _pointer("channels", _address(ask)), _pointer("channels", _answered_at(ask))
    return {
        "action": "receive",
        "channel": {"$ref": asked},
        "description": f"May be asked by: {_in_words(ask.who)}.",
        "messages": [{"$ref": f"{asked}/messages/ask"}],
        "reply": {"channel": {"$ref": answered}, "messages": [{"$ref": f"{answered}/messages/{part}"} for part in ("reply", "refusal")]},
    }


def _news_channel(news: type[News]) -> dict[str, Any]:
    return {
        "address": news.routing_key(),
        "description": f"Told by {news.speaker} on the exchange {news.speaker}.events.",
        "messages": {"news": {"$ref": _pointer("components", "messages", _told_at(news))}},
    }


def _message(model: type[BaseModel], ref: dict[str, Any]) -> dict[str, Any]:
    return {"name": model.__name__, "summary": inspect.getdoc(model) or "", "payload": ref}


def _in_words(who: Who) -> str:
    if who.function is not None:
        return f"members whose role opens {who.function.value}"
    if who.staff_roles:
        return "staff: " + ", ".join(sorted(role.value for role in who.staff_roles))
    return {"anyone": "anyone", "person": "any tenant who is signed in"}.get(who.kind, who.kind)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        print("usage: python -m services.contracts.asyncapi FILE", file=sys.stderr)
        raise SystemExit(2)
    Path(sys.argv[1]).write_text(written(), encoding="utf-8")
