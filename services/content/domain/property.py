"""A property: a house of the landlord's."""

from dataclasses import dataclass, field


@dataclass(eq=False)
class Property:
    """A house with its address and facts. The name is its own: no two properties share it, whatever the case of its letters."""

    property_id: str
    name: str
    address: str
    city: str
    floors: int
    built_year: int | None
    facts: list[tuple[str, str]] = field(default_factory=list)
    """Label and text, in the order they are shown."""
