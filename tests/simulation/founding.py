"""How a world comes by its parties: accounts of both vendors, people, and a connection, each set up by chance."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules import CustomerOptions, Direction, FieldMapping, predefined_mappings
from counterfoil.engine.connections.request import ConnectionRequest
from infra.sandbox.kernel.clock import Clock
from tests.simulation import further
from tests.simulation.account import Account
from tests.simulation.house import House
from tests.simulation.mail import ONE_EACH, Mail
from tests.simulation.people import Person

_OWN_NUMBERS = 0.5
"""How many companies let their documents bear HubSpot's numbers; in the others nothing tells two equal ones apart."""
_ORDER_NUMBER = FieldMapping(id="order", hubspot="hs_purchase_order_number", quickbooks="CustomField.1", own=True)
_PRODUCTS_BOTH_WAYS = 0.5
"""How many connections make items for HubSpot's products; in the others these are sold as custom line items."""
_INVOICES = (
    *[Direction.HUBSPOT_TO_QUICKBOOKS] * 5,
    *[Direction.BOTH] * 3,
    *[Direction.QUICKBOOKS_TO_HUBSPOT] * 2,
)
"""How often invoices go which way, where people of both sides make some."""
CUSTOMERS = (
    CustomerOptions(),
    CustomerOptions(name_from_company=False, suffix_second_person=True),
    CustomerOptions(customer_is="company"),
    CustomerOptions(customer_is="company_with_contacts", suffix_second_person=True),
    CustomerOptions(customer_is="company_with_contacts", contacts_are="email_copies"),
)
"""Who the customer may be."""


@dataclass
class Party:
    """One connection with the people on both sides of it, and when its permission was given.

    `revoked` says that somebody withdrew the permission since.
    """

    connection: Connection
    account: Account
    person: Person
    granted_at: datetime
    revoked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Founder:
    """Sets parties up. `ways` chooses which way invoices go; without it they go to QuickBooks only.

    Where the product `asks_further` for custom fields, each company has some that are mapped. `customers` are who the
    customer may be, of which another chance chooses, so that all else happens as it would. `mail` says who has several
    addresses.
    """

    house: House
    clock: Clock
    random: Random
    ways: Random | None
    customers: Sequence[CustomerOptions]
    chance_of_customers: Random
    and_start: bool
    asks_further: bool = False
    mail: Mail = ONE_EACH

    def party(self, number: int) -> Party:
        """Both accounts, their people, and the connection between them."""
        hubspot, quickbooks = self.house.vendors.hubspot, self.house.vendors.quickbooks
        portal = hubspot.control("create_portal", {"seeded": False}) if number else hubspot.credentials()
        company = quickbooks.control("create_company", {}) if number else quickbooks.credentials()
        own_numbers = self.random.random() < _OWN_NUMBERS
        quickbooks.control(
            "set_preferences",
            {"realm_id": company["realm_id"], "preferences": {"SalesFormsPrefs": {"CustomTxnNumbers": own_numbers}}},
        )
        token = hubspot.control("private_app_token", {"portal_id": portal["portal_id"]})["access_token"]
        account = Account(
            vendors=self.house.vendors,
            clock=self.clock,
            portal_id=portal["portal_id"],
            realm_id=company["realm_id"],
            token=token,
            hubspot_refresh=portal["refresh_token"],
            quickbooks_refresh=company["refresh_token"],
            own_numbers=own_numbers,
            maps_orders=number % 2 == 0,
            invoices=self._way(),
            number=number,
            mail=self.mail,
        )
        if self.asks_further:
            further.define(account)
            account.quickbooks_refresh = further.allow(account)
        if firm := self.mail.firm(number):
            account.bookkeeper.enter("Customer", **firm)
        connection = self._with_customers(self.connect(account))
        return Party(connection, account, Person(account, self.random, number), granted_at=self.clock.now())

    def _way(self) -> Direction:
        """Which way the invoices of a new connection go."""
        return self.ways.choice(_INVOICES) if self.ways else Direction.HUBSPOT_TO_QUICKBOOKS

    def connect(self, account: Account) -> Connection:
        """Connect both accounts, or connect them again."""
        request = ConnectionRequest(
            portal_id=str(account.portal_id),
            realm_id=account.realm_id,
            hubspot_refresh_token=account.hubspot_refresh,
            quickbooks_refresh_token=account.quickbooks_refresh,
            invoices=account.invoices,
            and_start=self.and_start,
        )
        connection = self.house.operator.authorizer.connect(request)
        if own := [*([_ORDER_NUMBER] if account.maps_orders else []), *further.mappings(account)]:
            rule = connection.rules[EntityKind.INVOICE]
            rule = replace(rule, mappings=(*predefined_mappings(EntityKind.INVOICE), *own))
            connection = replace(connection, rules={**connection.rules, EntityKind.INVOICE: rule})
            connection = self.house.operator.connections.save(connection)
        if self.random.random() < _PRODUCTS_BOTH_WAYS:
            rule = replace(connection.rules[EntityKind.PRODUCT], direction=Direction.BOTH)
            connection = replace(connection, rules={**connection.rules, EntityKind.PRODUCT: rule})
            self.house.operator.connections.save(connection)
        return self.house.operator.connections.get(connection.id)

    def _with_customers(self, connection: Connection) -> Connection:
        """Somebody says who the customer is, with chances of their own, so that all else happens as it would."""
        rule = replace(connection.rules[EntityKind.CUSTOMER], options=self.chance_of_customers.choice(self.customers))
        connections = self.house.operator.connections
        connections.save(replace(connection, rules={**connection.rules, EntityKind.CUSTOMER: rule}))
        return connections.get(connection.id)
