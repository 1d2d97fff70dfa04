"""QuickBooks' customers in the product's own words, and back. Pure."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from counterfoil.adapters.quickbooks import schemas as wire
from counterfoil.adapters.quickbooks.lengths import fitting
from counterfoil.adapters.quickbooks.mapping.common import marker, plain_name, refused, snapshot, without_suffix
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.records.customer import Address, Customer
from counterfoil.domain.snapshot import Snapshot

CUSTOMER_FIELDS = frozenset(Customer().fields())
ADDRESS_FIELDS = frozenset({"street", "city", "region", "postal_code", "country"})
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


def customer_snapshot(customer: wire.Customer) -> Snapshot:
    """A Customer as read. QuickBooks' pages take several e-mail addresses, separated by commas."""
    address = customer.BillAddr or wire.PhysicalAddress()
    told = customer.PrimaryEmailAddr.Address if customer.PrimaryEmailAddr else ""
    email, *others = [one.strip().lower() for one in told.split(",")]
    record = Customer(
        display_name=without_suffix(customer.DisplayName, active=customer.Active),
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
