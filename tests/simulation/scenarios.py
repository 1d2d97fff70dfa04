"""The main scenarios whose every crash point is played: what people do, and how it becomes known."""

from dataclasses import replace
from decimal import Decimal
from functools import partial

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules import CustomerOptions, Direction
from infra.sandbox.people.portal import COMPANY_TO_CONTACT_PRIMARY
from tests.simulation.scenario import Scenario, let_customers_be, rule_both_ways, telephone_corrected
from tests.simulation.scenarios_of_people import DECIDED, PLANNED
from tests.simulation.scenarios_rested import RESTED
from tests.simulation.scenarios_shown import SHOWN
from tests.simulation.world import World

_BELOW = CustomerOptions(customer_is="company_with_contacts")
_NUMBERED = CustomerOptions(suffix_second_person=True)
_WORKS = "Name0x Works"
_AT_THE_FIRM = ("office@firm.example", "ap@firm.example")
_HUBSPOTS_PACE = 0.5
"""Seconds between two invoices of a person's, which are a few calls each."""


def _new_invoice(world: World) -> None:
    world.parties[0].person.finalise_new()


def _several(world: World) -> None:
    for _ in range(5):
        world.parties[0].person.finalise_new()
    world.parties[0].person.pay_in_hubspot()
    world.parties[0].person.pay_in_hubspot()


def _hundred(world: World) -> None:
    contacts = [world.parties[0].person.add_contact() for _ in range(5)]
    for number in range(100):
        world.parties[0].person.finalise_for(contacts[number % len(contacts)])
        world.clock.advance(_HUBSPOTS_PACE)


def _products_one_way(world: World) -> None:
    """Where products go both ways, a new item waits before it is carried."""
    connections = world.house.operator.connections
    stored = connections.get(world.parties[0].connection.id)
    rule = replace(stored.rules[EntityKind.PRODUCT], direction=Direction.QUICKBOOKS_TO_HUBSPOT)
    connections.save(replace(stored, rules={**stored.rules, EntityKind.PRODUCT: rule}))


def _sell(world: World) -> None:
    world.parties[0].person.sell_a_product()


def _paid_in_hubspot(world: World) -> None:
    _new_invoice(world)
    world.parties[0].person.pay_outside_hubspot()


def _paid_in_quickbooks(world: World) -> None:
    _new_invoice(world)
    world.settle()
    world.parties[0].person.pay_in_quickbooks()


def _two_customers(world: World) -> None:
    for _ in range(2):
        world.parties[0].person.finalise_for(world.parties[0].person.add_contact())


def _given_away(world: World) -> None:
    """It was somebody new who bought."""
    person = world.parties[0].person
    (invoice,) = person.account.all("invoices")
    person.administrator.give_away(invoice["id"], person.add_contact())


def _merged_and_sold_to(world: World) -> None:
    world.parties[0].person.administrator.merge_two_contacts()
    _new_invoice(world)


def _half_refunded(world: World) -> None:
    (payment,) = world.parties[0].account.all("commerce_payments")
    half = (Decimal(payment["hs_initial_amount"]) / 2).quantize(Decimal("0.01"))
    world.parties[0].person.administrator.refund(payment, half)


def _tokens_expire(world: World) -> None:
    _new_invoice(world)
    world.expire_tokens(world.parties[0])


def _every_token_is_good_once(world: World) -> None:
    world.house.vendors.quickbooks.switches().rotation = "always"
    _new_invoice(world)


def _three_open_invoices(world: World) -> None:
    for _ in range(3):
        _new_invoice(world)


def _much_is_missed(world: World) -> None:
    person = world.parties[0].person
    _new_invoice(world)
    person.void()
    person.pay_in_quickbooks()
    person.clerk.add_an_item()
    person.edit_contact()


def _sold_both_ways(world: World) -> None:
    rule_both_ways(world, EntityKind.PRODUCT)
    _sell(world)


def _customers_both_ways(world: World) -> None:
    rule_both_ways(world, EntityKind.CUSTOMER)
    _new_invoice(world)


def _reference_corrected(world: World) -> None:
    account = world.parties[0].account
    (payment,) = account.all("commerce_payments")
    account.portal.change("commerce_payments", payment["id"], hs_reference_number="4711")


def _colleagues(world: World) -> list[str]:
    """Two contacts of one company."""
    account, person = world.parties[0].account, world.parties[0].person
    contacts = [person.add_contact() for _ in range(2)]
    name = account.portal.read("contacts", contacts[0], "lastname")["lastname"]
    company = account.portal.create("companies", {"name": f"{name} Works"})
    for one in contacts:
        account.portal.associate("companies", company, "contacts", one, COMPANY_TO_CONTACT_PRIMARY)
    return contacts


def _sold_to_a_company(world: World) -> None:
    for contact in _colleagues(world):
        world.parties[0].person.finalise_for(contact)


def _namesakes(world: World) -> None:
    person, portal = world.parties[0].person, world.parties[0].account.portal
    contacts = [person.add_contact() for _ in range(3)]
    names = portal.read("contacts", contacts[0], "firstname", "lastname")
    for one in contacts:
        portal.change("contacts", one, **names)
        person.finalise_for(one)


def _sold_to_a_contact(world: World) -> None:
    world.parties[0].person.finalise_for(_colleagues(world)[0])


def _sold_and_paid_below(world: World) -> None:
    let_customers_be(world, _BELOW)
    account, contact = world.parties[0].account, _colleagues(world)[0]
    world.parties[0].person.finalise_for(contact)
    world.settle()
    (invoice,) = account.all("invoices")
    account.sales.record_payment(invoice["id"], invoice["hs_balance_due"], contact=contact)


def _hired_elsewhere(world: World) -> None:
    account = world.parties[0].account
    contact = min((one["id"] for one in account.all("contacts") if one["associatedcompanyid"]), key=int)
    company = account.portal.create("companies", {"name": f"Name{account.number}x Elsewhere"})
    account.portal.associate("companies", company, "contacts", contact, COMPANY_TO_CONTACT_PRIMARY)


def _sold_to_its_company_now(world: World) -> None:
    let_customers_be(world, CustomerOptions(customer_is="company"))
    contacts = sorted(one["id"] for one in world.parties[0].account.all("contacts"))
    for contact in contacts[-2:]:
        world.parties[0].person.finalise_for(contact)


def _company_refused(world: World) -> None:
    """A contact that has a customer joins a company, whose name a vendor has in QuickBooks."""
    let_customers_be(world, CustomerOptions(customer_is="company"))
    account, person = world.parties[0].account, world.parties[0].person
    contact = person.add_contact()
    person.finalise_for(contact)
    world.settle()
    account.bookkeeper.enter("Vendor", DisplayName=_WORKS)
    company = account.portal.create("companies", {"name": _WORKS})
    account.portal.associate("companies", company, "contacts", contact, COMPANY_TO_CONTACT_PRIMARY)
    person.finalise_for(contact)


def _named_by_hand(world: World) -> None:
    """The name goes over to the contact's customer."""
    bookkeeper = world.parties[0].account.bookkeeper
    (vendor,) = bookkeeper.rows("Vendor", f"DisplayName = '{_WORKS}'")
    bookkeeper.change("Vendor", vendor["Id"], DisplayName=f"{_WORKS} of old")
    (customer,) = bookkeeper.rows("Customer")
    bookkeeper.change("Customer", customer["Id"], DisplayName=_WORKS)


def _firm_with_two_addresses(world: World) -> None:
    let_customers_be(world, CustomerOptions())
    addresses = {"Address": ", ".join(_AT_THE_FIRM)}
    world.parties[0].account.bookkeeper.enter("Customer", DisplayName="Name0xFirm", PrimaryEmailAddr=addresses)


def _sold_to_both(world: World) -> None:
    """Each of the addresses is a contact's, of whom the second one has no customer of its own."""
    for number, address in enumerate(_AT_THE_FIRM):
        contact = world.parties[0].account.sales.add_contact(firstname="Pat", lastname=f"Name0x{number}", email=address)
        world.parties[0].person.finalise_for(contact)


SCENARIOS = (
    Scenario("a company and its contacts", _sold_to_a_company, partial(let_customers_be, options=_BELOW)),
    Scenario("three people of one name", _namesakes, partial(let_customers_be, options=_NUMBERED)),
    Scenario("a company takes over", _sold_to_its_company_now, _sold_to_a_contact),
    Scenario("a refused company takes over", _named_by_hand, _company_refused),
    Scenario("invoice with new customer and custom item", _new_invoice),
    Scenario("invoice with a new product", _sell),
    Scenario("invoice update", lambda world: world.parties[0].person.edit_invoice(), _new_invoice),
    Scenario("void in HubSpot", lambda world: world.parties[0].person.void(), _new_invoice),
    Scenario("void in QuickBooks", lambda world: world.parties[0].person.bookkeeper.void_an_invoice(), _new_invoice),
    Scenario("payment in HubSpot", lambda world: world.parties[0].person.pay_through_hubspot(), _new_invoice),
    Scenario("payment in QuickBooks", lambda world: world.parties[0].person.pay_in_quickbooks(), _new_invoice),
    Scenario("line changed in HubSpot", lambda world: world.parties[0].person.change_a_price(), _new_invoice),
    Scenario("refund", lambda world: world.parties[0].person.administrator.refund_a_payment(), _paid_in_hubspot),
    Scenario("half refund", _half_refunded, _paid_in_hubspot),
    Scenario("payment deleted", lambda world: world.parties[0].person.bookkeeper.delete_a_payment(), _paid_in_hubspot),
    Scenario("payment voided", lambda world: world.parties[0].person.bookkeeper.void_a_payment(), _paid_in_quickbooks),
    Scenario("invoice given to another contact", _given_away, _new_invoice),
    Scenario("two contacts of one firm", _sold_to_both, _firm_with_two_addresses),
    Scenario("contacts merged", _merged_and_sold_to, _two_customers),
    Scenario("new item", lambda world: world.parties[0].person.clerk.add_an_item(), _products_one_way),
    Scenario("item renamed", lambda world: world.parties[0].person.clerk.rename_an_item(), _sell),
    Scenario("customer corrected", lambda world: world.parties[0].person.clerk.correct_a_telephone(), _new_invoice),
    Scenario(
        "deletion found at night",
        lambda world: world.parties[0].person.administrator.delete_a_payment(),
        _paid_in_hubspot,
        reconciled=True,
    ),
    Scenario("customer edit", lambda world: world.parties[0].person.edit_contact(), _new_invoice),
    Scenario("tokens renewed on the way", _tokens_expire, _new_invoice),
    Scenario("tokens of which each renews once", _tokens_expire, _every_token_is_good_once),
    Scenario("much is missed and found at night", _much_is_missed, _three_open_invoices, deaf=True, reconciled=True),
    Scenario("found by polling alone", lambda world: world.parties[0].person.edit_contact(), _new_invoice, deaf=True),
    Scenario("product renamed", lambda world: world.parties[0].person.administrator.rename_a_product(), _sold_both_ways),
    Scenario("payment's reference corrected", _reference_corrected, _paid_in_hubspot),
    Scenario("telephone corrected where customers go both ways", telephone_corrected, _customers_both_ways),
    Scenario("payment changed", lambda world: world.parties[0].person.bookkeeper.change_a_payment(), _paid_in_quickbooks),
    *SHOWN,
    *DECIDED,
    *PLANNED,
    *RESTED,
    Scenario("batch of several, some paid", _several),
    Scenario("batch of 100", _hundred),
    Scenario("a contact goes to another company", _hired_elsewhere, _sold_and_paid_below),
)
"""Later features join here; what each new write of the product needs is in `tests/simulation/write_kinds.py`."""
