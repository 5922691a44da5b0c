"""Check digits, by the vectors of the banks' own files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.billing.domain.references import (
    is_bankgiro,
    is_ocr,
    is_organisation_number,
    is_plusgiro,
    luhn_holds,
    plain_organisation_number,
    shown_bankgiro,
)


@pytest.mark.parametrize("ocr", ["65599", "655969", "657866", "1023472", "202400198", "1234567806", "658765", "657767", "00", "18"])
def test_known_references_hold(ocr: str) -> None:
    assert is_ocr(ocr)


@pytest.mark.parametrize("ocr", ["", "0", "65598", "6559 69", "٦٥٥٩٦٩", "+65599", "6" * 26, "655969\n", "²²"])
def test_wrong_references_do_not(ocr: str) -> None:
    assert not is_ocr(ocr)


def test_giro_and_organisation_numbers() -> None:
    assert is_bankgiro("9912346")
    assert is_bankgiro("50501055")
    assert not is_bankgiro("50501056")
    assert not is_bankgiro("655969")
    assert is_plusgiro("45674")
    assert is_plusgiro("1760990")
    assert not is_plusgiro("45675")
    assert is_organisation_number("2021005489")
    assert not is_organisation_number("2021005488")
    assert shown_bankgiro("9912346") == "991-2346"
    assert shown_bankgiro("50501055") == "5050-1055"


@pytest.mark.parametrize(
    ("given_text", "plain"),
    [
        ("556677-8899", "5566778899"),
        ("165566778899", "5566778899"),
        ("005566778899", "5566778899"),
        ("55667788", None),
        ("SE5566778899", None),
    ],
)
def test_organisation_numbers_are_read_in_the_ways_they_are_written(given_text: str, plain: str | None) -> None:
    assert plain_organisation_number(given_text) == plain


@given(st.text("0123456789", min_size=1, max_size=24), st.integers(0, 23), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(base: str, place: int, change: int) -> None:
    whole = next(f"{base}{check}" for check in range(10) if luhn_holds(f"{base}{check}"))
    place %= len(whole)
    wrong = whole[:place] + str((int(whole[place]) + change) % 10) + whole[place + 1 :]
    assert not luhn_holds(wrong)
