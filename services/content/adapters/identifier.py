"""Ids and slugs as they come from addresses and forms: whatever they hold, looking for them finds nothing rather than failing."""

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator


class Identifier(TypeDecorator[str]):
    """A text column whose values are ours. A NUL, which PostgreSQL refuses, is asked for as a sign that no id has."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else value.replace("\x00", "\ufffd")
