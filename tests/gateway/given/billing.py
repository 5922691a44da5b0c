"""Billing's replies: invoices and who has looked at them."""

from datetime import date

from services.contracts import billing
from tests.gateway.given.moments import AT

LATE = billing.InvoiceListed(
    number="987",
    kind="invoice",
    concerns="El och kyla oktober",
    invoice_date=date(2026, 10, 20),
    due_date=date(2026, 11, 19),
    total_ore=1_842_000,
    open_ore=1_842_000,
    settlement="open",
    overdue=True,
    quarter="2026 Q4",
)


RENT = LATE.model_copy(
    update={
        "number": "1001",
        "concerns": "Hyra januari–mars",
        "due_date": date(2026, 12, 31),
        "total_ore": 80_330_300,
        "open_ore": 80_330_300,
        "overdue": False,
        "quarter": "2027 Q1",
    }
)


INVOICES_SUMMED = billing.InvoicesSummed(
    unpaid_ore=82_172_300, unpaid_count=2, next_due_date=date(2026, 12, 31), overdue_ore=1_842_000, overdue_count=1, overdue=[LATE]
)


INVOICES_LISTED = billing.InvoicesListed(
    invoices=[RENT, LATE],
    total=2,
    unpaid_ore=82_172_300,
    unpaid_count=2,
    overdue_ore=1_842_000,
    overdue_count=1,
    paid_count=0,
    next_due_date=date(2026, 12, 31),
)


INVOICE = billing.InvoiceOpened(
    invoice=RENT,
    ocr="27001001265",
    bankgiro="9912346",
    payee_name="Exempel Fastigheter AB",
    payee_organisation_number="556677-8899",
    customer_name="Company AB",
    customer_number="K-1001",
    lease_number="HA-23-0415",
    your_reference="Anna Lindgren",
    order_reference=None,
    period_start=date(2027, 1, 1),
    period_end=date(2027, 3, 31),
    note="",
    lines=[
        billing.InvoiceLineShown(
            line_id="1",
            text="Hyra kontor, plan 3",
            note="Lilla Bommen 8",
            period_start=None,
            period_end=None,
            quantity="1",
            net_ore=64_264_225,
            vat_rate=2500,
            vat_category="S",
        )
    ],
    vat=[billing.VatShown(category="S", rate=2500, base_ore=64_264_225, vat_ore=16_066_056, exemption_reason="")],
    net_ore=64_264_225,
    vat_ore=16_066_056,
    rounding_ore=19,
    payable_ore=80_330_300,
    document_sha256="ab" * 32,
)


ACCESS = billing.AccessListed(
    rows=[
        billing.AccessShown(
            at=AT, person_name="Anna Lindgren", operation="open", invoice_number="1001", allowed=True, reason="", method="bankid"
        )
    ],
    total=1,
)


IMPORTS = billing.ImportsListed(
    imports=[
        billing.ImportListed(
            number="1001",
            kind="invoice",
            customer="Company AB",
            invoice_date=date(2026, 11, 16),
            due_date=date(2026, 12, 31),
            payable_ore=80_330_300,
            imported_at=AT,
            imported_by="Karin Holm",
        )
    ],
    total=1,
)
