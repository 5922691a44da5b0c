"""The simulated people have formally valid test numbers, one each."""

from deploy.simulators.bankid.persons import PERSONS, find


def check_digit_holds(personal_number: str) -> bool:
    doubled = [int(digit) * (2, 1)[place % 2] for place, digit in enumerate(personal_number[2:])]
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def test_numbers_are_valid_and_nobody_shares_one() -> None:
    numbers = [person.personal_number for person in PERSONS.values()]
    assert len(set(numbers)) == len(numbers) == 7
    assert all(len(number) == 12 and check_digit_holds(number) for number in numbers)


def test_one_name_is_in_capitals_and_one_bankid_has_expired() -> None:
    assert [person.name for person in PERSONS.values() if person.name.isupper()] == ["OSKAR NYSTRÖM"]
    assert [person.id for person in PERSONS.values() if person.expired] == ["maj"]


def test_somebody_is_found_by_id_and_by_number() -> None:
    assert find("anna") is find("199001012385") is PERSONS["anna"]
    assert find("199001010000") is find("") is None
