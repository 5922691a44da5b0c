"""What becomes of documents that staff import."""

import pytest

from services.billing.adapters.ubl_reader import read_ubl
from services.billing.usecases.import_invoices import import_invoices
from services.billing.usecases.list_imports import list_imports
from services.contracts.billing import (
    DocumentGiven,
    ImportInvoices,
    ListImports,
)
from tests.unit.billing.driver import FIA, Billing
from tests.unit.billing.files import CREDIT, MIXED, NAMES, RENT, changed, text_of


def test_the_same_bytes_again_change_nothing(filled: Billing) -> None:
    (again,) = filled.take(text_of(RENT).encode())
    assert (again.outcome, again.number, again.violations) == ("repeated", "1001", [])
    assert len(filled.uow.state.documents) == len(NAMES)


def test_a_number_with_other_bytes_is_refused(filled: Billing) -> None:
    (result,) = filled.take(changed("Hyran betalas", "Hyra betalas"))
    assert (result.outcome, [(each.rule, each.line) for each in result.violations]) == ("refused", [("PORTAL-02", 5)])


def test_each_document_stands_or_falls_by_itself_and_is_told_of(billing: Billing) -> None:
    results = billing.take(text_of(CREDIT).encode(), b"not xml", changed(">380<", ">381<"), text_of(MIXED).encode())
    assert [each.outcome for each in results] == ["imported", "refused", "refused", "imported"]
    assert [each.number for each in results] == ["921", None, "1001", "1002"]
    assert results[0].customer == "Company AB"
    assert [each.organisation_id for each in billing.uow.state.news if hasattr(each, "organisation_id")] == ["org-1", "org-1"]
    assert billing.uow.state.audited == ["invoice.imported"] * 2
    assert billing.blobs.kept == {}


def test_a_file_that_is_gone_is_refused_by_name(billing: Billing) -> None:
    ask = ImportInvoices(idempotency_key="k" * 16, documents=[DocumentGiven(name="a.xml", blob_key="0" * 64)])
    (result,) = import_invoices(ask, FIA, billing.uow, billing.clock, billing.blobs, read_ubl).results
    assert (result.name, result.outcome, result.violations[0].rule) == ("a.xml", "refused", "PORTAL-03")


NUMBER = "<cac:PartyIdentification>\n        <cbc:ID>K-1001</cbc:ID>\n      </cac:PartyIdentification>"


LEGAL = '<cbc:CompanyID schemeID="0007">5566778899</cbc:CompanyID>'


@pytest.mark.parametrize(
    ("old", "new", "outcome"),
    [
        (NUMBER, "", "imported"),
        (LEGAL, LEGAL.replace("5566778899", "556677-8899"), "imported"),
        (LEGAL, "", "imported"),
        ("K-1001", "K-9999", "refused"),
        ("K-1001", "k-1001", "refused"),
        (LEGAL, LEGAL.replace("5566778899", "5567034482"), "refused"),
        (f"{NUMBER}", NUMBER.replace("<cbc:ID>K-1001", '<cbc:ID schemeID="0088">7300010000001'), "imported"),
    ],
)
def test_a_document_goes_to_the_customer_everything_in_it_agrees_on(billing: Billing, old: str, new: str, outcome: str) -> None:
    (result,) = billing.take(changed(old, new))
    assert result.outcome == outcome
    assert [each.rule for each in result.violations] == ([] if outcome == "imported" else ["PORTAL-01"])


def test_a_document_that_names_nobody_we_know_is_refused(billing: Billing) -> None:
    (result,) = billing.take(changed(NUMBER, "").replace(LEGAL.encode(), b""))
    assert [each.rule for each in result.violations] == ["PORTAL-01"]


def test_imports_are_listed_with_who_imported_them(filled: Billing) -> None:
    listed = list_imports(ListImports(), FIA, filled.uow)
    assert listed.total == len(NAMES)
    assert {each.imported_by for each in listed.imports} == {"Fia Ek"}
