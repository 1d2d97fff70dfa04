"""Customers, products and payments, between HubSpot's wire and the domain. Pure: no calls, no clock.

Every function from the wire raises pydantic's ValidationError, naming the property, when a record cannot be understood.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from counterfoil.adapters.hubspot.schemas import ContactProperties, CrmObject, PaymentProperties, ProductProperties
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.money import plain
from counterfoil.domain.records.customer import Address, Customer
from counterfoil.domain.records.payment import Payment, PaymentMethod, PaymentStatus
from counterfoil.domain.records.product import Product
from counterfoil.domain.snapshot import AnyRecord, Snapshot

MARKER = "counterfoil_source"
CONTACTS, COMPANIES, PRODUCTS, INVOICES, PAYMENTS = "contacts", "companies", "products", "invoices", "commerce_payments"
OBJECTS: Mapping[EntityKind, str] = {
    EntityKind.CUSTOMER: CONTACTS,
    EntityKind.PRODUCT: PRODUCTS,
    EntityKind.INVOICE: INVOICES,
    EntityKind.PAYMENT: PAYMENTS,
}
Properties = Mapping[str, str]
"""Property values to write; an empty string clears a value."""

# https://developers.hubspot.com/docs/api-reference/latest/crm/objects/commerce-payments/guide
_STATUSES: Mapping[str, PaymentStatus] = {
    "processing": PaymentStatus.PENDING,
    "succeeded": PaymentStatus.SUCCEEDED,
    "failed": PaymentStatus.FAILED,
    "partially_refunded": PaymentStatus.PARTIALLY_REFUNDED,
    "refunded": PaymentStatus.REFUNDED,
    "processing_refund": PaymentStatus.SUCCEEDED,  # the money is still here
    "disputed_won": PaymentStatus.SUCCEEDED,
    "disputed_lost": PaymentStatus.DISPUTED,
    "disputed_action_required": PaymentStatus.DISPUTED,
    "disputed_awaiting_decision": PaymentStatus.DISPUTED,
}
_STATUS_WRITTEN: Mapping[PaymentStatus, str] = {
    PaymentStatus.PENDING: "processing",
    PaymentStatus.SUCCEEDED: "succeeded",
    PaymentStatus.PARTIALLY_REFUNDED: "partially_refunded",
    PaymentStatus.REFUNDED: "refunded",
    PaymentStatus.FAILED: "failed",
    PaymentStatus.DISPUTED: "disputed_awaiting_decision",
    PaymentStatus.VOIDED: "failed",  # HubSpot knows no voided payment; like a failed one it is no money received
}
_METHODS: Mapping[str, PaymentMethod] = {
    "card": PaymentMethod.CARD,
    **dict.fromkeys(("ach", "sepa", "bacs", "pads"), PaymentMethod.BANK_DEBIT),
    "cash": PaymentMethod.CASH,
    "check": PaymentMethod.CHECK,
    "wire_transfer": PaymentMethod.WIRE_TRANSFER,
}
_METHOD_WRITTEN: Mapping[PaymentMethod, str] = {
    PaymentMethod.CARD: "card",
    PaymentMethod.BANK_DEBIT: "ach",
    PaymentMethod.CASH: "cash",
    PaymentMethod.CHECK: "check",
    PaymentMethod.WIRE_TRANSFER: "wire_transfer",
    PaymentMethod.OTHER: "other",
}


def ref(kind: EntityKind, record_id: str) -> RecordRef:
    """The HubSpot record of `kind` with this id."""
    return RecordRef(System.HUBSPOT, kind, record_id)


def snapshot(kind: EntityKind, wire: CrmObject, record: AnyRecord) -> Snapshot:
    """`record` as the record that HubSpot showed in `wire`. A marker that a person has spoiled counts as none."""
    return Snapshot(
        ref=ref(kind, wire.id),
        version=wire.updatedAt,
        record=record,
        created_at=wire.createdAt.astimezone(UTC),
        modified_at=datetime.fromisoformat(wire.updatedAt).astimezone(UTC),
        source=parse_marker(wire.properties.get(MARKER) or ""),
        merged=merged_ids(wire),
    )


def merged_ids(wire: CrmObject) -> tuple[str, ...]:
    """The ids of the records that were merged into this one; its own may be among what HubSpot lists.

    Source: https://developers.hubspot.com/changelog/updated-merge-functionality-for-contacts-and-companies
    """
    listed = (wire.properties.get("hs_merged_object_ids") or "").split(";")
    return tuple(one for one in listed if one and one != wire.id)


def parse_marker(text: str) -> RecordRef | None:
    """The record that a marker names; None when it is empty or no reference."""
    try:
        return RecordRef.parse(text)
    except ValueError:
        return None


def day(moment: datetime, zone: ZoneInfo) -> date:
    """The calendar day that a HubSpot date means.

    Dates picked by people or given by programs are stored as midnight in UTC and mean that very day; any other moment is
    a point in time, whose day depends on the portal's time zone.
    """
    return moment.date() if moment.timetz() == time(tzinfo=UTC) else moment.astimezone(zone).date()


def midnight(value: date | None) -> str:
    """A calendar day as HubSpot stores it, "" for none."""
    return f"{value.isoformat()}T00:00:00.000Z" if value else ""


def customer(contact: ContactProperties, company_name: str) -> Customer:
    """A contact with the name of its primary company ("" when it has none), which also names the customer."""
    person = " ".join(filter(None, (contact.firstname.strip(), contact.lastname.strip())))
    email = contact.email.strip().lower()
    return Customer(
        display_name=company_name or person or email,
        company_name=company_name or contact.company,
        given_name=contact.firstname,
        family_name=contact.lastname,
        email=email,
        other_emails=tuple(filter(None, (each.strip().lower() for each in contact.hs_additional_emails.split(";")))),
        phone=contact.phone,
        address=Address(
            street=contact.address,
            city=contact.city,
            region=contact.state,
            postal_code=contact.zip,
            country=contact.country,
        ),
    )


def contact_properties(record: Customer) -> dict[str, tuple[str, str]]:
    """By domain field: HubSpot's property and its value. The display name has none: it follows from the others."""
    return {
        "company_name": ("company", record.company_name),
        "given_name": ("firstname", record.given_name),
        "family_name": ("lastname", record.family_name),
        "email": ("email", record.email),
        "phone": ("phone", record.phone),
        "street": ("address", record.address.street),
        "city": ("city", record.address.city),
        "region": ("state", record.address.region),
        "postal_code": ("zip", record.address.postal_code),
        "country": ("country", record.address.country),
    }


def new_contact_properties(record: Customer) -> dict[str, tuple[str, str]]:
    """As above, for a new contact, which must have a name or an e-mail address: at worst its display name is its last.

    Source: https://developers.hubspot.com/docs/api-reference/latest/crm/objects/contacts/guide
    """
    properties = contact_properties(record)
    if not (record.given_name or record.family_name or record.email):
        properties["family_name"] = ("lastname", record.display_name)
    return properties


def product(properties: ProductProperties) -> Product:
    """A product; its price is in the portal's currency."""
    return Product(
        name=properties.name, sku=properties.hs_sku, description=properties.description, unit_price=properties.price
    )


def product_properties(record: Product) -> dict[str, tuple[str, str]]:
    """By domain field: HubSpot's property and its value."""
    return {
        "name": ("name", record.name),
        "sku": ("hs_sku", record.sku),
        "description": ("description", record.description),
        "unit_price": ("price", "" if record.unit_price is None else plain(record.unit_price)),
    }


def payment(properties: PaymentProperties, *, invoice_id: str, contact_id: str, zone: ZoneInfo, currency: str) -> Payment:
    """A payment of the invoice `invoice_id` by `contact_id` ("" for none); `currency` is the portal's.

    Raises ValueError naming the status when HubSpot has invented a new one: whether it is money cannot be guessed.
    """
    if properties.hs_latest_status not in _STATUSES:
        raise ValueError(f"hs_latest_status: {properties.hs_latest_status}")
    return Payment(
        amount=properties.hs_initial_amount,
        currency=properties.hs_currency_code or currency,
        paid_on=day(properties.hs_initiated_date, zone),
        status=_STATUSES[properties.hs_latest_status],
        method=_METHODS.get(properties.hs_payment_method_type, PaymentMethod.OTHER),
        reference=properties.hs_reference_number,
        invoice=ref(EntityKind.INVOICE, invoice_id) if invoice_id else None,
        customer=ref(EntityKind.CUSTOMER, contact_id) if contact_id else None,
    )


def payment_properties(record: Payment) -> dict[str, tuple[str, str]]:
    """By domain field: HubSpot's property and its value."""
    return {
        "amount": ("hs_initial_amount", plain(record.amount)),
        "currency": ("hs_currency_code", record.currency),
        "paid_on": ("hs_initiated_date", midnight(record.paid_on)),
        "status": ("hs_latest_status", _STATUS_WRITTEN[record.status]),
        "method": ("hs_payment_method_type", _METHOD_WRITTEN[record.method]),
        "reference": ("hs_reference_number", record.reference),
    }


def in_order(ids: Iterable[str]) -> list[str]:
    """Record ids, oldest record first."""
    return sorted(ids, key=Decimal)
