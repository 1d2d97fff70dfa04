"""Contacts, companies and what they buy, for those who look at companies as customers."""

from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.rules import CustomerOptions
from infra.sandbox.people.portal import INVOICE_TO_COMPANY, INVOICE_TO_CONTACT
from tests.contract.systems.hubspot_records import shown
from tests.contract.systems.hubspot_world import HubSpotWorld

COMPANIES = CustomerOptions(customer_is="company")
BELOW = CustomerOptions(customer_is="company_with_contacts")
COPIES = CustomerOptions(customer_is="company_with_contacts", contacts_are="email_copies")
LINES = ({"name": "Work", "quantity": "1", "price": "100.00"},)


def company(world: HubSpotWorld, name: str, **properties: str) -> str:
    return world.make("companies", {"name": name, **properties})


def ada(world: HubSpotWorld, of: str = "", **properties: str) -> str:
    values = {"firstname": "Ada", "lastname": "Byron", "email": "ada@first.example", **properties}
    return world.sales.add_contact(company=of, **values)


def sold(world: HubSpotWorld, contact: str, *companies: str) -> str:
    """An open invoice of a contact, for companies."""
    buyers = [(INVOICE_TO_CONTACT, contact), *((INVOICE_TO_COMPANY, one) for one in companies)]
    made = world.make("invoices", {"hs_currency": "USD"}, buyers)
    world.sales.add_to(made, "line_items", LINES[0])
    world.sales.finalise(made)
    return made


def customer(world: HubSpotWorld, ref: RecordRef) -> Customer:
    """The customer as it is shown."""
    snapshot = shown(world, EntityKind.CUSTOMER, ref.id)
    assert isinstance(snapshot.record, Customer)
    assert snapshot.ref == ref
    return snapshot.record


def under(world: HubSpotWorld, options: CustomerOptions) -> None:
    """The portal read under other options."""
    world.system = world.reading({}, options)
