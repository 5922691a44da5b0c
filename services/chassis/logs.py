"""Logs as JSON lines: one line an event whatever the input, and never a personal number, a token or a password."""

import logging
import re
import sys
from collections.abc import Mapping
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_PERSONAL_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?:[0-9]{2})?[0-9]{6}[-+ ]?[0-9]{4}(?![0-9A-Za-z])")
_SECRET_KEY = re.compile(r"token|password|assertion|secret|cookie|authori[sz]ation|personal_number|nonce|private", re.IGNORECASE)
_TOKEN = re.compile(r"eyJ[\w-]{8,}\.[\w-]+\.[\w-]*")
_ADDRESS_PASSWORD = re.compile(r"(?<=://)([^/\s:@]+):[^/\s@]+@")
MASKED = "***"
_DEEPEST = 6


def configure(service: str, level: str = "INFO") -> None:
    """Send structlog's and the standard library's events to stdout as JSON lines."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        structlog.processors.format_exc_info,
        _with_service(service),
        mask,
    ]
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, structlog.processors.JSONRenderer(default=str)],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for noisy in ("amqp", "kombu", "pika", "nameko", "alembic", "asyncio", "urllib3"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def get_logger(name: str = "portal") -> Any:
    """A structlog logger: `log.info("case_opened", case_id=...)`."""
    return structlog.stdlib.get_logger(name)


def set_correlation_id(correlation_id: str) -> None:
    """Put the id that joins the lines of one page into every line of this thread or greenlet."""
    structlog.contextvars.bind_contextvars(correlation_id=correlation_id)


def correlation_id() -> str:
    """The id set last, or an empty string."""
    return str(structlog.contextvars.get_contextvars().get("correlation_id", ""))


def clear_context() -> None:
    """Forget what has been bound to this thread or greenlet."""
    structlog.contextvars.clear_contextvars()


def mask(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Take personal numbers, tokens and secrets out of an event."""
    return {name: value if name.startswith("_") else _masked(name, value, 0) for name, value in event.items()}


def masked_text(text: str) -> str:
    """A text without personal numbers, signed tokens and passwords in addresses."""
    text = _PERSONAL_NUMBER.sub(MASKED, text)
    text = _TOKEN.sub(MASKED, text)
    return _ADDRESS_PASSWORD.sub(rf"\1:{MASKED}@", text)


def _masked(name: str, value: Any, depth: int) -> Any:
    if _SECRET_KEY.search(name):
        return MASKED
    if isinstance(value, bool | float) or value is None:
        return value
    if isinstance(value, int):
        return MASKED if len(str(abs(value))) in (10, 12) else value
    if depth >= _DEEPEST:
        return MASKED
    if isinstance(value, Mapping):
        return {masked_text(str(key)): _masked(str(key), inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_masked(name, inner, depth + 1) for inner in value]
    return masked_text(str(value))


def _with_service(service: str) -> Processor:
    def add(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
        event["service"] = service
        return event

    return add
