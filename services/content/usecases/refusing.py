"""Broken rules as refusals: how a rule's no reaches the person."""

from collections.abc import Iterator
from contextlib import contextmanager

from services.content.domain.errors import BrokenRule
from services.contracts.refusals import refuse


@contextmanager
def broken_rules_refused() -> Iterator[None]:
    """Inside, a BrokenRule becomes a refusal with the same code and place."""
    try:
        yield
    except BrokenRule as broken:
        refuse(broken.code, place=broken.place)
