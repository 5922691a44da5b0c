"""What billing shows of invoices."""

from base64 import b64decode
from typing import Any

import pytest

from services.billing.usecases.download_invoice import download_invoice
from services.billing.usecases.list_invoices import list_invoices
from services.billing.usecases.open_invoice import open_invoice
from services.billing.usecases.sum_invoices import sum_invoices
from services.contracts.billing import (
    DownloadInvoice,
    ListInvoices,
    OpenInvoice,
    SumInvoices,
)
from tests.unit.billing.driver import Billing, member, refused
from tests.unit.billing.files import RENT, text_of


def test_the_list_has_sums_settles_credits_and_shows_the_newest_due_date_first(filled: Billing) -> None:
    listed = filled.do(list_invoices, ListInvoices())
    assert [each.number for each in listed.invoices] == ["1002", "1001", "1004", "987", "917", "921"]
    assert (listed.unpaid_count, listed.unpaid_ore) == (4, 80_330_300 + 3_525_000 + 607_800 + 1_842_000)
    assert (listed.overdue_count, listed.overdue_ore) == (1, 1_842_000)
    assert listed.next_due_date is not None
    assert listed.next_due_date.isoformat() == "2026-12-18"
    by_number = {each.number: each for each in listed.invoices}
    assert by_number["987"].overdue
    assert (by_number["917"].settlement, by_number["917"].open_ore) == ("credited", 0)
    assert (by_number["921"].kind, by_number["921"].total_ore) == ("credit_note", -360_000)


@pytest.mark.parametrize(("view", "numbers"), [("unpaid", ["1002", "1001", "1004", "987"]), ("overdue", ["987"]), ("paid", [])])
def test_views_of_the_list(filled: Billing, view: Any, numbers: list[str]) -> None:
    listed = filled.do(list_invoices, ListInvoices(view=view))
    assert [each.number for each in listed.invoices] == numbers
    assert listed.total == len(numbers)


def test_the_list_has_25_a_page(billing: Billing) -> None:
    text = text_of("faktura-1004.xml")
    billing.take(*(text.replace("<cbc:ID>1004<", f"<cbc:ID>{number}<").encode() for number in range(2000, 2026)))
    assert len(billing.do(list_invoices, ListInvoices()).invoices) == 25
    second = billing.do(list_invoices, ListInvoices(page=2))
    assert ([each.number for each in second.invoices], second.total) == (["2000"], 26)
    assert billing.do(list_invoices, ListInvoices(page=3)).invoices == []


def test_the_overview_gets_sums_and_what_is_late(filled: Billing) -> None:
    sums = filled.do(sum_invoices, SumInvoices())
    assert (sums.unpaid_count, sums.overdue_count, [each.number for each in sums.overdue]) == (4, 1, ["987"])


def test_an_invoice_is_shown_with_what_is_needed_to_pay_it(filled: Billing) -> None:
    shown = filled.do(open_invoice, OpenInvoice(number="1001"))
    assert (shown.ocr, shown.bankgiro, shown.payable_ore, shown.rounding_ore) == ("27000010010", "991-2346", 80_330_300, 19)
    assert (shown.customer_number, shown.your_reference, shown.lease_number) == ("K-1001", "Anna Lindgren", "HA-23-0415")
    assert sum(each.net_ore for each in shown.lines) == shown.net_ore
    assert [(each.category, each.rate) for each in shown.vat] == [("S", 2500)]


def test_an_invoice_is_downloaded_byte_for_byte(filled: Billing) -> None:
    file = filled.do(download_invoice, DownloadInvoice(number="1001"))
    assert b64decode(file.content_base64) == text_of(RENT).encode()
    assert (file.name, file.media_type) == ("faktura-1001.xml", "application/xml")


@pytest.mark.parametrize(("use_case", "ask"), [(open_invoice, OpenInvoice), (download_invoice, DownloadInvoice)])
def test_a_foreign_number_is_as_unknown_as_one_that_does_not_exist(filled: Billing, use_case: Any, ask: Any) -> None:
    eve = member("org-2", "eve")
    foreign, unknown = refused(filled, use_case, ask(number="1001"), eve), refused(filled, use_case, ask(number="none"), eve)
    assert foreign == unknown
    assert foreign.code == "not_found"
