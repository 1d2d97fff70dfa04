"""One table per kind of record: all that the product must know of a kind, and of each of its fields.

A new field begins here as a row, a new kind as an entry of `KINDS`; see CONTRIBUTING.md.
"""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from types import MappingProxyType

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.records.invoice import Invoice
from counterfoil.domain.records.payment import Payment
from counterfoil.domain.records.product import Product
from counterfoil.domain.texts.sentence import word
from counterfoil.domain.values import dataclass

_BOTH = frozenset(System)
_TO_QUICKBOOKS = frozenset({System.QUICKBOOKS})
_NOWHERE: frozenset[System] = frozenset()


class MatchKey(StrEnum):
    """What the counterpart of an unlinked record may be found by."""

    EMAIL = "email"  # customers; letter case does not count
    SKU = "sku"  # products
    NAME = "name"  # customers by display name, products by name
    NUMBER_CUSTOMER_TOTAL = "number_customer_total"  # invoices; all three must be the same, looked for by the number
    DAY = "day"  # invoices of a day: no rule matches by it, it finds those whose number was changed


class Reference(StrEnum):
    """What a document refers to and cannot exist without on the other side."""

    CUSTOMER = "customer"
    ITEMS = "items"  # one for each line
    INVOICE = "invoice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One compared field of a kind.

    It may be written to the systems `written_to`; a field that is written to one system only is never copied back from
    there. A `protected` one must not be edited in QuickBooks on an invoice made in HubSpot. One that only `informs` never
    stops money: where it is longer than `longest` says (in characters, by the system written to) it is shortened, with a
    remark; any other is then refused, with its name. Those that `identify` a record say together whom it stands for. What is
    `personal` only people have, no companies. A `mirrored` one goes to HubSpot on an invoice made in QuickBooks, and only
    that way, whatever `written_to` says. One that counts `while_owed` is carried as long as an invoice is to be paid.
    """

    name: str
    label: str
    written_to: frozenset[System] = _BOTH
    protected: bool = False
    informs: bool = False
    identifies: bool = False
    mirrored: bool = False
    personal: bool = False
    while_owed: bool = False
    longest: Mapping[System, int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What the product knows of one kind of record.

    `amount` names the field whose values must be equal on both sides to the cent, "" for none. `keys` are tried together
    when a counterpart is looked for. A kind with `parts` may show several records under one id in QuickBooks. Entries of
    lists can be `deactivated`; documents are what the nightly compare walks through.
    """

    record: type[Customer | Product | Invoice | Payment]
    fields: tuple[Field, ...]
    amount: str = ""
    references: tuple[Reference, ...] = ()
    keys: tuple[MatchKey, ...] = ()
    parts: bool = False
    deactivated: bool = False
    document: bool = False


def _in_quickbooks(longest: int) -> Mapping[System, int]:
    return MappingProxyType({System.QUICKBOOKS: longest})


# Lengths: https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/customer, .../item, .../invoice
# and .../payment. HubSpot's text properties hold 65,536 characters, more than QuickBooks ever shows.
_CUSTOMER = Kind(
    record=Customer,
    keys=(MatchKey.EMAIL,),
    deactivated=True,
    fields=(
        # A contact's display name and company come from its associated company, which is not the contact's to change.
        Field(
            name="display_name", label=word("name"), written_to=_TO_QUICKBOOKS, identifies=True, longest=_in_quickbooks(500)
        ),
        Field(
            name="company_name",
            label=word("company"),
            written_to=_TO_QUICKBOOKS,
            identifies=True,
            longest=_in_quickbooks(100),
        ),
        Field(name="given_name", label=word("first name"), identifies=True, personal=True, longest=_in_quickbooks(100)),
        Field(name="family_name", label=word("last name"), identifies=True, personal=True, longest=_in_quickbooks(100)),
        Field(name="email", label=word("e-mail address"), personal=True, longest=_in_quickbooks(100)),
        Field(name="phone", label=word("phone number"), informs=True, longest=_in_quickbooks(30)),
        Field(
            name="mobile_phone", label=word("mobile phone number"), informs=True, personal=True, longest=_in_quickbooks(30)
        ),
        Field(name="street", label=word("street"), informs=True, longest=_in_quickbooks(5 * 500 + 4)),
        Field(name="city", label=word("city"), informs=True, longest=_in_quickbooks(255)),
        Field(name="region", label=word("state or region"), informs=True, longest=_in_quickbooks(255)),
        Field(name="postal_code", label=word("postal code"), informs=True, longest=_in_quickbooks(30)),
        Field(name="country", label=word("country"), informs=True, longest=_in_quickbooks(255)),
        Field(name="currency", label=word("currency"), written_to=_NOWHERE),
        Field(name="parent", label=word("parent customer"), written_to=_TO_QUICKBOOKS, personal=True),
    ),
)
_PRODUCT = Kind(
    record=Product,
    keys=(MatchKey.SKU,),
    deactivated=True,
    fields=(
        Field(name="name", label=word("name"), longest=_in_quickbooks(100)),
        Field(name="sku", label=word("SKU"), longest=_in_quickbooks(100)),
        Field(name="description", label=word("description"), informs=True, longest=_in_quickbooks(4000)),
        Field(name="unit_price", label=word("price")),
    ),
)
_INVOICE = Kind(
    record=Invoice,
    amount="total",
    references=(Reference.CUSTOMER, Reference.ITEMS),
    keys=(MatchKey.NUMBER_CUSTOMER_TOTAL,),
    document=True,
    fields=(
        Field(name="number", label=word("number"), mirrored=True, written_to=_TO_QUICKBOOKS, longest=_in_quickbooks(21)),
        Field(name="issue_date", label=word("date"), mirrored=True, written_to=_TO_QUICKBOOKS),
        Field(name="due_date", label=word("due date"), mirrored=True),
        Field(name="memo", label=word("memo"), mirrored=True, informs=True, longest=_in_quickbooks(1000)),
        Field(name="customer_email", label=word("e-mail address of the bill"), written_to=_TO_QUICKBOOKS, while_owed=True),
        Field(name="copies_to", label=word("addresses that get a copy"), written_to=_TO_QUICKBOOKS, while_owed=True),
        Field(name="lines", label=word("lines"), mirrored=True, written_to=_TO_QUICKBOOKS, protected=True),
        Field(
            name="descriptions",
            label=word("descriptions of the lines"),
            mirrored=True,
            written_to=_TO_QUICKBOOKS,
            informs=True,
        ),
        Field(name="currency", label=word("currency"), written_to=_NOWHERE, protected=True),
        Field(name="total", label=word("total"), mirrored=True, written_to=_NOWHERE),
        Field(name="balance", label=word("balance"), mirrored=True, written_to=_NOWHERE),
        Field(name="deposit", label=word("deposit on the form"), written_to=_NOWHERE),
        Field(name="status", label=word("status"), mirrored=True, written_to=_NOWHERE),
        Field(name="origin", label=word("origin"), written_to=_NOWHERE),
        Field(name="customer", label=word("customer"), mirrored=True, written_to=_TO_QUICKBOOKS),
    ),
)
_PAYMENT = Kind(
    record=Payment,
    amount="amount",
    references=(Reference.INVOICE,),
    parts=True,
    document=True,
    fields=(
        Field(name="amount", label=word("amount")),
        Field(name="currency", label=word("currency"), written_to=_NOWHERE),
        Field(name="paid_on", label=word("date")),
        Field(name="status", label=word("status"), written_to=_NOWHERE),
        Field(name="method", label=word("method")),
        Field(name="reference", label=word("reference"), informs=True, longest=_in_quickbooks(21)),
        Field(name="invoice", label=word("invoice"), written_to=_NOWHERE),
        Field(name="refunded", label=word("refunded part"), written_to=_NOWHERE),
        Field(name="unapplied", label=word("rest on no invoice"), written_to=_TO_QUICKBOOKS),
        Field(name="credits", label=word("credits"), written_to=_NOWHERE),
    ),
)

KINDS: Mapping[EntityKind, Kind] = MappingProxyType(
    {
        EntityKind.CUSTOMER: _CUSTOMER,
        EntityKind.PRODUCT: _PRODUCT,
        EntityKind.INVOICE: _INVOICE,
        EntityKind.PAYMENT: _PAYMENT,
    }
)
"""Every kind, in the order in which they are carried: what a document refers to comes before it."""


def field_of(kind: EntityKind, name: str) -> Field:
    """The row of a field. Raises KeyError for a name that the kind has not."""
    return _BY_NAME[kind][name]


def carried(kind: EntityKind, target: System, left_out: frozenset[str]) -> frozenset[str]:
    """The fields of `kind` that may be written to `target`."""
    return _WRITTEN[kind, target] - left_out


def mirrored(kind: EntityKind, left_out: frozenset[str] = frozenset()) -> frozenset[str]:
    """The fields of a record made in QuickBooks that HubSpot shows as they are there."""
    return frozenset(row.name for row in KINDS[kind].fields if row.mirrored) - left_out


def information(kind: EntityKind, system: System, *, mirrors: bool = False) -> frozenset[str]:
    """The fields that are never copied from `system` to the other side; what was read there is always stored as agreed.

    `mirrors` says that the record in HubSpot shows one made in QuickBooks: what is copied is then settled on both sides.
    """
    return frozenset(_BY_NAME[kind]) - (mirrored(kind) if mirrors else _WRITTEN[kind, system.other])


def protected(kind: EntityKind) -> frozenset[str]:
    """The fields that must not be edited in QuickBooks on a record made in HubSpot; its total follows from them."""
    return frozenset(row.name for row in KINDS[kind].fields if row.protected)


def identifying(kind: EntityKind) -> frozenset[str]:
    """The fields that say together whom a record stands for; they are carried together or not at all."""
    return frozenset(row.name for row in KINDS[kind].fields if row.identifies)


def personal(kind: EntityKind) -> frozenset[str]:
    """The fields that only people have, no companies."""
    return frozenset(row.name for row in KINDS[kind].fields if row.personal)


def informing(kind: EntityKind) -> frozenset[str]:
    """The fields that never stop anything: what does not fit is shortened, and what is not taken stays as it was."""
    return frozenset(row.name for row in KINDS[kind].fields if row.informs)


def while_owed(kind: EntityKind) -> frozenset[str]:
    """The fields that are of no use any more once nothing is owed."""
    return frozenset(row.name for row in KINDS[kind].fields if row.while_owed)


_BY_NAME = {kind: {row.name: row for row in entry.fields} for kind, entry in KINDS.items()}
_WRITTEN = {
    (kind, system): frozenset(row.name for row in entry.fields if system in row.written_to)
    for kind, entry in KINDS.items()
    for system in System
}
