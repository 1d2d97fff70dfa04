"""Documents of records that are in step, as QuickBooks prints them."""

from collections.abc import Iterator
from contextlib import AbstractContextManager

from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import CounterfoilError
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import LinkState
from counterfoil.domain.values import dataclass
from counterfoil.engine.ports import DocumentsOpener, LinkStore


class NotLinkedError(CounterfoilError):
    """The record is no invoice of this connection that is linked to one in QuickBooks; the message names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """The documents of linked invoices."""

    links: LinkStore
    open_documents: DocumentsOpener

    def pdf(self, connection: Connection, ref: RecordRef) -> AbstractContextManager[Iterator[bytes]]:
        """QuickBooks' PDF of an invoice, which either side's record may name, in pieces of bounded size.

        Raises NotLinkedError, before anybody is asked; entering and reading raise VendorError. One metered read.
        """
        return self.open_documents(connection).pdf(self._booked(connection.id, ref).id)

    def _booked(self, connection_id: str, ref: RecordRef) -> RecordRef:
        links = self.links.find(connection_id, [ref]).get(ref, ()) if ref.kind is EntityKind.INVOICE else ()
        for link in links:
            if link.state is LinkState.LINKED:
                return link.refs[System.QUICKBOOKS]
        raise NotLinkedError(f"no invoice of this connection that is linked to one in QuickBooks: {ref}")
