"""What is open, paid, credited and late."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.billing.domain.concerns import concerns, quarter_of
from services.billing.domain.money import has_ore, number, rounded, to_ore
from services.billing.domain.settlement import Entry, Posting, Settled, balance, settle, settle_all, swedish_day

DUE = date(2026, 11, 19)
AFTER = DUE + timedelta(days=1)


def invoice(number: str = "1", payable: int = 10_000, due: date | None = DUE, allocated: int = 0) -> Posting:
    return Posting("invoice", number, payable, due, allocated_ore=allocated)


def credit(number: str, of: str, payable: int) -> Posting:
    return Posting("credit_note", number, payable, None, credits=of)


@pytest.mark.parametrize(
    ("posting", "credited", "stands"),
    [
        (invoice(), 0, Settled(10_000, "open", True)),
        (invoice(allocated=1), 0, Settled(9_999, "part_paid", True)),
        (invoice(allocated=10_000), 0, Settled(0, "paid", False)),
        (invoice(allocated=10_001), 0, Settled(-1, "overpaid", False)),
        (invoice(), 10_000, Settled(0, "credited", False)),
        (invoice(), 4_000, Settled(6_000, "open", True)),
        (invoice(allocated=6_000), 4_000, Settled(0, "paid", False)),
        (invoice(allocated=10_000), 4_000, Settled(-4_000, "overpaid", False)),
        (invoice(due=None), 0, Settled(10_000, "open", False)),
        (invoice(payable=0), 0, Settled(0, "paid", False)),
        (credit("2", "1", 500), 0, Settled(0, "credited", False)),
    ],
)
def test_settling(posting: Posting, credited: int, stands: Settled) -> None:
    assert settle(posting, credited, AFTER) == stands


def test_the_due_date_itself_is_not_late() -> None:
    assert not settle(invoice(), 0, DUE).overdue
    assert settle(invoice(), 0, AFTER).overdue


def test_the_day_is_swedens() -> None:
    assert swedish_day(datetime(2026, 11, 19, 22, 59, tzinfo=UTC)) == DUE
    assert swedish_day(datetime(2026, 11, 19, 23, 0, tzinfo=UTC)) == AFTER
    assert swedish_day(datetime(2026, 6, 30, 22, 0, tzinfo=UTC)) == date(2026, 7, 1)


def entry(posting: Posting) -> Entry:
    return Entry(posting, "Hyra", DUE, "2026 Q4")


def test_sums_count_each_invoice_once_and_credit_notes_only_through_what_they_take_back() -> None:
    later = DUE + timedelta(days=30)
    postings = [invoice("1"), credit("2", "1", 4_000), invoice("3", due=later), invoice("4", allocated=10_000), credit("5", "unknown", 7)]
    sums = balance(settle_all([entry(each) for each in postings], AFTER))
    assert (sums.unpaid_ore, sums.unpaid_count) == (16_000, 2)
    assert (sums.overdue_ore, sums.overdue_count) == (6_000, 1)
    assert (sums.paid_count, sums.next_due_date) == (1, later)


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9)), max_size=20))
def test_no_ore_is_created_or_lost(amounts: list[tuple[int, int, int]]) -> None:
    postings = [Posting("invoice", str(at), payable, DUE, allocated_ore=paid) for at, (payable, _, paid) in enumerate(amounts)]
    postings += [credit(f"c{at}", str(at), back) for at, (_, back, _) in enumerate(amounts)]
    settled = settle_all([entry(each) for each in postings], AFTER)
    assert sum(stands.open_ore for _, stands in settled) == sum(payable - back - paid for payable, back, paid in amounts)


@pytest.mark.parametrize(
    ("first_line", "start", "end", "text"),
    [
        ("Hyra, plan 3", date(2027, 1, 1), date(2027, 3, 31), "Hyra kvartal 1 2027"),
        ("El och kyla", date(2026, 10, 1), date(2026, 10, 31), "El och kyla oktober 2026"),
        ("Hyra", date(2026, 1, 1), date(2026, 12, 31), "Hyra 2026"),
        ("Värme", date(2026, 1, 1), date(2026, 9, 30), "Värme januari–september 2026"),
        ("Värme", date(2026, 12, 1), date(2027, 2, 28), "Värme december 2026–februari 2027"),
        ("Hyra", date(2026, 1, 15), date(2026, 3, 31), "Hyra 2026-01-15–2026-03-31"),
        ("Passerkort", None, None, "Passerkort"),
    ],
)
def test_what_an_invoice_concerns(first_line: str, start: date | None, end: date | None, text: str) -> None:
    assert concerns(first_line, start, end) == text


def test_quarters() -> None:
    assert [quarter_of(date(2026, month, 1)) for month in (1, 3, 4, 12)] == ["2026 Q1", "2026 Q1", "2026 Q2", "2026 Q4"]


@pytest.mark.parametrize("text", ["", "1e3", "NaN", "Infinity", "1,5", "１２", " 1", "1 ", "0x1", "--1", "1.", ".5", "9" * 14, "1_000"])
def test_what_is_not_a_plain_number_is_none(text: str) -> None:
    assert number(text) is None


def test_money_is_exact() -> None:
    value = number("803303.10")
    assert value is not None
    assert to_ore(value) == 80_330_310
    third = number("0.125")
    assert third is not None
    assert not has_ore(third)
    assert str(rounded(third)) == "0.13"
    with pytest.raises(ValueError, match="öre"):
        to_ore(third)
