"""One portal and one company that belong together, as the people there reach them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from counterfoil.domain.identity import RecordRef, System
from counterfoil.domain.rules import CustomerOptions, Direction
from infra.sandbox.kernel.clock import Clock
from infra.sandbox.people.access import Api, Pages
from infra.sandbox.people.administrator import Administrator
from infra.sandbox.people.bookkeeper import Bookkeeper, Row
from infra.sandbox.people.portal import Portal
from infra.sandbox.people.sales import Salesperson
from tests.simulation.mail import ONE_EACH, Mail
from tests.simulation.vendors import Vendors

READ = {
    "invoices": (
        "hs_invoice_status", "hs_number", "hs_comments", "hs_due_date", "hs_amount_billed", "hs_balance_due",
        "hs_purchase_order_number", "hs_currency", "dock", "pallets",
        "counterfoil_source", "counterfoil_quickbooks_balance",
    ),
    "commerce_payments": (
        "hs_initial_amount", "hs_latest_status", "counterfoil_source", "hs_reference_number", "hs_payment_source_app",
        "hs_refunds_amount",
    ),
    "contacts": (
        "email", "hs_additional_emails", "phone", "firstname", "lastname", "associatedcompanyid", "counterfoil_source",
    ),
    "products": ("name", "hs_sku", "price", "counterfoil_source"),
}  # fmt: skip


@dataclass
class Account:
    """One portal and one company that belong together, the people who act there, and what they did.

    `number` tells the account from others. `invoices` says which way invoices go. `own_numbers` says that the company's
    documents bear the numbers that they were given, not QuickBooks' own, `maps_orders` that the purchase order's number is
    mapped to the company's first custom field. `further` are the custom fields beside the classic three that are mapped, by
    the property's name. `mail` says who has several addresses.

    `sold` has the product on an invoice, by the invoice, `merged` the contacts that became one, by the one they became;
    `namesakes` are the entries of QuickBooks' lists that people made for a HubSpot record by themselves, by its type and id;
    `firms` are the customers of which a contact has one of several addresses, by the contact; `entered` are all the items
    that people made, `billed` all the invoices that they wrote in QuickBooks.

    `touched` says, by the record concerned (a QuickBooks invoice's id, or the reference of any other record), what people
    did that the sync must ask a person about; `removed` is what they deleted in QuickBooks, `archived` in HubSpot;
    `relisted` are the entries of QuickBooks' lists, by entity and id, that they made inactive or merged; `written` is what
    somebody wrote last into a field, by object type, record and field; `given` has the contact that an invoice was given to;
    `customers_were` are the options of the rule for customers that somebody chose meanwhile; `chosen` are the records that
    somebody said were a record's counterpart.
    """

    vendors: Vendors
    clock: Clock
    portal_id: int
    realm_id: str
    token: str
    hubspot_refresh: str
    quickbooks_refresh: str
    own_numbers: bool
    maps_orders: bool = False
    further: dict[str, str] = field(default_factory=dict)
    number: int = 0
    mail: Mail = ONE_EACH
    invoices: Direction = Direction.HUBSPOT_TO_QUICKBOOKS
    touched: dict[str, set[str]] = field(default_factory=dict)
    removed: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    sold: dict[str, str] = field(default_factory=dict)
    merged: dict[str, set[str]] = field(default_factory=dict)
    entered: set[str] = field(default_factory=set)
    namesakes: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    firms: dict[str, set[str]] = field(default_factory=dict)
    archived: set[tuple[str, str]] = field(default_factory=set)
    billed: set[str] = field(default_factory=set)
    relisted: set[tuple[str, str]] = field(default_factory=set)
    written: dict[tuple[str, str, str], str] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    finalised: dict[str, datetime] = field(default_factory=dict)
    customers_were: set[CustomerOptions] = field(default_factory=set)
    chosen: dict[RecordRef, set[RecordRef]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        hubspot, quickbooks = self.vendors.people[System.HUBSPOT], self.vendors.people[System.QUICKBOOKS]
        self.portal = Portal(Api(hubspot, self.token))
        self.sales = Salesperson(self.portal, self.clock.now)
        self.administrator = Administrator(self.portal, Pages(hubspot, portal_id=self.portal_id))
        self.pages = Pages(quickbooks, realm_id=self.realm_id)
        self.bookkeeper = Bookkeeper(self.pages)

    def change(self, objects: str, record: str, **properties: str) -> None:
        """Write properties of a HubSpot record, and remember them. Raises RefusedError."""
        self.portal.change(objects, record, **properties)
        for name, value in properties.items():
            self.written[objects, record, name] = value
        if properties.get("hs_invoice_status") == "open":
            self.finalised[record] = self.clock.now()

    def archive(self, objects: str, record: str) -> None:
        """Delete a record in HubSpot's own pages, and remember it. Raises RefusedError."""
        self.administrator.delete(objects, record)
        self.archived.add((objects, record))

    def all(self, objects: str, *, archived: bool = False) -> list[dict[str, str]]:
        """Every HubSpot record of a type, or every deleted one: its properties and `id`."""
        return list(self.portal.every(objects, READ[objects], archived=archived))

    def associated(self, objects: str, record: str, to: str) -> list[str]:
        """The ids of the records of type `to` at a HubSpot record."""
        return self.portal.associated(objects, record, to)

    @property
    def mirrors(self) -> bool:
        """Whether QuickBooks' invoices are shown in HubSpot."""
        return self.invoices.carries_from(System.QUICKBOOKS)

    def rows(self, entity: str) -> list[Row]:
        """Every QuickBooks object of a kind, inactive ones too."""
        return self.bookkeeper.rows(entity)

    def touch(self, record: str, what: str) -> None:
        """Remember that somebody did `what` to `record`."""
        self.touched.setdefault(record, set()).add(what)
