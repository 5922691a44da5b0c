"""What goes around an ask and its answer on the wire; nameko's own context never travels."""

import json
import re
from dataclasses import dataclass, field
from typing import Any, Generic

from pydantic import TypeAdapter, ValidationError
from typing_extensions import TypedDict, TypeVar

from services.contracts.envelope import Ask

A = TypeVar("A")

ASKS = "asks"
REPLIES = "replies"

REPLY = "reply"
REFUSAL = "refusal"
FAILURE = "failure"
"""What an answer is, in the message's `type`; its body is the reply, the refusal, or empty."""


@dataclass(frozen=True)
class Opened:
    """An ask that has arrived. `ask` is None where the content is not what its contract says; `place` then names the first wrong field."""

    ask: Ask[Any] | None
    assertion: object = field(repr=False)
    correlation_id: str
    deadline: float
    place: str | None = None


# A NUL is text to every contract and an error to PostgreSQL: it is refused here, once for all asks. An even number of backslashes before
# it makes it the six characters a person typed.
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


class NotAnEnvelope(Exception):  # noqa: N818 - reads as what it says
    """The message is nothing that the gateway's client writes."""


def seal(ask: Ask[Any], assertion: str | None, correlation_id: str, deadline: float) -> bytes:
    """The body of an ask; `deadline` in seconds since 1970."""
    around = json.dumps({"assertion": assertion, "correlation_id": correlation_id, "deadline": deadline})
    return f'{around[:-1]},"ask":{ask.__pydantic_serializer__.to_json(ask).decode()}}}'.encode()


class _Whole(TypedDict, Generic[A]):
    ask: A
    assertion: Any
    correlation_id: str
    deadline: float


class Opener:
    """Opens the envelopes of one ask: parsed and validated in one go."""

    def __init__(self, ask_class: type[Ask[Any]]) -> None:
        self._whole = TypeAdapter(_Whole[ask_class])  # type: ignore[valid-type] # the class is known only now

    def open(self, body: bytes) -> Opened:
        """Raises NotAnEnvelope; a wrong ask inside a right envelope comes back without the ask."""
        if _NUL.search(body):
            return self._without_ask(body, None)
        try:
            found: dict[str, Any] = dict(self._whole.validate_json(body))
        except ValidationError as error:
            (first, *_) = error.errors(include_input=False, include_url=False, include_context=False)
            return self._without_ask(body, ".".join(str(part) for part in first["loc"][1:]) or None)
        return Opened(found["ask"], found["assertion"], found["correlation_id"], found["deadline"])

    def _without_ask(self, body: bytes, place: str | None) -> Opened:
        try:
            found = _AROUND.validate_json(body)
        except ValidationError as other:
            raise NotAnEnvelope from other
        return Opened(None, found["assertion"], found["correlation_id"], found["deadline"], place)


class _Around(TypedDict):
    assertion: Any
    correlation_id: str
    deadline: float


_AROUND = TypeAdapter(_Around)
