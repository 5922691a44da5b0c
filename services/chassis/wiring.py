"""Joins use cases and ports, and the table of contents of a service."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import Engine

from services.chassis.assertions import Verifier
from services.chassis.caller import Caller
from services.chassis.mail import Mail, MailRow
from services.chassis.settings import ServiceSettings
from services.contracts.envelope import Ask, News, Reply
from services.contracts.refusals import Refusal

_GIVEN_WITH_THE_CALL = frozenset({"ask", "caller", "news"})


class MissingPort(Exception):  # noqa: N818 - reads as what it says
    """A use case wants a port that nobody has given; found at start."""


def wire(use_case: Callable[..., Any], **ports: Any) -> Callable[..., Any]:
    """The use case with its ports bound by parameter name; it is then called with (ask, caller), (news) or nothing.

    Ports that it does not name are left out; one that it names and is not given raises MissingPort.
    """
    wanted = {
        name: parameter
        for name, parameter in inspect.signature(use_case).parameters.items()
        if name not in _GIVEN_WITH_THE_CALL and parameter.kind is not parameter.VAR_KEYWORD
    }
    missing = [name for name, parameter in wanted.items() if name not in ports and parameter.default is parameter.empty]
    if missing:
        raise MissingPort(f"{getattr(use_case, '__name__', use_case)} wants {', '.join(missing)}")
    return partial(use_case, **{name: ports[name] for name in wanted if name in ports})


@dataclass(frozen=True)
class Job:
    """Work by the clock, in `relay`; one replica at a time."""

    name: str
    every: timedelta
    run: Callable[[], None]


@dataclass(frozen=True)
class App:
    """A service's table of contents, made by its `bootstrap.build(settings)`."""

    name: str
    engine: Engine
    settings: ServiceSettings
    verifier: Verifier
    asks: Mapping[type[Ask[Any]], Callable[[Any, Caller], Reply]] = field(default_factory=dict)
    news: Mapping[type[News], Callable[[Any], None]] = field(default_factory=dict)
    jobs: Sequence[Job] = ()
    mails: Mapping[str, Callable[[MailRow], Mail | None]] = field(default_factory=dict)
    check: Callable[[], None] = lambda: None
    """What `check` tries beyond settings, database and broker; raises when something is wrong."""
    on_refusal: Callable[[Ask[Any], Caller, Refusal], None] | None = None
    """Told when the chassis itself refuses a verified caller, before any use case runs (billing keeps a register of those too)."""

    def __post_init__(self) -> None:
        """Refuse a table that answers another service's asks."""
        for ask in self.asks:
            if ask.service != self.name:
                raise ValueError(f"{ask.__name__} is asked of {ask.service}, not of {self.name}")
