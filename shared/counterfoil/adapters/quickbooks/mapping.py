"""QuickBooks' customers, items and payments in the product's own words, and back. Pure."""

from collections.abc import Mapping
from datetime import UTC, date
from decimal import Decimal
from typing import Any

from counterfoil.adapters.quickbooks import schemas as wire
from counterfoil.adapters.quickbooks.lengths import fitting
from counterfoil.adapters.quickbooks.markers import marker, source_in
from counterfoil.domain.connection import CompanyProfile
from counterfoil.domain.customer import Address, Customer
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.payment import Payment, PaymentMethod
from counterfoil.domain.product import Product
from counterfoil.domain.snapshot import AnyRecord, Snapshot

ENTITIES: Mapping[EntityKind, str] = {
    EntityKind.CUSTOMER: "Customer",
    EntityKind.PRODUCT: "Item",
    EntityKind.INVOICE: "Invoice",
    EntityKind.PAYMENT: "Payment",
}
KINDS: Mapping[str, EntityKind] = {name: kind for kind, name in ENTITIES.items()}

# Which payment method of a company carries which kind of money, by QuickBooks' usual names; the first that exists counts.
_METHOD_NAMES: Mapping[PaymentMethod, tuple[str, ...]] = {
    PaymentMethod.CARD: ("credit card", "card", "visa", "mastercard", "american express", "discover"),
    PaymentMethod.BANK_DEBIT: ("ach", "echeck", "direct debit", "bank transfer"),
    PaymentMethod.CASH: ("cash",),
    PaymentMethod.CHECK: ("check", "cheque"),
    PaymentMethod.WIRE_TRANSFER: ("wire transfer", "wire", "bank transfer"),
}


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
    """A Customer as read."""
    address = customer.BillAddr or wire.PhysicalAddress()
    record = Customer(
        display_name=customer.DisplayName,
        company_name=customer.CompanyName,
        given_name=customer.GivenName,
        family_name=customer.FamilyName,
        email=(customer.PrimaryEmailAddr.Address if customer.PrimaryEmailAddr else "").lower(),
        phone=customer.PrimaryPhone.FreeFormNumber if customer.PrimaryPhone else "",
        address=Address(
            street="\n".join(filter(None, (address.Line1, address.Line2, address.Line3))),
            city=address.City,
            region=address.CountrySubDivisionCode,
            postal_code=address.PostalCode,
            country=address.Country,
        ),
        active=customer.Active,
    )
    return snapshot(customer, EntityKind.CUSTOMER, record, note=customer.Notes)


def customer_document(customer: Customer, source: RecordRef | None) -> dict[str, Any]:
    """A Customer to write; `source` leaves its marker. Forbidden characters of names become spaces.

    Raises VendorError (E15) naming what is too long.
    """
    address = customer.address
    document: dict[str, Any] = {
        "DisplayName": fitting("display name", _name(customer.display_name), 500),
        "CompanyName": fitting("company name", _name(customer.company_name), 100),
        "GivenName": fitting("given name", _name(customer.given_name), 100),
        "FamilyName": fitting("family name", _name(customer.family_name), 100),
        "PrimaryEmailAddr": {"Address": fitting("e-mail address", customer.email, 100)},
        "PrimaryPhone": {"FreeFormNumber": fitting("phone number", customer.phone, 30)},
        "BillAddr": {
            "Line1": fitting("street", address.street, 500),
            "City": fitting("city", address.city, 255),
            "CountrySubDivisionCode": fitting("region", address.region, 255),
            "PostalCode": fitting("postal code", address.postal_code, 30),
            "Country": fitting("country", address.country, 255),
        },
    }
    if source:
        document["Notes"] = marker(source)
    return document


CUSTOMER_MEMBERS: Mapping[str, str] = {
    "display_name": "DisplayName",
    "company_name": "CompanyName",
    "given_name": "GivenName",
    "family_name": "FamilyName",
    "email": "PrimaryEmailAddr",
    "phone": "PrimaryPhone",
    **dict.fromkeys(("street", "city", "region", "postal_code", "country"), "BillAddr"),
}
"""The wire member that carries each field."""


def product_snapshot(item: wire.Item) -> Snapshot:
    """An Item as read."""
    record = Product(
        name=item.Name, sku=item.Sku, description=item.Description, unit_price=item.UnitPrice, active=item.Active
    )
    return snapshot(item, EntityKind.PRODUCT, record)


def product_document(product: Product, company: CompanyProfile) -> dict[str, Any]:
    """An Item to create, sold into the connection's income account. Raises VendorError (E10, E15)."""
    if not company.income_account_id:
        raise refused(ErrorCategory.UNKNOWN_ACCOUNT, "no income account is chosen for new items")
    document: dict[str, Any] = {
        "Name": fitting("name", _name(product.name), 100),
        "Sku": fitting("SKU", product.sku, 100),
        "Description": fitting("description", product.description, 4000),
        "Type": "Service",
        "IncomeAccountRef": {"value": company.income_account_id},
    }
    if product.unit_price is not None:
        document["UnitPrice"] = product.unit_price
    return document


PRODUCT_MEMBERS: Mapping[str, str] = {
    "name": "Name",
    "sku": "Sku",
    "description": "Description",
    "unit_price": "UnitPrice",
}
"""The wire member that carries each field."""


def payment_snapshots(payment: wire.Payment, company: CompanyProfile) -> tuple[Snapshot, ...]:
    """A Payment as read: one snapshot per invoice that it pays, in the payment's order; none for money not applied."""
    applied: dict[str, Decimal] = {}
    for line in payment.Line:
        for link in line.LinkedTxn:
            if link.TxnType == "Invoice":
                applied[link.TxnId] = applied.get(link.TxnId, Decimal(0)) + line.Amount
    return tuple(
        snapshot(
            payment,
            EntityKind.PAYMENT,
            _payment(payment, company, invoice_id, amount),
            note=payment.PrivateNote,
            part=invoice_id,
        )
        for invoice_id, amount in applied.items()
    )


def _payment(payment: wire.Payment, company: CompanyProfile, invoice_id: str, amount: Decimal) -> Payment:
    customer_id = payment.CustomerRef.value if payment.CustomerRef else ""
    return Payment(
        amount=amount,
        currency=currency_of(payment.CurrencyRef, company),
        paid_on=payment.TxnDate or payment.MetaData.CreateTime.date(),
        method=_method(payment.PaymentMethodRef, company),
        reference=payment.PaymentRefNum,
        invoice=ref(EntityKind.INVOICE, invoice_id),
        customer=ref(EntityKind.CUSTOMER, customer_id) if customer_id else None,
    )


def payment_document(payment: Payment, company: CompanyProfile, source: RecordRef | None) -> dict[str, Any]:
    """A Payment of one invoice to write. Raises VendorError (E1, E11, E15)."""
    if payment.invoice is None or payment.customer is None:
        raise refused(ErrorCategory.CUSTOMER_MISSING, "the payment's invoice has no customer in QuickBooks")
    document: dict[str, Any] = {
        "CustomerRef": {"value": payment.customer.id},
        "TotalAmt": payment.amount,
        "TxnDate": payment.paid_on.isoformat(),
        "PaymentRefNum": fitting("payment reference", payment.reference, 21),
        "Line": [{"Amount": payment.amount, "LinkedTxn": [{"TxnId": payment.invoice.id, "TxnType": "Invoice"}]}],
        **currency_member(payment.currency, company),
    }
    if method_id := _method_id(payment.method, company):
        document["PaymentMethodRef"] = {"value": method_id}
    if source:
        document["PrivateNote"] = marker(source)
    return document


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


def _name(text: str) -> str:
    """A name without what QuickBooks forbids in names: colons, tabs, line ends."""
    return " ".join(text.replace(":", " ").split())


def _method(method: wire.Reference | None, company: CompanyProfile) -> PaymentMethod:
    if method is None or not method.value:
        return PaymentMethod.OTHER
    names = {method_id: name for name, method_id in company.payment_methods.items()}
    known = names.get(method.value, method.name.lower())
    return next((kind for kind, spelled in _METHOD_NAMES.items() if known in spelled), PaymentMethod.OTHER)


def _method_id(method: PaymentMethod, company: CompanyProfile) -> str:
    names = _METHOD_NAMES.get(method, ())
    return next((company.payment_methods[name] for name in names if name in company.payment_methods), "")
