"""Hostile and broken files are refused as a whole, quickly, and never by an exception."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.billing.adapters.ubl_reader import read_ubl
from services.billing.domain.interpret import interpret
from services.billing.domain.submitted import Submitted, Violation
from tests.unit.billing.files import CREDIT, MIXED, broken, changed, rules, text_of

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE Invoice [<!ENTITY e0 "ha">{BOMB}]>',
        '<!DOCTYPE Invoice [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE Invoice [<!ENTITY x SYSTEM "http://169.254.169.254/">]>',
        '<!DOCTYPE Invoice SYSTEM "http://127.0.0.1:1/evil.dtd">',
        '<!DOCTYPE Invoice [<!ENTITY % p SYSTEM "http://127.0.0.1:1/evil.dtd"> %p;]>',
        "<!DOCTYPE Invoice>",
    ],
)
def test_a_document_type_is_refused_whatever_it_holds(doctype: str) -> None:
    content = changed(DECLARATION, DECLARATION + doctype)
    for entity in ("&e11;", "&x;", ""):
        assert rules(content.replace(b">1001<", f">{entity}<".encode(), 1)) == {"PORTAL-04"}


def test_a_document_type_in_another_encoding_is_refused_too() -> None:
    text = text_of().replace(DECLARATION, '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE Invoice>')
    assert rules(text.encode("utf-16")) == {"PORTAL-04"}


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "utf-32"])
def test_other_encodings_are_refused(encoding: str) -> None:
    text = text_of().replace('encoding="UTF-8"', f'encoding="{encoding}"').replace("\u2212", "-")
    assert rules(text.encode(encoding)) == {"PORTAL-04"}


def test_bytes_that_are_not_the_encoding_they_say_are_refused() -> None:
    assert rules(text_of().encode().replace("ä".encode(), b"\xe4")) == {"PORTAL-04"}


@pytest.mark.parametrize("content", [b"", b" ", b"\x00" * 100, b"%PDF-1.7", b"PK\x03\x04", b"<a/", b"<" * 1000, b"{}"])
def test_what_is_no_xml_is_refused(content: bytes) -> None:
    assert rules(content) == {"PORTAL-04"}


@pytest.mark.parametrize(
    "content", [b"<Invoice/>", b'<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>', b"<html></html>"]
)
def test_other_documents_are_refused(content: bytes) -> None:
    assert rules(content) == {"PORTAL-05"}


def test_a_file_too_large_is_refused_before_it_is_read() -> None:
    assert rules(text_of().encode() + b" " * 1024 * 1024) == {"PORTAL-03"}


def test_a_file_nested_beyond_reason_is_refused() -> None:
    assert rules(b"<a>" * 100_000 + b"</a>" * 100_000) == {"PORTAL-04"}


def test_a_cut_file_says_where_it_ends() -> None:
    text = text_of()
    (found,) = broken(text[: len(text) // 2].encode())
    assert found.rule == "PORTAL-04"
    assert found.line is not None
    assert found.line > 50


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 5_000), st.binary(max_size=6), st.integers(0, 12))
def test_no_damage_makes_the_reader_throw(place: int, dirt: bytes, cut: int) -> None:
    content = text_of().encode()
    place %= len(content)
    found = broken(content[:place] + dirt + content[place + cut :])
    assert all(isinstance(each, Violation) for each in found)


def test_a_comment_inside_a_value_does_not_cut_it() -> None:
    read = read_ubl(changed(">1001<", ">10<!-- sly -->01<"))
    assert isinstance(read, Submitted)
    assert read.number is not None
    assert read.number.text == "1001"


def test_a_document_is_kept_as_it_says() -> None:
    read = read_ubl(text_of(MIXED).encode())
    assert isinstance(read, Submitted)
    document = interpret(read, "K-1001")
    assert (document.kind, document.number, document.credits) == ("invoice", "1002", None)
    assert (document.net_ore, document.vat_ore, document.rounding_ore, document.payable_ore) == (3_090_000, 435_000, 0, 3_525_000)
    assert [(each.vat_category, each.vat_rate, each.net_ore, each.quantity) for each in document.lines] == [
        ("E", 0, 1_350_000, "45 m²"),
        ("S", 2500, 1_740_000, "12 mån"),
    ]
    assert document.vat[0].exemption_reason == "Uthyrning av lokal utan frivillig beskattning"
    assert (document.ocr, document.bankgiro) == ("27000010028", "9912346")
    assert (document.quarter, document.concerns, document.lease_number) == ("2027 Q1", "Förråd kvartal 1 2027", "HA-23-0415")


def test_a_credit_note_names_its_invoice_and_has_nothing_to_pay_to() -> None:
    read = read_ubl(text_of(CREDIT).encode())
    assert isinstance(read, Submitted)
    document = interpret(read, "K-1001")
    assert (document.kind, document.credits, document.payable_ore) == ("credit_note", "917", 360_000)
    assert (document.ocr, document.bankgiro, document.due_date) == (None, None, None)
