"""QuickBooks' customers and items in the product's own words, and back. Pure."""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import UTC, date
from typing import Any

from counterfoil.adapters.quickbooks import schemas as wire
from counterfoil.adapters.quickbooks.lengths import fitting
from counterfoil.adapters.quickbooks.markers import marker, source_in
from counterfoil.domain.connection import CompanyProfile
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.money import ZERO
from counterfoil.domain.records.customer import Address, Customer
from counterfoil.domain.records.product import Product
from counterfoil.domain.snapshot import AnyRecord, Snapshot

ENTITIES: Mapping[EntityKind, str] = {
    EntityKind.CUSTOMER: "Customer",
    EntityKind.PRODUCT: "Item",
    EntityKind.INVOICE: "Invoice",
    EntityKind.PAYMENT: "Payment",
}
KINDS: Mapping[str, EntityKind] = {name: kind for kind, name in ENTITIES.items()}

CUSTOMER_FIELDS = frozenset(Customer().fields())
ADDRESS_FIELDS = frozenset({"street", "city", "region", "postal_code", "country"})
PRODUCT_FIELDS = frozenset(Product(name="").fields())

_NAMES = {
    "display_name": "DisplayName",
    "company_name": "CompanyName",
    "given_name": "GivenName",
    "family_name": "FamilyName",
}
_STREET = ("Line1", "Line2", "Line3", "Line4", "Line5")
_ADDRESS = {
    "city": ("City", 255),
    "region": ("CountrySubDivisionCode", 255),
    "postal_code": ("PostalCode", 30),
    "country": ("Country", 255),
}
_BUNDLES = {"Group", "Bundle"}  # a bundle is a Group since minor version 4
# What QuickBooks puts behind the name of an entry that is made inactive.
INACTIVE_SUFFIX = " (deleted)"
"""What QuickBooks puts behind the name of an inactive customer or item; a number may be in it."""
_SUFFIXED = re.compile(r" \(deleted(?: \d+)?\)$")


def is_of(kind: EntityKind, row: Mapping[str, Any]) -> bool:
    """Whether a row is a record of this kind. Among its items QuickBooks keeps their categories, which nobody can sell."""
    return kind is not EntityKind.PRODUCT or row.get("Type") != "Category"


def ref(kind: EntityKind, record_id: str, part: str = "") -> RecordRef:
    """A record of QuickBooks."""
    return RecordRef(System.QUICKBOOKS, kind, record_id, part)


def snapshot(entity: wire.Entity, kind: EntityKind, record: AnyRecord, *, note: str = "", part: str = "") -> Snapshot:
    """A record as QuickBooks showed it."""
    return Snapshot(
        ref=ref(kind, entity.Id, part),
        version=entity.SyncToken,
        record=record,
        created_at=entity.MetaData.CreateTime.astimezone(UTC),
        modified_at=entity.MetaData.LastUpdatedTime.astimezone(UTC),
        source=source_in(note),
    )


def customer_snapshot(customer: wire.Customer) -> Snapshot:
    """A Customer as read. QuickBooks' pages take several e-mail addresses, separated by commas."""
    address = customer.BillAddr or wire.PhysicalAddress()
    told = customer.PrimaryEmailAddr.Address if customer.PrimaryEmailAddr else ""
    email, *others = [one.strip().lower() for one in told.split(",")]
    record = Customer(
        display_name=_without_suffix(customer.DisplayName, active=customer.Active),
        company_name=customer.CompanyName,
        given_name=customer.GivenName,
        family_name=customer.FamilyName,
        email=email,
        other_emails=tuple(filter(None, others)),
        phone=customer.PrimaryPhone.FreeFormNumber if customer.PrimaryPhone else "",
        address=Address(
            street="\n".join(filter(None, (getattr(address, line) for line in _STREET))),
            city=address.City,
            region=address.CountrySubDivisionCode,
            postal_code=address.PostalCode,
            country=address.Country,
        ),
        active=customer.Active,
        job=customer.Job,
        project=customer.IsProject,
    )
    return snapshot(customer, EntityKind.CUSTOMER, record, note=customer.Notes)


def customer_document(customer: Customer, source: RecordRef) -> dict[str, Any]:
    """A Customer to create, with the marker of `source`. Forbidden characters of names become spaces.

    Raises VendorError (E15) naming what is too long.
    """
    return {**customer_members(customer, CUSTOMER_FIELDS, None), "Notes": marker(source)}


def customer_members(customer: Customer, fields: AbstractSet[str], stored: Mapping[str, Any] | None) -> dict[str, Any]:
    """The members that carry these fields, empty ones to clear what was there; only a display name cannot be cleared.

    An address is replaced as a whole, so that parts which are not named come from the `stored` one. Raises VendorError
    (E15) naming what is too long.
    """
    members = {_NAMES[name]: _named(name, getattr(customer, name)) for name in _NAMES if name in fields}
    if not members.get("DisplayName"):
        members.pop("DisplayName", None)
    if "email" in fields:
        members["PrimaryEmailAddr"] = {"Address": fitting("e-mail address", customer.email, 100)}
    if "phone" in fields:
        members["PrimaryPhone"] = {"FreeFormNumber": fitting("phone number", customer.phone, 30)}
    if parts := ADDRESS_FIELDS & fields:
        members["BillAddr"] = {**((stored or {}).get("BillAddr") or {}), **_address_members(customer.address, parts)}
    return members


def _named(field: str, value: str) -> Any:
    return fitting(field.replace("_", " "), plain_name(value), 500 if field == "display_name" else 100)


def _address_members(address: Address, parts: AbstractSet[str]) -> dict[str, str]:
    members = {
        _ADDRESS[part][0]: fitting(part.replace("_", " "), getattr(address, part), _ADDRESS[part][1])
        for part in _ADDRESS
        if part in parts
    }
    if "street" not in parts:
        return members
    lines = [line.strip() for line in address.street.splitlines() if line.strip()]
    if len(lines) > len(_STREET):
        text = f"the street has {len(lines)} lines, QuickBooks takes {len(_STREET)}"
        raise refused(ErrorCategory.VALUE_DOES_NOT_FIT, text)
    padded = [*lines, *[""] * (len(_STREET) - len(lines))]
    return members | {line: fitting("street", text, 500) for line, text in zip(_STREET, padded, strict=True)}


def product_snapshot(item: wire.Item) -> Snapshot:
    """An Item as read."""
    record = Product(
        name=_without_suffix(item.Name, active=item.Active),
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
        raise refused(ErrorCategory.UNKNOWN_ACCOUNT, "no income account is chosen for new items")
    account = {"value": company.income_account_id}
    return {**product_members(product, PRODUCT_FIELDS), "Type": "Service", "IncomeAccountRef": account}


def product_members(product: Product, fields: AbstractSet[str]) -> dict[str, Any]:
    """The members that carry these fields, empty ones to clear what was there; only a name cannot be cleared.

    No price is 0 in QuickBooks. Raises VendorError (E15) naming what is too long.
    """
    members: dict[str, Any] = {}
    if "name" in fields and (name := plain_name(product.name)):
        members["Name"] = fitting("name", name, 100)
    if "sku" in fields:
        members["Sku"] = fitting("SKU", product.sku, 100)
    if "description" in fields:
        members["Description"] = fitting("description", product.description, 4000)
    if "unit_price" in fields:
        members["UnitPrice"] = product.unit_price or ZERO
    return members


def currency_of(currency: wire.Reference | None, company: CompanyProfile) -> str:
    """The currency of a transaction; a company with one currency does not say it."""
    return currency.value if currency and currency.value else company.home_currency


def currency_member(currency: str, company: CompanyProfile) -> dict[str, Any]:
    """`CurrencyRef`, only for a company with several currencies. Raises VendorError (E11)."""
    if company.multicurrency:
        return {"CurrencyRef": {"value": currency}}
    if currency != company.home_currency:
        text = f"the document is in {currency}, the company keeps its books in {company.home_currency} only"
        raise refused(ErrorCategory.CURRENCY_MISMATCH, text)
    return {}


def refused(category: ErrorCategory, text: str) -> VendorError:
    """A record that cannot be told in QuickBooks' terms, so that it is not even tried."""
    return VendorError(Failure(category=category, cure=Cure.PERSON, text=text))


def optional_date(moment: date | None, member: str) -> dict[str, str]:
    """The member, if there is a date."""
    return {member: moment.isoformat()} if moment else {}


def _without_suffix(name: str, *, active: bool) -> str:
    return name if active else _SUFFIXED.sub("", name)


def plain_name(text: str) -> str:
    """A name without what QuickBooks forbids in names: colons, tabs, line ends."""
    return " ".join(text.replace(":", " ").split())
