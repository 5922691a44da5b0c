"""The chain of the access register shows every change."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from services.billing.domain.register import Access, Registered, chain, first_broken
from tests.unit.billing.assertions import NOW

LOOK = Access("org-1", "anna", "Anna Lindgren", "s1", "open", "1001", True, "", "bankid", NOW)


def rows(count: int) -> list[Registered]:
    made: list[Registered] = []
    for number in range(count):
        made.append(chain(replace(LOOK, invoice_number=str(number)), made[-1] if made else None))
    return made


def test_an_untouched_chain_holds() -> None:
    assert first_broken(rows(20)) is None
    assert first_broken([]) is None


@given(
    st.integers(0, 9),
    st.sampled_from(
        [
            {"person_id": "eve"}, {"person_name": "Eve"}, {"allowed": False}, {"reason": "x"}, {"method": "pwd"}, {"session_id": "s2"},
            {"operation": "list"}, {"invoice_number": None}, {"organisation_id": "org-2"}, {"at": NOW.replace(second=1)},
        ]
    ),
)  # fmt: skip
def test_a_changed_row_shows_where_it_is(place: int, change: dict[str, object]) -> None:
    kept = rows(10)
    kept[place] = replace(kept[place], access=replace(kept[place].access, **change))  # type: ignore[arg-type]
    assert first_broken(kept) == place + 1


@given(st.integers(0, 8))
def test_a_removed_row_shows(place: int) -> None:
    kept = rows(10)
    del kept[place]
    assert first_broken(kept) == place + 1


def test_a_rehashed_row_shows_at_the_next_one() -> None:
    kept = rows(3)
    kept[1] = chain(replace(LOOK, person_id="eve"), kept[0])
    assert first_broken(kept) == 3
