"""The properties HubSpot itself defines for every object type.

Names come from the object guides at https://developers.hubspot.com/docs/api-reference/latest/crm and from records that
public integrations show; a real account has more of them.
"""

from functools import cache

from infra.sandbox.hubspot.catalogue.commerce import ADJUSTMENTS, INVOICES, PAYMENTS
from infra.sandbox.hubspot.catalogue.people import COMPANIES, CONTACTS, DEALS
from infra.sandbox.hubspot.catalogue.sales import LINE_ITEMS, PRODUCTS
from infra.sandbox.hubspot.definitions import Definition, Group, flags, moments, numbers, texts
from infra.sandbox.hubspot.object_types import (
    COMPANY,
    CONTACT,
    DEAL,
    DISCOUNT,
    FEE,
    INVOICE,
    LINE_ITEM,
    OBJECT_TYPES,
    PAYMENT,
    PRODUCT,
    TAX,
    ObjectType,
)

_OWN = {
    CONTACT: CONTACTS,
    COMPANY: COMPANIES,
    DEAL: DEALS,
    PRODUCT: PRODUCTS,
    LINE_ITEM: LINE_ITEMS,
    INVOICE: INVOICES,
    PAYMENT: PAYMENTS,
    DISCOUNT: ADJUSTMENTS,
    FEE: ADJUSTMENTS,
    TAX: ADJUSTMENTS,
}
_GROUP_NAMES = {PAYMENT: "commercepaymentinformation", LINE_ITEM: "lineiteminformation"}


def _common(kind: ObjectType) -> list[Definition]:
    identity = numbers("hs_object_id", read_only=True)[0].changed(unique=True)
    unique_id = texts("hs_unique_id", read_only=True)[0].changed(unique=True)
    return [
        identity,
        unique_id,
        *moments(*kind.created, kind.modified, read_only=True),
        *texts("hs_object_source", "hs_object_source_id", "hs_object_source_label", read_only=True),
        *numbers("hs_object_source_user_id", "hs_created_by_user_id", "hs_updated_by_user_id", read_only=True),
        *texts("hs_merged_object_ids", "hs_all_owner_ids", read_only=True),
        *flags("hs_was_imported", read_only=True),
        *texts("hubspot_owner_id"),
    ]


def main_group(kind: ObjectType) -> Group:
    """The group HubSpot's own properties of `kind` are in."""
    name = _GROUP_NAMES.get(kind, f"{kind.name}information")
    return Group(name, f"{kind.name.replace('_', ' ').capitalize()} information", 0)


@cache
def hubspot_properties(kind: ObjectType) -> dict[str, Definition]:
    """HubSpot's own definitions for `kind` by name."""
    group = main_group(kind).name
    return {found.name: found.changed(group=group) for found in [*_OWN[kind], *_common(kind)]}


def all_properties() -> dict[str, dict[str, Definition]]:
    """A fresh catalogue for one portal: definitions by object type id and name."""
    return {kind.id: dict(hubspot_properties(kind)) for kind in OBJECT_TYPES}
