"""Reads a UBL invoice or credit note into what was submitted; judges nothing."""

from lxml import etree

from services.billing.adapters.ubl_xml import CREDIT_NOTE, NAMES, Unreadable, given, line_of, open_document
from services.billing.domain.submitted import (
    AllowanceCharge,
    Given,
    Party,
    PaymentMeans,
    Period,
    Submitted,
    SubmittedLine,
    TaxCategory,
    TaxScheme,
    TaxSubtotal,
    TaxTotal,
    Totals,
    Violation,
)

_NUMERIC = ("Amount", "Quantity", "Percent")
_DAYS = ("Date",)


def read_ubl(content: bytes) -> Submitted | Violation:
    """What the file says, or why it is no such file."""
    try:
        return _Reading(open_document(content)).submitted()
    except Unreadable as unreadable:
        return unreadable.violation


class _Reading:
    """One file being read; remembers what it has read, so that rules about all values can be held."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.is_credit_note = root.tag == CREDIT_NOTE
        self.read: list[Given] = []
        self.repeated: list[Given] = []

    def submitted(self) -> Submitted:
        root, credit = self.root, self.is_credit_note
        means = tuple(self.payment_means(each) for each in self.all(root, "cac:PaymentMeans"))
        due = self.one(root, "cbc:DueDate") if not credit else next((each.due_date for each in means if each.due_date), None)
        values = {
            "customization": self.one(root, "cbc:CustomizationID"),
            "profile": self.one(root, "cbc:ProfileID"),
            "number": self.one(root, "cbc:ID"),
            "issue_date": self.one(root, "cbc:IssueDate"),
            "type_code": self.one(root, "cbc:CreditNoteTypeCode" if credit else "cbc:InvoiceTypeCode"),
            "currency": self.one(root, "cbc:DocumentCurrencyCode"),
            "tax_currency": self.one(root, "cbc:TaxCurrencyCode"),
            "buyer_reference": self.one(root, "cbc:BuyerReference"),
            "order_reference": self.one(root, "cac:OrderReference/cbc:ID"),
            "lease_number": next(iter(self.many(root, "cac:ContractDocumentReference/cbc:ID")), None),
            "terms": self.one(root, "cac:PaymentTerms/cbc:Note"),
        }
        notes = self.many(root, "cbc:Note")
        preceding = self.many(root, "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID")
        period = self.period(root)
        supplier, customer = self.party("cac:AccountingSupplierParty"), self.party("cac:AccountingCustomerParty")
        allowances = self.allowances(root)
        tax_totals = tuple(self.tax_total(each) for each in self.all(root, "cac:TaxTotal"))
        totals = self.totals()
        lines = tuple(self.line(each) for each in self.all(root, "cac:CreditNoteLine" if credit else "cac:InvoiceLine"))
        return Submitted(
            is_credit_note=credit, line=line_of(root), due_date=due, notes=notes, preceding=preceding, period=period,
            supplier=supplier, customer=customer, payment_means=means, allowances=allowances, tax_totals=tax_totals, totals=totals,
            lines=lines, **values, empty_elements=self.empty(), repeated_elements=tuple(self.repeated),
            amounts=tuple(given(each) for each in root.iter() if each.get("currencyID") is not None),
            numbers=tuple(each for each in self.read if each.name.endswith(_NUMERIC)),
            days=tuple(each for each in self.read if each.name.endswith(_DAYS)),
            texts=tuple(self.read),
        )  # fmt: skip

    def all(self, parent: etree._Element, path: str) -> list[etree._Element]:
        return parent.findall(path, NAMES)

    def many(self, parent: etree._Element, path: str) -> tuple[Given, ...]:
        found = tuple(given(each) for each in self.all(parent, path))
        self.read.extend(found)
        return found

    def one(self, parent: etree._Element | None, path: str) -> Given | None:
        """The one value at `path`; further ones are noted, since readers differ in which they would believe."""
        if parent is None:
            return None
        found = self.many(parent, path)
        self.repeated.extend(found[1:])
        return found[0] if found else None

    def group(self, parent: etree._Element | None, path: str) -> etree._Element | None:
        """The one element with children at `path`."""
        if parent is None:
            return None
        found = self.all(parent, path)
        self.repeated.extend(given(each) for each in found[1:])
        return found[0] if found else None

    def period(self, parent: etree._Element) -> Period | None:
        found = self.group(parent, "cac:InvoicePeriod")
        if found is None:
            return None
        return Period(line_of(found), self.one(found, "cbc:StartDate"), self.one(found, "cbc:EndDate"))

    def party(self, path: str) -> Party:
        found = self.group(self.root, f"{path}/cac:Party")
        schemes = [] if found is None else self.all(found, "cac:PartyTaxScheme")
        return Party(
            line=line_of(self.root if found is None else found),
            endpoint=self.one(found, "cbc:EndpointID"),
            identifications=() if found is None else self.many(found, "cac:PartyIdentification/cbc:ID"),
            has_address=self.group(found, "cac:PostalAddress") is not None,
            country=self.one(found, "cac:PostalAddress/cac:Country/cbc:IdentificationCode"),
            tax_schemes=tuple(
                TaxScheme(line_of(each), self.one(each, "cbc:CompanyID"), self.one(each, "cac:TaxScheme/cbc:ID")) for each in schemes
            ),
            name=self.one(found, "cac:PartyLegalEntity/cbc:RegistrationName"),
            organisation_number=self.one(found, "cac:PartyLegalEntity/cbc:CompanyID"),
        )

    def payment_means(self, found: etree._Element) -> PaymentMeans:
        account = self.group(found, "cac:PayeeFinancialAccount")
        return PaymentMeans(
            line=line_of(found),
            code=self.one(found, "cbc:PaymentMeansCode"),
            reference=self.one(found, "cbc:PaymentID"),
            due_date=self.one(found, "cbc:PaymentDueDate"),
            account=self.one(account, "cbc:ID"),
            branch=self.one(account, "cac:FinancialInstitutionBranch/cbc:ID"),
        )

    def category(self, found: etree._Element) -> TaxCategory:
        return TaxCategory(
            code=self.one(found, "cbc:ID"),
            percent=self.one(found, "cbc:Percent"),
            exemption_reason=self.one(found, "cbc:TaxExemptionReason"),
            exemption_code=self.one(found, "cbc:TaxExemptionReasonCode"),
        )

    def allowances(self, parent: etree._Element) -> tuple[AllowanceCharge, ...]:
        return tuple(self.allowance(each) for each in self.all(parent, "cac:AllowanceCharge"))

    def allowance(self, found: etree._Element) -> AllowanceCharge:
        tax = self.group(found, "cac:TaxCategory")
        return AllowanceCharge(
            line=line_of(found),
            is_charge=self.one(found, "cbc:ChargeIndicator"),
            amount=self.one(found, "cbc:Amount"),
            tax=None if tax is None else self.category(tax),
        )

    def tax_total(self, found: etree._Element) -> TaxTotal:
        return TaxTotal(
            line=line_of(found),
            amount=self.one(found, "cbc:TaxAmount"),
            subtotals=tuple(self.tax_subtotal(each) for each in self.all(found, "cac:TaxSubtotal")),
        )

    def tax_subtotal(self, found: etree._Element) -> TaxSubtotal:
        category = self.group(found, "cac:TaxCategory")
        return TaxSubtotal(
            line=line_of(found),
            base=self.one(found, "cbc:TaxableAmount"),
            vat=self.one(found, "cbc:TaxAmount"),
            tax=TaxCategory(None, None, None) if category is None else self.category(category),
        )

    def totals(self) -> Totals:
        found = self.group(self.root, "cac:LegalMonetaryTotal")
        return Totals(
            line=line_of(self.root if found is None else found),
            lines=self.one(found, "cbc:LineExtensionAmount"),
            allowances=self.one(found, "cbc:AllowanceTotalAmount"),
            charges=self.one(found, "cbc:ChargeTotalAmount"),
            without_vat=self.one(found, "cbc:TaxExclusiveAmount"),
            with_vat=self.one(found, "cbc:TaxInclusiveAmount"),
            prepaid=self.one(found, "cbc:PrepaidAmount"),
            rounding=self.one(found, "cbc:PayableRoundingAmount"),
            payable=self.one(found, "cbc:PayableAmount"),
        )

    def line(self, found: etree._Element) -> SubmittedLine:
        return SubmittedLine(
            line=line_of(found),
            line_id=self.one(found, "cbc:ID"),
            quantity=self.one(found, "cbc:CreditedQuantity" if self.is_credit_note else "cbc:InvoicedQuantity"),
            net=self.one(found, "cbc:LineExtensionAmount"),
            period=self.period(found),
            name=self.one(found, "cac:Item/cbc:Name"),
            description=self.one(found, "cac:Item/cbc:Description"),
            note=self.one(found, "cbc:Note"),
            taxes=tuple(self.category(each) for each in self.all(found, "cac:Item/cac:ClassifiedTaxCategory")),
            price=self.one(found, "cac:Price/cbc:PriceAmount"),
            base_quantity=self.one(found, "cac:Price/cbc:BaseQuantity"),
            allowances=self.allowances(found),
        )

    def empty(self) -> tuple[Given, ...]:
        return tuple(given(each) for each in self.root.iter() if len(each) == 0 and not (each.text or "").strip())
