"""Our own rules (PORTAL-xx): what the portal cannot show or have paid rightly."""

from collections.abc import Iterator

from services.billing.domain.references import is_bankgiro, is_digits, is_ocr, is_plusgiro
from services.billing.domain.rules_sweden import BANKGIRO, PLUSGIRO
from services.billing.domain.submitted import PaymentMeans, Submitted, Violation

LONGEST_NUMBER = 50


def portal_rules(document: Submitted) -> Iterator[Violation]:
    """Documents that follow Peppol's rules and that we still cannot take."""
    if document.currency is not None and document.currency.text != "SEK":
        yield Violation("PORTAL-06", document.currency.line, "Bara fakturor i svenska kronor tas emot.")
    payable = document.totals.payable
    if payable is not None and payable.number is not None and payable.number < 0:
        yield Violation("PORTAL-08", payable.line, "Beloppet att betala är negativt; skicka en kreditfaktura i stället.")
    if document.number is not None and (len(document.number.text) > LONGEST_NUMBER or not document.number.text.isprintable()):
        yield Violation("PORTAL-12", document.number.line, f"Fakturanumret får ha högst {LONGEST_NUMBER} tecken.")
    if document.is_credit_note:
        if len(document.preceding) != 1:
            yield Violation("PORTAL-07", document.line, "En kreditfaktura ska ange exakt en faktura (BillingReference).")
        return
    if document.due_date is None:
        yield Violation("PORTAL-09", document.line, "Ange förfallodatum (DueDate).")
    for means in document.payment_means:
        yield from _reference(means)
        yield from _account(means)


def _reference(means: PaymentMeans) -> Iterator[Violation]:
    if means.reference is not None and means.reference.text and not is_ocr(means.reference.text):
        yield Violation("PORTAL-10", means.reference.line, "Betalningsreferensen är inget giltigt OCR-nummer.")


def _account(means: PaymentMeans) -> Iterator[Violation]:
    if means.account is None or means.branch is None or not is_digits(means.account.text):
        return
    number, line = means.account.text, means.account.line
    if means.branch.text == BANKGIRO and len(number) in (7, 8) and not is_bankgiro(number):
        yield Violation("PORTAL-11", line, "Bankgironumret har fel kontrollsiffra.")
    if means.branch.text == PLUSGIRO and 2 <= len(number) <= 8 and not is_plusgiro(number):
        yield Violation("PORTAL-11", line, "Plusgironumret har fel kontrollsiffra.")
