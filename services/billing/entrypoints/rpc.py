"""Which use case answers which ask."""

from collections.abc import Callable
from typing import Any

from services.billing.usecases.download_invoice import download_invoice
from services.billing.usecases.import_invoices import import_invoices
from services.billing.usecases.list_access import list_access
from services.billing.usecases.list_imports import list_imports
from services.billing.usecases.list_invoices import list_invoices
from services.billing.usecases.open_invoice import open_invoice
from services.billing.usecases.sum_invoices import sum_invoices
from services.contracts import billing
from services.contracts.envelope import Ask

ASKS: dict[type[Ask[Any]], Callable[..., Any]] = {
    billing.ListInvoices: list_invoices,
    billing.SumInvoices: sum_invoices,
    billing.OpenInvoice: open_invoice,
    billing.DownloadInvoice: download_invoice,
    billing.ListAccess: list_access,
    billing.ImportInvoices: import_invoices,
    billing.ListImports: list_imports,
}
