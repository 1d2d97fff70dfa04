"""What a portal lets a program write on an invoice that it does not bill: tried on one that is deleted at once.

Nothing of this is documented, and what a property's definition says need not hold for such invoices. A value that is taken
and does not stay counts as refused as well.
Source: https://developers.hubspot.com/docs/api-reference/latest/crm/objects/invoices/guide
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from counterfoil.adapters.http import VendorHttp
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


def refused_fields(http: VendorHttp, currency: str) -> frozenset[str]:
    """The fields that the portal refuses, tried on a new invoice in `currency`. Raises VendorError for passing trouble."""
    client = HubSpotClient(http)
    new = {"hs_currency": currency, "hs_invoice_billable": "false", "hs_title": names.CHECKED_AND_DELETED()}
    invoice = _written(client, "create", {"properties": new})
    try:
        return frozenset(field for field in _TRIED if not _takes(client, invoice, field))
    finally:
        client.archive(INVOICES, [invoice])


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


def _written(client: HubSpotClient, action: str, document: Document) -> str:
    """The id of what was written. Raises VendorError."""
    answer, request_id = client.batch(INVOICES, action, [{**document, "objectWriteTraceId": "check"}])
    for error in answer.errors:
        raise VendorError(record_failure(error, request_id))
    return answer.results[0].id


def _same(one: str, other: str) -> bool:
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return one.replace(".000Z", "Z") == other
