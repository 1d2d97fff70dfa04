"""The invoices of a company that somebody still owes something of: 1,000 a metered read."""

from counterfoil.adapters.quickbooks.client import QuickBooksClient
from counterfoil.adapters.quickbooks.mapping.common import ENTITIES
from counterfoil.adapters.quickbooks.paging import following, is_full, page_from
from counterfoil.adapters.quickbooks.reading import RecordReader
from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind
from counterfoil.engine.ports import OpenInvoices

_OPEN = "Balance > '0'"


def open_invoices(client: QuickBooksClient, reader: RecordReader, after: str) -> OpenInvoices:
    """`RecordSystem.open_invoices`, by id as `ChangeFinder.page` does, for those before may have been paid meanwhile."""
    position, _, last_id = after.partition(":")
    last = int(last_id or 0)
    start, rows = page_from(
        lambda start: client.page(ENTITIES[EntityKind.INVOICE], _OPEN, start=start),
        int(position or 1),
        lambda row: int(row["Id"]) <= last,
    )
    fresh = [row for row in rows if row and int(row["Id"]) > last]
    cursor = f"{following(start, rows)}:{max((int(row['Id']) for row in fresh), default=last)}"
    shown = [reader.understood(EntityKind.INVOICE, row) for row in fresh]
    understood = [one for one in shown if not isinstance(one, Failure)]
    unread = rows.count(None) + len(shown) - len(understood)
    return OpenInvoices(tuple(one for some in understood for one in some), cursor, is_full(rows), unread=unread)
