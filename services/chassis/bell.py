"""Waits for a NOTIFY: how the relay hears at once that a transaction has committed something for it."""

from types import TracebackType
from typing import Any, Self

import psycopg
from psycopg import sql
from sqlalchemy import Engine


class Bell:
    """A connection that listens on one channel. Errors of the connection come out of `wait`."""

    def __init__(self, engine: Engine, channel: str) -> None:
        self._engine, self._channel = engine, channel
        self._connection: psycopg.Connection[Any] | None = None

    def __enter__(self) -> Self:
        """Connect and listen."""
        address = self._engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._connection = psycopg.connect(address, autocommit=True, connect_timeout=3, application_name="bell")
        self._connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(self._channel)))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()

    def wait(self, seconds: float) -> None:
        """Until the bell rings, but no longer than `seconds`."""
        if self._connection is None:
            raise RuntimeError("the bell is not listening")
        for _ in self._connection.notifies(timeout=seconds, stop_after=1):
            return
