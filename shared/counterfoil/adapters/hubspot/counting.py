"""Counts a portal's records by its search, which tells the total with the first record."""

from datetime import datetime

from counterfoil.adapters.http import VendorHttp
from counterfoil.adapters.hubspot.client import Document, HubSpotClient
from counterfoil.adapters.hubspot.mapping.common import OBJECTS
from counterfoil.adapters.hubspot.narrowing import asks_exactly, narrowed, types_of
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules.clauses import Narrowing
from counterfoil.engine.ports import Counted

_CARRIED = ("open", "paid")
"""The states in which an invoice begins to be carried."""


def count_records(http: VendorHttp, kind: EntityKind, limits: Narrowing, since: datetime) -> Counted:
    """See `RecordCounter`. Where an invoice was made cannot be asked for, so that of invoices there may be fewer."""
    client, objects = HubSpotClient(http), OBJECTS[kind]
    types = types_of(client.properties(objects)) if limits.chosen.groups else {}
    always = _always(since) if kind is EntityKind.INVOICE else []
    groups = narrowed(limits, types, beside=len(always)) or [[]]
    total = client.count(objects, [[*always, *group] for group in groups])
    return Counted(total, exactly=kind is not EntityKind.INVOICE and asks_exactly(limits, types))


def _always(since: datetime) -> list[Document]:
    return [
        {"propertyName": "hs_invoice_status", "operator": "IN", "values": list(_CARRIED)},
        {"propertyName": "hs_lastmodifieddate", "operator": "GTE", "value": str(int(since.timestamp() * 1000))},
    ]
