"""Options of a choice, from the portal's words."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.widgets import CheckboxInput, ListWidget


class TicksField(SelectMultipleField):
    """Several of a few, as boxes to tick: a list that wants the Ctrl key is not found by everybody."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def of_words(words: Mapping[str, Any]) -> list[SelectChoice]:
    """One option a code, named by its word."""
    return of_pairs(words.items())


def of_pairs(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """One option a pair of value and name."""
    return [SelectChoice(value, name) for value, name in pairs]
