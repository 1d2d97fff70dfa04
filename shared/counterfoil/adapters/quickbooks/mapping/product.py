"""QuickBooks' items in the product's own words, and back. Pure."""

from collections.abc import Set as AbstractSet
from typing import Any

from counterfoil.adapters.quickbooks import schemas as wire
from counterfoil.adapters.quickbooks.lengths import fitting
from counterfoil.adapters.quickbooks.mapping.common import plain_name, refused, snapshot, without_suffix
from counterfoil.domain.connection import CompanyProfile
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.money import ZERO
from counterfoil.domain.records.product import Product
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.texts import refusals

_KIND = EntityKind.PRODUCT
PRODUCT_FIELDS = frozenset(Product(name="").fields())
_BUNDLES = {"Group", "Bundle"}  # a bundle is a Group since minor version 4


def product_snapshot(item: wire.Item) -> Snapshot:
    """An Item as read."""
    record = Product(
        name=without_suffix(item.Name, active=item.Active),
        sku=item.Sku,
        description=item.Description,
        unit_price=item.UnitPrice,
        active=item.Active,
        bundle=item.Type in _BUNDLES,
    )
    return snapshot(item, EntityKind.PRODUCT, record)


def product_document(product: Product, company: CompanyProfile) -> dict[str, Any]:
    """An Item to create, sold into the connection's income account. Raises VendorError (E10, E15)."""
    if not company.income_account_id:
        raise refused(ErrorCategory.UNKNOWN_ACCOUNT, refusals.NO_ACCOUNT())
    account = {"value": company.income_account_id}
    return {**product_members(product, PRODUCT_FIELDS), "Type": "Service", "IncomeAccountRef": account}


def product_members(product: Product, fields: AbstractSet[str]) -> dict[str, Any]:
    """The members that carry these fields, empty ones to clear what was there; only a name cannot be cleared.

    No price is 0 in QuickBooks. Raises VendorError (E15) naming what is too long.
    """
    members: dict[str, Any] = {}
    if "name" in fields and (name := plain_name(product.name)):
        members["Name"] = fitting(_KIND, "name", name)
    if "sku" in fields:
        members["Sku"] = fitting(_KIND, "sku", product.sku)
    if "description" in fields:
        members["Description"] = fitting(_KIND, "description", product.description)
    if "unit_price" in fields:
        members["UnitPrice"] = product.unit_price or ZERO
    return members
