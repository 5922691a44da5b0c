"""One invoice's file, byte for byte as it came."""

import re
from base64 import b64encode

from services.billing.usecases.guard import admit
from services.billing.usecases.ports import Caller, Clock, Uow
from services.contracts.billing import DownloadInvoice, InvoiceFile
from services.contracts.refusals import NOT_FOUND, refuse


def download_invoice(ask: DownloadInvoice, caller: Caller, uow: Uow, clock: Clock) -> InvoiceFile:
    """The Peppol XML. Its name holds only letters, digits, dots and dashes of the number, whatever the sender called it."""
    admit(ask, caller, uow, clock)
    with uow(caller, ask) as work:
        content = work.documents.content(caller.organisation_id, ask.number)
    if content is None:
        refuse(NOT_FOUND, place="number")
    name = re.sub(r"[^A-Za-z0-9.-]", "_", ask.number)
    return InvoiceFile(name=f"faktura-{name}.xml", media_type="application/xml", content_base64=b64encode(content).decode("ascii"))
