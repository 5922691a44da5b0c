"""Every rule refuses what breaks it, by its id and on its line; the example documents break none."""

import pytest

from services.billing.domain.rules import PEPPOL_RELEASE
from tests.unit.billing.files import CREDIT, MIXED, NAMES, RENT, broken, changed, rules, text_of


@pytest.mark.parametrize("name", NAMES)
def test_the_example_documents_break_no_rule(name: str) -> None:
    assert broken(text_of(name).encode()) == []


def test_the_release_is_named() -> None:
    assert PEPPOL_RELEASE.startswith("3.0.")


P = "PEPPOL-EN16931-"
TAX_SE = "<cbc:CompanyID>SE556703448201</cbc:CompanyID>"
SELLER = '<cbc:CompanyID schemeID="0007">5567034482</cbc:CompanyID>'
PERIOD = "<cbc:EndDate>2027-03-31</cbc:EndDate>"
LINE_1 = '<cbc:LineExtensionAmount currencyID="SEK">293125.00</cbc:LineExtensionAmount>'
ALLOWANCE = (
    "<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:AllowanceChargeReason>Rabatt</cbc:AllowanceChargeReason>"
    '<cbc:Amount currencyID="SEK">100.00</cbc:Amount><cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>25</cbc:Percent>'
    "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:AllowanceCharge>"
)

CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
CATEGORY = "<cac:TaxCategory>\n        <cbc:ID>S</cbc:ID>"
GROUP_VAT = '<cbc:TaxAmount currencyID="SEK">160660.56</cbc:TaxAmount>\n      <cac:TaxCategory>'
ACCOUNT = "<cbc:ID>9912346</cbc:ID>\n      <cac:FinancialInstitutionBranch>\n        <cbc:ID>SE:BANKGIRO"
PLUSGIRO = ACCOUNT.replace("BANKGIRO", "PLUSGIRO")
SECOND_SELLER = "<cac:AccountingSupplierParty><cac:Party><cbc:EndpointID>1</cbc:EndpointID></cac:Party></cac:AccountingSupplierParty>"

BROKEN = [
    ("R001", f"{P}R001", "<cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID>", ""),
    ("R004", f"{P}R004", "poacc:billing:3.0<", "poacc:billing:4.0<"),
    ("R007", f"{P}R007", "billing:01:1.0", "billing:02:1.0"),
    ("R002", f"{P}R002", "<cbc:DocumentCurrencyCode>", "<cbc:Note>Ännu en</cbc:Note><cbc:DocumentCurrencyCode>"),
    ("R003", f"{P}R003", "<cbc:BuyerReference>Anna Lindgren</cbc:BuyerReference>", ""),
    ("R008", f"{P}R008", "<cbc:BuyerReference>Anna Lindgren</cbc:BuyerReference>", "<cbc:BuyerReference> </cbc:BuyerReference>"),
    ("R010", f"{P}R010", '<cbc:EndpointID schemeID="0007">5566778899</cbc:EndpointID>', ""),
    ("R020", f"{P}R020", '<cbc:EndpointID schemeID="0007">5567034482</cbc:EndpointID>', ""),
    ("R051", f"{P}R051", '<cbc:TaxAmount currencyID="SEK">', '<cbc:TaxAmount currencyID="EUR">'),
    ("R110", f"{P}R110", "<cbc:StartDate>2027-01-01</cbc:StartDate>", "<cbc:StartDate>2027-01-02</cbc:StartDate>"),
    ("R111", f"{P}R111", PERIOD, "<cbc:EndDate>2027-03-30</cbc:EndDate>"),
    ("R120", f"{P}R120", '<cbc:PriceAmount currencyID="SEK">837.50<', '<cbc:PriceAmount currencyID="SEK">838.50<'),
    ("R121", f"{P}R121", "837.50</cbc:PriceAmount>", '837.50</cbc:PriceAmount><cbc:BaseQuantity unitCode="MTK">0</cbc:BaseQuantity>'),
    ("R130", f"{P}R130", "837.50</cbc:PriceAmount>", '837.50</cbc:PriceAmount><cbc:BaseQuantity unitCode="EA">1</cbc:BaseQuantity>'),
    ("F001", f"{P}F001", "<cbc:IssueDate>2026-11-16", "<cbc:IssueDate>16-11-2026"),
    ("F001 week", f"{P}F001", "<cbc:IssueDate>2026-11-16", "<cbc:IssueDate>2026-W47-1"),
    ("P0100", f"{P}P0100", ">380<", ">381<"),
    ("BR-01", "BR-01", f"<cbc:CustomizationID>{CUSTOMIZATION}</cbc:CustomizationID>", ""),
    ("BR-02", "BR-02", "<cbc:ID>1001</cbc:ID>", ""),
    ("BR-03", "BR-03", "<cbc:IssueDate>2026-11-16</cbc:IssueDate>", ""),
    ("BR-04", "BR-04", "<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>", ""),
    ("BR-05", "BR-05", "<cbc:DocumentCurrencyCode>SEK</cbc:DocumentCurrencyCode>", ""),
    ("BR-06", "BR-06", "<cbc:RegistrationName>Platzer Exempelfastigheter AB</cbc:RegistrationName>", ""),
    ("BR-07", "BR-07", "<cbc:RegistrationName>Company AB</cbc:RegistrationName>", ""),
    ("BR-09", "BR-09", "<cac:Country>\n          <cbc:IdentificationCode>SE</cbc:IdentificationCode>\n        </cac:Country>", ""),
    ("BR-15", "BR-15", '<cbc:PayableAmount currencyID="SEK">803303.00</cbc:PayableAmount>', ""),
    ("BR-21", "BR-21", "<cbc:ID>1</cbc:ID>", ""),
    ("BR-22", "BR-22", '<cbc:InvoicedQuantity unitCode="MTK">350</cbc:InvoicedQuantity>', ""),
    ("BR-23", "BR-23", 'InvoicedQuantity unitCode="MTK"', "InvoicedQuantity"),
    ("BR-24", "BR-24", LINE_1, ""),
    ("BR-25", "BR-25", "<cbc:Name>Hyra, kontor plan 3</cbc:Name>", ""),
    ("BR-26", "BR-26", '<cbc:PriceAmount currencyID="SEK">837.50</cbc:PriceAmount>', ""),
    ("BR-27", "BR-27", '<cbc:PriceAmount currencyID="SEK">837.50', '<cbc:PriceAmount currencyID="SEK">-837.50'),
    ("BR-29", "BR-29", PERIOD, "<cbc:EndDate>2026-12-31</cbc:EndDate>"),
    ("BR-45", "BR-45", '<cbc:TaxableAmount currencyID="SEK">642642.25</cbc:TaxableAmount>', ""),
    ("BR-47", "BR-47", CATEGORY, "<cac:TaxCategory>"),
    ("BR-48", "BR-48", f"{CATEGORY}\n        <cbc:Percent>25</cbc:Percent>", CATEGORY),
    ("BR-49", "BR-49", "<cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>", ""),
    ("BR-50", "BR-50", "<cbc:ID>9912346</cbc:ID>", ""),
    ("BR-CO-04", "BR-CO-04", "<cac:ClassifiedTaxCategory>\n        <cbc:ID>S</cbc:ID>", "<cac:ClassifiedTaxCategory>"),
    ("BR-CO-10", "BR-CO-10", LINE_1, LINE_1.replace("293125.00", "293125.01")),
    ("BR-CO-11", "BR-CO-11", "<cac:TaxTotal>", f"{ALLOWANCE}<cac:TaxTotal>"),
    ("BR-CO-13", "BR-CO-13", '<cbc:TaxExclusiveAmount currencyID="SEK">642642.25', '<cbc:TaxExclusiveAmount currencyID="SEK">642642.26'),
    ("BR-CO-14", "BR-CO-14", '<cbc:TaxAmount currencyID="SEK">160660.56', '<cbc:TaxAmount currencyID="SEK">160660.57'),
    ("BR-CO-15", "BR-CO-15", '<cbc:TaxInclusiveAmount currencyID="SEK">803302.81', '<cbc:TaxInclusiveAmount currencyID="SEK">803302.82'),
    ("BR-CO-16", "BR-CO-16", '<cbc:PayableAmount currencyID="SEK">803303.00', '<cbc:PayableAmount currencyID="SEK">803304.00'),
    ("BR-CO-17", "BR-CO-17", GROUP_VAT, GROUP_VAT.replace("160660.56", "160662.56")),
    ("BR-S-08", "BR-S-08", '<cbc:TaxableAmount currencyID="SEK">642642.25', '<cbc:TaxableAmount currencyID="SEK">642642.00'),
    ("BR-CL-17", "BR-CL-17", "<cac:ClassifiedTaxCategory>\n        <cbc:ID>S</cbc:ID>", "<cac:ClassifiedTaxCategory><cbc:ID>Q</cbc:ID>"),
    ("SE-R-001", "SE-R-001", TAX_SE, TAX_SE.replace("201<", "2<")),
    ("SE-R-002", "SE-R-002", TAX_SE, TAX_SE.replace("5567", "A567")),
    ("SE-R-003", "SE-R-003", SELLER, SELLER.replace("5567034482", "55670344A2")),
    ("SE-R-004", "SE-R-004", SELLER, SELLER.replace("5567034482", "556703448")),
    ("SE-R-005", "SE-R-005", "Godkänd för F-skatt", "F-skatt"),
    ("SE-R-006", "SE-R-006", "<cbc:Percent>25</cbc:Percent>", "<cbc:Percent>24</cbc:Percent>"),
    ("SE-R-007", "SE-R-007", ACCOUNT, PLUSGIRO.replace("9912346", "4567-4")),
    ("SE-R-008", "SE-R-008", "<cbc:ID>9912346</cbc:ID>", "<cbc:ID>991-2346</cbc:ID>"),
    ("SE-R-009", "SE-R-009", "<cbc:ID>9912346</cbc:ID>", "<cbc:ID>992346</cbc:ID>"),
    ("SE-R-010", "SE-R-010", ACCOUNT, PLUSGIRO.replace("9912346", "123456789")),
    ("SE-R-011", "SE-R-011", "<cbc:PaymentMeansCode>30<", "<cbc:PaymentMeansCode>56<"),
    ("SE-R-012", "SE-R-012", "<cbc:PaymentMeansCode>30<", "<cbc:PaymentMeansCode>31<"),
    ("SE-R-013", "SE-R-013", SELLER, SELLER.replace("5567034482", "5567034483")),
    ("PORTAL-06", "PORTAL-06", "<cbc:DocumentCurrencyCode>SEK", "<cbc:DocumentCurrencyCode>EUR"),
    ("PORTAL-09", "PORTAL-09", "<cbc:DueDate>2026-12-31</cbc:DueDate>", ""),
    ("PORTAL-10", "PORTAL-10", "<cbc:PaymentID>27000010010<", "<cbc:PaymentID>27000010011<"),
    ("PORTAL-10 text", "PORTAL-10", "<cbc:PaymentID>27000010010<", "<cbc:PaymentID>hyra januari<"),
    ("PORTAL-11", "PORTAL-11", "<cbc:ID>9912346</cbc:ID>", "<cbc:ID>9912347</cbc:ID>"),
    ("PORTAL-12", "PORTAL-12", "<cbc:ID>1001</cbc:ID>", f"<cbc:ID>{'1' * 51}</cbc:ID>"),
    ("PORTAL-12 text", "PORTAL-12", "Hyran betalas", "Hyran " * 200),
    ("a number", "UBL-SCHEMA", ">293125.00<", ">293 125,00<"),
    ("not a number", "UBL-SCHEMA", ">293125.00<", ">NaN<"),
    ("decimals", "UBL-DT-01", ">293125.00<", ">293125.001<"),
    ("twice", "UBL-SCHEMA", "<cbc:ID>1001</cbc:ID>", "<cbc:ID>1001</cbc:ID><cbc:ID>1002</cbc:ID>"),
    ("two sellers", "UBL-SCHEMA", "<cac:AccountingCustomerParty>", f"{SECOND_SELLER}<cac:AccountingCustomerParty>"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "old", "new"), [each[1:] for each in BROKEN], ids=[each[0] for each in BROKEN])
def test_what_breaks_a_rule_is_refused_by_its_id(rule: str, old: str, new: str) -> None:
    assert rule in rules(changed(old, new))


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("PEPPOL-EN16931-P0101", ">381<", ">380<"),
        ("PORTAL-07", "<cbc:ID>917</cbc:ID>", ""),
        ("PORTAL-07", "<cbc:ID>917</cbc:ID>", "<cbc:ID>917</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>"
         "<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>918</cbc:ID>"),
        ("BR-22", '<cbc:CreditedQuantity unitCode="EA">12</cbc:CreditedQuantity>', ""),
    ],
)  # fmt: skip
def test_credit_notes_have_rules_of_their_own(rule: str, old: str, new: str) -> None:
    assert rule in rules(changed(old, new, CREDIT))


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("BR-E-10", "<cbc:TaxExemptionReason>Uthyrning av lokal utan frivillig beskattning</cbc:TaxExemptionReason>", ""),
        ("BR-E-05", "<cbc:Percent>0</cbc:Percent>", "<cbc:Percent>6</cbc:Percent>"),
        ("BR-E-08", '<cbc:TaxableAmount currencyID="SEK">13500.00', '<cbc:TaxableAmount currencyID="SEK">13000.00'),
    ],
)
def test_exempt_lines_have_rules_of_their_own(rule: str, old: str, new: str) -> None:
    assert rule in rules(changed(old, new, MIXED))


def test_vat_may_be_given_once_and_must_be_broken_down() -> None:
    text = text_of()
    start, end = text.index("<cac:TaxTotal>"), text.index("</cac:TaxTotal>") + len("</cac:TaxTotal>")
    assert {"PEPPOL-EN16931-R053", "BR-CO-18"} <= rules((text[:start] + text[end:]).encode())
    assert "PEPPOL-EN16931-R053" in rules((text[:end] + text[start:end] + text[end:]).encode())


def test_a_violation_says_the_line_it_stands_on() -> None:
    content = changed("<cbc:PaymentID>27000010010<", "<cbc:PaymentID>27000010011<")
    (found,) = broken(content)
    line = content.decode().splitlines()[(found.line or 0) - 1]
    assert "<cbc:PaymentID>" in line
    assert "OCR" in found.text


def test_a_negative_amount_to_pay_is_sent_as_a_credit_note_instead() -> None:
    text = text_of("faktura-1004.xml").replace(">1</cbc:InvoicedQuantity>", ">-1</cbc:InvoicedQuantity>")
    for amount in ("4862.40", "1215.60", "6078.00"):
        text = text.replace(f'currencyID="SEK">{amount}</cbc:', f'currencyID="SEK">-{amount}</cbc:')
    text = text.replace(">-4862.40</cbc:PriceAmount>", ">4862.40</cbc:PriceAmount>")
    assert rules(text.encode()) == {"PORTAL-08"}


def test_all_that_is_wrong_is_reported_at_once() -> None:
    content = changed("<cbc:ID>9912346</cbc:ID>", "<cbc:ID>9912347</cbc:ID>").replace(b"27000010010", b"27000010011")
    assert rules(content) == {"PORTAL-10", "PORTAL-11"}
    assert RENT in NAMES
