"""What a portal lets a program write on an invoice that it does not bill: tried on one that is deleted at once.

Nothing of this is documented, and what a property's definition says need not hold for such invoices. A value that is taken
and does not stay counts as refused as well.
Source: https://developers.hubspot.com/docs/api-reference/latest/crm/objects/invoices/guide
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from counterfoil.adapters.http import VendorHttp
from counterfoil.adapters.hubspot.answers import CrmObject
from counterfoil.adapters.hubspot.client import Document, HubSpotClient
from counterfoil.adapters.hubspot.errors import record_failure
from counterfoil.adapters.hubspot.mapping.common import INVOICES
from counterfoil.adapters.hubspot.mapping.mirrored import NATIVE
from counterfoil.domain.errors import Cure, VendorError
from counterfoil.domain.texts import names

_TRIED: Mapping[str, tuple[str, ...]] = {
    "number": ("CHECK-1",),
    "issue_date": ("2020-01-31T00:00:00Z",),
    "due_date": ("2020-02-29T00:00:00Z",),
    "total": ("12.34",),
    "status": ("open", "paid", "open", "voided"),
    "balance": ("2.34",),
}
"""The values that are written one after the other, by the field of an invoice."""
_LONGEST_TRY = timedelta(minutes=15)
"""As long as any function runs."""


def refused_fields(http: VendorHttp, currency: str) -> frozenset[str]:
    """The fields that the portal refuses, tried on a new invoice in `currency`. Raises VendorError for passing trouble.

    What an earlier try left behind, because it died, is deleted as well.
    """
    client, ours = HubSpotClient(http), {"hs_invoice_billable": "false", "hs_title": names.CHECKED_AND_DELETED()}
    invoice = _written(client, "create", {"properties": {"hs_currency": currency, **ours}})
    try:
        client.archive(INVOICES, _left_behind(client, ours, _moment(invoice) - _LONGEST_TRY))
        return frozenset(field for field in _TRIED if not _takes(client, invoice.id, field))
    finally:
        client.archive(INVOICES, [invoice.id])


def _left_behind(client: HubSpotClient, ours: Mapping[str, str], since: datetime) -> list[str]:
    """The invoices of tries that can no longer be under way."""
    filters = [{"propertyName": name, "operator": "EQ", "value": value} for name, value in ours.items()]
    return [one.id for one in client.search(INVOICES, [filters], ()).results if _moment(one) < since]


def _takes(client: HubSpotClient, invoice: str, field: str) -> bool:
    return all(_keeps(client, invoice, NATIVE[field], value) for value in _TRIED[field])


def _keeps(client: HubSpotClient, invoice: str, name: str, value: str) -> bool:
    try:
        _written(client, "update", {"id": invoice, "properties": {name: value}})
    except VendorError as error:
        if error.failure.cure is not Cure.PERSON:
            raise
        return False
    found = client.read(INVOICES, [invoice], (name,)).objects
    return any(_same(one.properties.get(name) or "", value) for one in found)


def _written(client: HubSpotClient, action: str, document: Document) -> CrmObject:
    """What was written. Raises VendorError."""
    answer, request_id = client.batch(INVOICES, action, [{**document, "objectWriteTraceId": "check"}])
    for error in answer.errors:
        raise VendorError(record_failure(error, request_id))
    return answer.results[0]


def _moment(made: CrmObject) -> datetime:
    """When HubSpot made it, by its own clock."""
    return datetime.fromisoformat(made.createdAt)


def _same(one: str, other: str) -> bool:
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return one.replace(".000Z", "Z") == other
