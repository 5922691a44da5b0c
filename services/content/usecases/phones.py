"""The landlord's two numbers that hold for everybody."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Phones:
    """As they are shown, such as `031-390 06 00`."""

    on_call: str
    switchboard: str
