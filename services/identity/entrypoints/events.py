"""The news that identity hears: none. It knows people and nothing of what they do in the other services."""

from collections.abc import Callable

from services.contracts.envelope import News

NEWS: dict[type[News], Callable[..., None]] = {}
