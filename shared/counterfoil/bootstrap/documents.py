"""What whoever hands out documents has."""

from functools import cached_property

from counterfoil.adapters.quickbooks.documents import QuickBooksDocuments
from counterfoil.bootstrap.vendors import Vendors
from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import System
from counterfoil.engine.documents import Documents


class DocumentsBundle(Vendors):
    """Hands out documents of linked records."""

    @cached_property
    def documents(self) -> Documents:
        return Documents(links=self.links, open_documents=self._open_documents)

    def _open_documents(self, connection: Connection) -> QuickBooksDocuments:
        return QuickBooksDocuments(self._reach(connection.id, System.QUICKBOOKS), connection.realm_id)
