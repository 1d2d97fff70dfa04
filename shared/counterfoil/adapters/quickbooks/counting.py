"""Counts a company's records by one statement."""

from counterfoil.adapters.http import VendorHttp
from counterfoil.adapters.quickbooks.client import QuickBooksClient
from counterfoil.adapters.quickbooks.mapping.common import ENTITIES
from counterfoil.adapters.quickbooks.narrowing import asks_exactly, narrowed
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules.clauses import Narrowing
from counterfoil.engine.ports import Counted


def count_records(http: VendorHttp, realm_id: str, kind: EntityKind, limits: Narrowing) -> Counted:
    """See `RecordCounter`. One metered read. What was made for HubSpot counts among a company's invoices."""
    total = QuickBooksClient(http, realm_id).count(ENTITIES[kind], *narrowed(limits, kind))
    return Counted(total, exactly=kind is not EntityKind.INVOICE and asks_exactly(limits, kind))
