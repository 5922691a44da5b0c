"""What was done during the kills: every write with what it was answered, kept by those who made it."""

import threading
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Reported:
    """One acknowledged fault report, and what was acknowledged in its thread."""

    number: int
    title: str
    messages: list[str] = field(default_factory=list)
    moved: bool = False


class History:
    """Written to by all threads of the load."""

    def __init__(self) -> None:
        self.writing = threading.Lock()
        self.reports: list[Reported] = []
        self.messages_by_page: list[str] = []
        self.properties: list[str] = []
        self.asked = 0
        self.acknowledged = 0
        self.repeated = 0
        self.shown_invoices = 0
        self.refused_invoices: Counter[str] = Counter()
        self.wrong: list[str] = []

    def asks(self) -> None:
        """One more question has left."""
        with self.writing:
            self.asked += 1

    def answered(self, tries: int) -> None:
        """A write was acknowledged, at the `tries`th time of asking."""
        with self.writing:
            self.acknowledged += 1
            self.repeated += tries > 1

    def complain(self, what: str) -> None:
        """Something that never may happen, whoever is killed."""
        with self.writing:
            self.wrong.append(what)
