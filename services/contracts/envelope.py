"""The three kinds of message: an ask and its reply (RPC), and news (an event)."""

import re
from datetime import UTC, datetime
from types import ModuleType
from typing import Annotated, Any, ClassVar, Generic, TypeVar, get_args
from uuid import uuid4

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from services.contracts.rights import Who


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a time without a zone cannot travel")
    return moment.astimezone(UTC)


Moment = Annotated[datetime, AfterValidator(_in_utc)]
"""A point in time, always UTC on the wire."""


def snake(name: str) -> str:
    """`ReportFault` as `report_fault`: the name of a class on the bus."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class Message(BaseModel):
    """Anything that travels: frozen; unknown fields are ignored, missing ones refused."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Reply(Message):
    """What an ask is answered with when it is not refused."""


class Done(Reply):
    """Nothing more to say than that it is done."""


R = TypeVar("R", bound=Reply)


class Ask(Message, Generic[R]):
    """A question to one service. The class knows the service, the reply and who may ask it.

    The service is the module the class is written in; the reply is the type argument: `class OpenCase(Ask[CaseOpened])`.
    """

    service: ClassVar[str]
    wire_name: ClassVar[str]
    reply: ClassVar[type[Reply]]
    who: ClassVar[Who]

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Fill in service, wire name and reply; a finished ask without `who` is an error at import."""
        super().__pydantic_init_subclass__(**kwargs)
        if cls.__pydantic_generic_metadata__["origin"] or cls.__pydantic_generic_metadata__["parameters"]:
            return
        cls.service = cls.__module__.rpartition(".")[2]
        cls.wire_name = snake(cls.__name__)
        cls.reply = _reply_of(cls)
        if not hasattr(cls, "who"):
            raise TypeError(f"{cls.__name__} does not say who may ask it")


class Write(Ask[R], Generic[R]):
    """An ask that changes something. Asked again with the same key by the same caller, it is answered the same and done once."""

    idempotency_key: str = Field(min_length=16, max_length=64)


class News(Message):
    """Something that has happened, told to whoever listens. May come twice, late or in another order.

    `sequence` rises per `subject_id`; a listener that has seen a higher one of the same kind of news ignores this one.
    """

    speaker: ClassVar[str]
    wire_name: ClassVar[str]
    version: ClassVar[int] = 1
    supersedes: ClassVar[bool] = True
    """Each piece tells the whole state of its subject, so an older one may be ignored. False where every single piece counts."""

    event_id: str = Field(default_factory=lambda: str(uuid4()))
    subject_id: str
    sequence: int = Field(ge=1)
    occurred_at: Moment

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Fill in the speaker (the module) and the wire name."""
        super().__pydantic_init_subclass__(**kwargs)
        cls.speaker = cls.__module__.rpartition(".")[2]
        cls.wire_name = snake(cls.__name__)

    @classmethod
    def routing_key(cls) -> str:
        """The key on the speaker's exchange, such as `status_changed.v1`."""
        return f"{cls.wire_name}.v{cls.version}"


def asks_of(module: ModuleType) -> list[type[Ask[Any]]]:
    """Every finished ask that `module` speaks of (pydantic also leaves its parametrised bases there)."""
    return [each for each in _messages(module) if issubclass(each, Ask)]


def news_of(module: ModuleType) -> list[type[News]]:
    """Every piece of news that `module` tells."""
    return [each for each in _messages(module) if issubclass(each, News)]


def _messages(module: ModuleType) -> list[type[Message]]:
    found = (value for value in vars(module).values() if isinstance(value, type) and issubclass(value, Message))
    return [each for each in found if each.__module__ == module.__name__ and not each.__pydantic_generic_metadata__["origin"]]


def _reply_of(ask: type[Ask[Any]]) -> type[Reply]:
    for base in ask.__mro__:
        metadata = getattr(base, "__pydantic_generic_metadata__", None)
        if metadata and metadata["origin"] in (Ask, Write) and get_args(metadata["args"]) == ():
            (reply,) = metadata["args"]
            if isinstance(reply, type) and issubclass(reply, Reply):
                return reply
    raise TypeError(f"{ask.__name__} names no reply: write Ask[SomeReply]")
