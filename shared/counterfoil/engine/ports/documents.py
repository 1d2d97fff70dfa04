"""Documents of records, as a vendor prints them."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from counterfoil.domain.connection import Connection


class InvoiceDocuments(Protocol):
    """The documents that QuickBooks makes of a company's invoices."""

    def pdf(self, invoice_id: str) -> AbstractContextManager[Iterator[bytes]]:
        """The invoice as a PDF, in pieces of bounded size, to be read once within the context.

        Entering raises VendorError (E14 when there is no such invoice), and so may reading on.
        """
        ...


class DocumentsOpener(Protocol):
    """Opens the documents of a connection's company; cheap, calls nobody."""

    def __call__(self, connection: Connection) -> InvoiceDocuments: ...
