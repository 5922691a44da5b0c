"""Floors in order and in words."""

import pytest

from services.content.domain.errors import BrokenRule
from services.content.domain.floors import floors_text, in_order


@pytest.mark.parametrize(
    ("floors", "text"),
    [
        ([], ""),
        ([3], "plan 3"),
        ([4, 3], "plan 3–4"),
        ([3, 5], "plan 3 och 5"),
        ([-1, 3, 4, 5, 8, 8], "plan −1, 3–5 och 8"),
        ([-2, -1, 0], "plan −2–0"),
    ],
)
def test_neighbours_are_said_as_a_run(floors: list[int], text: str) -> None:
    assert floors_text(floors) == text


@pytest.mark.parametrize("floor", [-21, 201, 2**40])
def test_a_floor_no_house_reaches_is_refused_at_its_field(floor: int) -> None:
    with pytest.raises(BrokenRule) as broken:
        in_order([1, floor])
    assert (broken.value.code, broken.value.place) == ("invalid", "floors")
