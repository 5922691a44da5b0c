"""Which passwords are good enough, and that hashing does what it must."""

import unicodedata
from typing import Any

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.refusals import Refused, refuse
from services.identity.adapters.passwords import Argon2Passwords
from services.identity.domain.common_words import COMMON_WORDS
from services.identity.domain.password import guess_words, normalised, too_common, too_short

NAMES = ["Anna", "Lindgren", "anna.lindgren@company.example", "Company AB", "Platzers kundportal"]


def here(work: Any, *args: Any) -> Any:
    return work(*args)


@pytest.fixture(scope="module")
def passwords() -> Argon2Passwords:
    return Argon2Passwords(here)


@pytest.mark.parametrize(
    "password",
    [
        "lösenordlösenord", "Losenord123456!", "sommarsverige2026", "Sommar2026!Sommar2026!", "qwertyuiopasdfgh", "1qaz2wsx3edc4rfv",
        "123456789012345", "aaaaaaaaaaaaaaaa", "abcabcabcabcabcabc", "hejhejhejhejhejhej", "annalindgren1990", "CompanyAB-2026-2026",
        "Platzerkundportal1", "L0s3nord L0s3nord", "!!!!!!!!!!!!!!!!!!", "🐴🐴🐴🐴🐴🐴🐴🐴🐴🐴🐴🐴🐴🐴🐴🐴", "zyxwvutsrqponmlkj",
    ],
)  # fmt: skip
def test_what_everybody_tries_is_too_common(password: str) -> None:
    assert too_common(normalised(password), NAMES)


@pytest.mark.parametrize(
    "password",
    [
        "vinden river granens kotte",
        "korrekt häst batteri häftklammer",
        "xk29fjq0zmv81mmqq",
        "ölandsbrons femtiotvå fjärdingar",
        "ω" * 5 + "Ж" * 5 + "漢字仮名交じり文",
        "мой дом у реки ab",
    ],
)
def test_what_few_would_think_of_is_not(password: str) -> None:
    assert not too_common(normalised(password), NAMES)


@given(st.lists(st.sampled_from(COMMON_WORDS), min_size=1, max_size=3), st.integers(0, 9999))
def test_up_to_two_common_words_and_a_number_are_always_too_common(words: list[str], number: int) -> None:
    assert too_common("".join(words[:2]) + str(number), [])


@given(st.text(min_size=15, max_size=300))
def test_every_text_is_judged(password: str) -> None:
    too_common(normalised(password), NAMES)


def test_length_is_counted_in_characters_after_normalising() -> None:
    decomposed = unicodedata.normalize("NFD", "å" * 14)
    assert too_short(normalised(decomposed))
    assert not too_short("å" * 15)


def test_the_stored_string_is_argon2id_with_our_parameters_and_never_the_password(passwords: Argon2Passwords) -> None:
    stored = passwords.hash("vinden river granens kotte" + "x" * 200)
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    assert passwords.matches(stored, "vinden river granens kotte" + "x" * 200)
    assert not passwords.matches(stored, "vinden river granens kotte" + "x" * 199)
    assert not passwords.outdated(stored)


def test_an_unknown_account_costs_the_same_work_and_never_fits(passwords: Argon2Passwords) -> None:
    worked: list[Any] = []

    def counted(work: Any, *args: Any) -> Any:
        worked.append(args[0])
        return work(*args)

    assert not Argon2Passwords(counted).matches(None, "anything at all here")
    assert worked[0].startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    assert not passwords.outdated(worked[0])


def test_a_hash_with_weaker_parameters_is_outdated_and_still_fits(passwords: Argon2Passwords) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash("vinden river granens kotte")
    assert passwords.outdated(weak)
    assert passwords.matches(weak, "vinden river granens kotte")


def test_a_full_queue_refuses_rather_than_waits() -> None:
    def full(work: Any, *args: Any) -> Any:
        refuse("try_again")

    with pytest.raises(Refused):
        Argon2Passwords(full).hash("x")


def test_the_estimate_knows_what_a_guesser_knows(passwords: Argon2Passwords) -> None:
    assert passwords.guessable("granskogsvägenettan", ["granskogsvägen", "ettan"])
    assert not passwords.guessable("vinden river granens kotte", guess_words(NAMES))
    assert not passwords.guessable("xk29fjq0zmv81mmqq" * 60, guess_words(NAMES))
