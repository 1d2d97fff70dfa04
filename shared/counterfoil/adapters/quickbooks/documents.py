"""The documents that QuickBooks makes of invoices.

Source: https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice#get-an-invoice-as-pdf
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager

from counterfoil.adapters.http import VendorHttp
from counterfoil.adapters.quickbooks.client import QuickBooksClient
from counterfoil.engine.ports import InvoiceDocuments


class QuickBooksDocuments(InvoiceDocuments):
    """Those of one company."""

    def __init__(self, http: VendorHttp, realm_id: str) -> None:
        self._client = QuickBooksClient(http, realm_id)

    def pdf(self, invoice_id: str) -> AbstractContextManager[Iterator[bytes]]:
        """One metered read."""
        return self._client.pdf("Invoice", invoice_id)
