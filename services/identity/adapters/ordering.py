"""Swedish order, the same in every build of PostgreSQL (docs/decisions/0005-swedish-order.md)."""

from typing import Any

from sqlalchemy import ColumnElement, func


def in_swedish(column: ColumnElement[Any]) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """What to order by: capitals as small letters and å ä ö last, then the text itself."""
    return func.translate(func.lower(column), "åäæöøüéè", "{||}}yee"), column
