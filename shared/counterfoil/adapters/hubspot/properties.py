"""The custom properties that this product creates in a portal, and creating them.

Sources: https://developers.hubspot.com/docs/api-reference/latest/crm/properties/guide (types, unique values).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from counterfoil.adapters.hubspot.client import Document, HubSpotClient
from counterfoil.adapters.hubspot.mapping.common import COMPANIES, CONTACTS, INVOICES, MARKER, PAYMENTS, PRODUCTS
from counterfoil.domain.errors import ErrorCategory, VendorError
from counterfoil.domain.texts import invoice_property, words

GROUP = "counterfoil"
STATUS = "counterfoil_sync_status"
NUMBER = "counterfoil_quickbooks_number"
INVOICE_STATUS = "counterfoil_quickbooks_status"
DATE = "counterfoil_quickbooks_date"
DUE_DATE = "counterfoil_quickbooks_due_date"
TOTAL = "counterfoil_quickbooks_total"
BALANCE = "counterfoil_quickbooks_balance"
URL = "counterfoil_quickbooks_url"
PDF = "counterfoil_pdf_url"
RECORD = "counterfoil_record_url"
SYNCED_AT = "counterfoil_synced_at"
ERROR = "counterfoil_error"
REMARKS = "counterfoil_remarks"


def _definition(name: str, label: str, kind: str, field: str, **more: object) -> dict[str, Any]:
    return {"name": name, "label": label, "type": kind, "fieldType": field, "groupName": GROUP, "formField": False, **more}


_MARKER_DEFINITION = _definition(MARKER, "Counterfoil source", "string", "text", hasUniqueValue=True)
_LINK = _definition(URL, invoice_property.LINK_LABEL(), "string", "text")
_OPTIONS = [
    {"label": label, "value": status.value, "displayOrder": order, "hidden": False}
    for order, (status, label) in enumerate(words.STANDING.items())
]
DEFINITIONS: Mapping[str, Sequence[Document]] = {
    INVOICES: (
        _MARKER_DEFINITION,
        _definition(STATUS, invoice_property.STATUS_LABEL(), "enumeration", "select", options=_OPTIONS),
        _definition(NUMBER, invoice_property.NUMBER_LABEL(), "string", "text"),
        _definition(INVOICE_STATUS, invoice_property.INVOICE_STATUS_LABEL(), "string", "text"),
        _definition(DATE, invoice_property.DATE_LABEL(), "datetime", "date"),
        _definition(DUE_DATE, invoice_property.DUE_DATE_LABEL(), "datetime", "date"),
        _definition(TOTAL, invoice_property.TOTAL_LABEL(), "number", "number"),
        _definition(BALANCE, invoice_property.BALANCE_LABEL(), "number", "number"),
        _LINK,
        _definition(PDF, invoice_property.PDF_LABEL(), "string", "text"),
        _definition(RECORD, invoice_property.RECORD_LABEL(), "string", "text"),
        _definition(SYNCED_AT, invoice_property.SYNCED_AT_LABEL(), "datetime", "date"),
        _definition(ERROR, invoice_property.ERROR_LABEL(), "string", "textarea"),
        _definition(REMARKS, invoice_property.REMARKS_LABEL(), "string", "textarea"),
    ),
    PAYMENTS: (_MARKER_DEFINITION, _LINK),
    CONTACTS: (_MARKER_DEFINITION,),
    COMPANIES: (_MARKER_DEFINITION,),
    PRODUCTS: (_MARKER_DEFINITION,),
}


def prepare(client: HubSpotClient) -> None:
    """Create the property group and the properties that are missing; what exists is left as it is. Raises VendorError.

    That of companies, which not every grant allows, is made when the first company is.
    """
    for objects in DEFINITIONS:
        if objects != COMPANIES:
            prepare_one(client, objects)


def prepare_one(client: HubSpotClient, objects: str) -> None:
    """The same for one type of object. Raises VendorError."""
    existing = {each.name for each in client.properties(objects)}
    missing = [each for each in DEFINITIONS[objects] if each["name"] not in existing]
    if missing and GROUP not in client.property_groups(objects):
        client.create_property_group(objects, {"name": GROUP, "label": "Counterfoil", "displayOrder": -1})
    for definition in missing:
        _create(client, objects, definition)


def _create(client: HubSpotClient, objects: str, definition: Document) -> None:
    """Where a type of object allows no unique property, as is documented of products, a plain one has to do."""
    try:
        client.create_property(objects, definition)
    except VendorError as error:
        if not definition.get("hasUniqueValue") or error.failure.category is not ErrorCategory.UNEXPECTED:
            raise
        client.create_property(objects, {**definition, "hasUniqueValue": False})


def marker_is_unique(client: HubSpotClient, objects: str) -> bool:
    """Whether this portal keeps the marker unique on this type of object. Raises VendorError."""
    return any(each.name == MARKER and each.hasUniqueValue for each in client.properties(objects))
