"""Where people see a record in HubSpot."""

from collections.abc import Mapping

from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.parties import COMPANY, is_company

_PAGES = "https://app.hubspot.com/contacts"
# https://developers.hubspot.com/docs/api-reference/latest/crm/understanding-the-crm#object-type-ids
_TYPE_IDS: Mapping[EntityKind, str] = {
    EntityKind.CUSTOMER: "0-1",
    EntityKind.PRODUCT: "0-7",
    EntityKind.INVOICE: "0-53",
    EntityKind.PAYMENT: "0-101",
}
_COMPANY = "0-2"


def address_of(ref: RecordRef, portal_id: str) -> str:
    """The page of a record, from which HubSpot leads on to portals at home elsewhere; "" for what is no record there."""
    type_id, record_id = (_COMPANY, ref.id.removeprefix(COMPANY)) if is_company(ref) else (_TYPE_IDS[ref.kind], ref.id)
    return f"{_PAGES}/{portal_id}/record/{type_id}/{record_id}" if record_id.isdecimal() else ""
