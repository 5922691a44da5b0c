"""The demo's people: Skatteverket's test numbers, invented names, addresses that lead nowhere."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoPerson:
    """Somebody who uses the demo. `person` is her id in the BankID simulator; None signs in with e-mail and password."""

    given_name: str
    surname: str
    email: str
    person: str | None
    phone: str = "031-390 06 20"
    password: str = ""

    @property
    def name(self) -> str:
        """Given name and surname."""
        return f"{self.given_name} {self.surname}"


KARIN = DemoPerson("Karin", "Holm", "karin.holm@platzer.example", "karin")
ERIK = DemoPerson("Erik", "Sand", "erik.sand@platzer.example", "erik")
ANNA = DemoPerson("Anna", "Lindgren", "anna.lindgren@company.example", "anna")
OSKAR = DemoPerson("Oskar", "Nyström", "oskar.nystrom@company.example", "oskar", phone="031-390 06 21")
JOHAN = DemoPerson("Johan", "Berg", "johan.berg@company.example", None, phone="031-390 06 22", password="kajen tranor segelduk brygga")  # noqa: S106 - printed for whoever tries the demo
