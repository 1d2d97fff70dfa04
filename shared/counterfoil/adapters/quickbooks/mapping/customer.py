"""QuickBooks' customers in the product's own words, and back. Pure."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from counterfoil.adapters.quickbooks import schemas as wire
from counterfoil.adapters.quickbooks.lengths import fitting
from counterfoil.adapters.quickbooks.mapping.common import currency_of, marker, plain_name, ref, snapshot, without_suffix
from counterfoil.domain.connection import CompanyProfile
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.records.customer import Address, Customer
from counterfoil.domain.short import shortened
from counterfoil.domain.snapshot import Snapshot

CUSTOMER_FIELDS = frozenset(Customer().fields())
ADDRESS_FIELDS = frozenset({"street", "city", "region", "postal_code", "country"})
_NAMES = {
    "display_name": "DisplayName",
    "company_name": "CompanyName",
    "given_name": "GivenName",
    "family_name": "FamilyName",
}
_KIND = EntityKind.CUSTOMER
_STREET_LINE = 500
_STREET = ("Line1", "Line2", "Line3", "Line4", "Line5")
_ADDRESS = {
    "city": "City",
    "region": "CountrySubDivisionCode",
    "postal_code": "PostalCode",
    "country": "Country",
}


def customer_snapshot(customer: wire.Customer, company: CompanyProfile) -> Snapshot:
    """A Customer as read. QuickBooks' pages take several e-mail addresses, separated by commas.

    Only in a company with several currencies does a customer count as having one.
    """
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
        mobile_phone=customer.Mobile.FreeFormNumber if customer.Mobile else "",
        address=Address(
            street="\n".join(filter(None, (getattr(address, line) for line in _STREET))),
            city=address.City,
            region=address.CountrySubDivisionCode,
            postal_code=address.PostalCode,
            country=address.Country,
        ),
        currency=currency_of(customer.CurrencyRef, company) if company.multicurrency else "",
        active=customer.Active,
        job=customer.Job,
        project=customer.IsProject,
        parent=ref(_KIND, customer.ParentRef.value) if customer.ParentRef and customer.ParentRef.value else None,
        owes=customer.BalanceWithJobs,
        owes_in="" if customer.BalanceWithJobs is None else currency_of(customer.CurrencyRef, company),
    )
    return snapshot(customer, EntityKind.CUSTOMER, record, note=customer.Notes)


def customer_document(customer: Customer, company: CompanyProfile, source: RecordRef) -> dict[str, Any]:
    """A Customer to create, with the marker of `source`. Forbidden characters of names become spaces.

    Where no currency is named QuickBooks takes the company's. Raises VendorError (E15) naming what is too long.
    """
    currency = {"CurrencyRef": {"value": customer.currency}} if company.multicurrency and customer.currency else {}
    return {
        **customer_members(customer, CUSTOMER_FIELDS, None),
        **_billed_above(customer),
        **currency,
        "Notes": marker(source),
    }


def _billed_above(customer: Customer) -> dict[str, Any]:
    """The bills of a new sub-customer go to its customer; whether they do so later on is for people to say."""
    return {"BillWithParent": True} if customer.parent else {}


def customer_members(customer: Customer, fields: AbstractSet[str], stored: Mapping[str, Any] | None) -> dict[str, Any]:
    """The members that carry these fields, empty ones to clear what was there.

    Only a display name and a parent cannot be cleared.

    An address is replaced as a whole, so that parts which are not named come from the `stored` one. Raises VendorError
    (E15) naming what is too long.
    """
    members = {_NAMES[name]: _named(name, getattr(customer, name)) for name in _NAMES if name in fields}
    if not members.get("DisplayName"):
        members.pop("DisplayName", None)
    if "email" in fields:
        members["PrimaryEmailAddr"] = {"Address": fitting(_KIND, "email", customer.email)}
    if "phone" in fields:
        members["PrimaryPhone"] = {"FreeFormNumber": fitting(_KIND, "phone", customer.phone)}
    if "mobile_phone" in fields:
        members["Mobile"] = {"FreeFormNumber": fitting(_KIND, "mobile_phone", customer.mobile_phone)}
    if "parent" in fields and customer.parent:
        members |= {"Job": True, "ParentRef": {"value": customer.parent.id}}
    if parts := ADDRESS_FIELDS & fields:
        members["BillAddr"] = {**((stored or {}).get("BillAddr") or {}), **_address_members(customer.address, parts)}
    return members


def _named(field: str, value: str) -> Any:
    return fitting(_KIND, field, plain_name(value))


def _address_members(address: Address, parts: AbstractSet[str]) -> dict[str, str]:
    members = {member: fitting(_KIND, part, getattr(address, part)) for part, member in _ADDRESS.items() if part in parts}
    if "street" not in parts:
        return members
    return members | dict(zip(_STREET, _street_lines(address.street), strict=True))


def _street_lines(street: str) -> list[str]:
    """The street in QuickBooks' five lines; what is more stands in the last one."""
    lines = [line.strip() for line in street.splitlines() if line.strip()]
    last = len(_STREET) - 1
    merged = [*lines[:last], ", ".join(lines[last:])]
    return [shortened(line, _STREET_LINE) for line in [*merged, *[""] * len(_STREET)][: len(_STREET)]]
