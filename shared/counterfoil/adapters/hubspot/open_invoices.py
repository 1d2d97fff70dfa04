"""The invoices of a portal that somebody still owes something of, without their lines: 200 a search."""

from functools import partial
from zoneinfo import ZoneInfo

from counterfoil.adapters.alone import alone
from counterfoil.adapters.hubspot.answers import CrmObject
from counterfoil.adapters.hubspot.client import FilterGroup, HubSpotClient, is_full
from counterfoil.adapters.hubspot.mapping.common import INVOICES, snapshot
from counterfoil.adapters.hubspot.mapping.invoice import InvoiceParts, invoice
from counterfoil.adapters.hubspot.mapping.mirrored import NATIVE, OWN
from counterfoil.adapters.hubspot.schemas import InvoiceProperties, property_names
from counterfoil.domain.connection import PortalProfile
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.records.invoice import InvoiceStatus
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.texts import refusals, words
from counterfoil.engine.ports import OpenInvoices

_ID = "hs_object_id"
_PROPERTIES = property_names(InvoiceProperties)


class OpenInvoiceReader:
    """Of an invoice made in QuickBooks whose status the portal lets nobody write, our own property says it."""

    def __init__(self, client: HubSpotClient, portal: PortalProfile) -> None:
        self._client, self._zone, self._refused = client, ZoneInfo(portal.time_zone), portal.refused

    def page(self, after: str) -> OpenInvoices:
        """`RecordSystem.open_invoices`, by record id."""
        names = [NATIVE["status"], *([OWN["status"]] if "status" in self._refused else [])]
        groups = [_open(name, after or "0") for name in names]
        found = self._client.search(INVOICES, groups, _PROPERTIES, sort=_ID)
        shown = [alone(partial(self._understood, wire), _complaint(wire)) for wire in found.results]
        understood = tuple(one for one in shown if isinstance(one, Snapshot))
        more = is_full(found)
        return OpenInvoices(understood, found.results[-1].id if more else "", more, unread=len(shown) - len(understood))

    def _understood(self, wire: CrmObject) -> Snapshot:
        properties = InvoiceProperties.model_validate(wire.properties)
        return snapshot(EntityKind.INVOICE, wire, invoice(properties, InvoiceParts(), self._zone, self._refused))


def _open(name: str, after: str) -> FilterGroup:
    return [
        {"propertyName": name, "operator": "EQ", "value": InvoiceStatus.OPEN.value},
        {"propertyName": _ID, "operator": "GT", "value": after},
    ]


def _complaint(wire: CrmObject) -> str:
    return refusals.UNREADABLE(system=System.HUBSPOT.brand, kind=words.ONE[EntityKind.INVOICE], id=wire.id)
