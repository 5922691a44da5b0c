"""The people who have the simulated app: Skatteverket's test numbers, which no real person has, with made-up names."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Someone with a BankID in the simulator."""

    id: str
    personal_number: str
    given_name: str
    surname: str
    note: str
    issued: str = "2025-03-14"
    expired: bool = False

    @property
    def name(self) -> str:
        """The whole name, as the issuing bank holds it."""
        return f"{self.given_name} {self.surname}"


PERSONS = {
    person.id: person
    for person in (
        Person("anna", "199001012385", "Anna", "Lindgren", "hyresgäst"),
        Person("johan", "199006022397", "Johan", "Berg", "hyresgäst"),
        Person("oskar", "200002292399", "OSKAR", "NYSTRÖM", "banken skriver namnet med versaler"),
        Person("karin", "190001019801", "Karin", "Holm", "hyresvärdens personal"),
        Person("erik", "199908072391", "Erik", "Sand", "hyresvärdens personal"),
        Person("tolvan", "191212121212", "Tolvan", "Dahl", "utan konto i portalen"),
        Person("maj", "189001019802", "Maj", "Ekdahl", "BankID har gått ut", issued="2019-05-02", expired=True),
    )
}


def find(named: str) -> Person | None:
    """Somebody by id or by personal number."""
    return PERSONS.get(named) or next((person for person in PERSONS.values() if person.personal_number == named), None)
