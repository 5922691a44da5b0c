"""Opens a UBL file safely: no document type, no entities, no network, a bounded size; every value keeps its line."""

from lxml import etree

from services.billing.domain.submitted import Given, Violation

LARGEST = 1024 * 1024
"""A stored document must fit the reply that gives it back (contract InvoiceFile: 1 MiB)."""

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
INVOICE = f"{{{_UBL}Invoice-2}}Invoice"
CREDIT_NOTE = f"{{{_UBL}CreditNote-2}}CreditNote"
NAMES = {"cac": f"{_UBL}CommonAggregateComponents-2", "cbc": f"{_UBL}CommonBasicComponents-2"}


class Unreadable(Exception):  # noqa: N818 - an answer to the sender, not an error of ours
    """The file cannot be read at all; says which rule and where."""

    def __init__(self, violation: Violation) -> None:
        super().__init__(violation.rule)
        self.violation = violation


def open_document(content: bytes) -> etree._Element:
    """The root of a UBL invoice or credit note; raises Unreadable."""
    if len(content) > LARGEST:
        raise Unreadable(Violation("PORTAL-03", None, "Filen är större än 1 MiB. Skicka den utan inbäddade bilagor."))
    # One parser a file: a parser keeps its last error and may not be shared between threads.
    parser: etree.XMLParser[etree._Element] = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(Violation("PORTAL-04", error.lineno or None, "Filen är inte välformad XML.")) from error
    except ValueError as error:
        raise Unreadable(Violation("PORTAL-04", None, "Filen är inte välformad XML.")) from error
    info = root.getroottree().docinfo
    if info.internalDTD is not None or info.externalDTD is not None or info.doctype:
        raise Unreadable(Violation("PORTAL-04", 1, "Filen får inte ha någon dokumenttyp (DOCTYPE)."))
    if (info.encoding or "UTF-8").upper() not in ("UTF-8", "UTF8", "ASCII", "US-ASCII"):
        raise Unreadable(Violation("PORTAL-04", 1, "Filen ska vara i UTF-8."))
    if root.tag not in (INVOICE, CREDIT_NOTE):
        raise Unreadable(Violation("PORTAL-05", line_of(root), "Filen är varken en UBL-faktura eller en UBL-kreditfaktura."))
    return root


def line_of(element: etree._Element) -> int:
    """The line the element begins on."""
    return element.sourceline or 1


def given(element: etree._Element) -> Given:
    """The element's value with what stands on it."""
    return Given(
        text=(element.text or "").strip(),
        line=line_of(element),
        name=etree.QName(element).localname,
        scheme=_attribute(element, "schemeID"),
        unit=_attribute(element, "unitCode"),
        currency=_attribute(element, "currencyID"),
    )


def _attribute(element: etree._Element, name: str) -> str:
    return str(element.get(name, ""))
