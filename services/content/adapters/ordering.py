"""Swedish order: å ä ö after z, which only the database's collation knows."""

from typing import Any

from sqlalchemy import ColumnElement, collate

SWEDISH = "sv-x-icu"


def in_swedish(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The column, to be ordered by."""
    return collate(column, SWEDISH)
