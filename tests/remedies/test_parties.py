"""Whom an invoice is for: customers that are missing, that somebody else's name is taken for, that are gone."""

from collections.abc import Iterator

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.rules import Direction
from infra.sandbox.people.portal import INVOICE_TO_CONTACT
from tests.remedies.office import PUMP, Office


@pytest.mark.feature("E1")
def test_e1_a_contact_is_associated_with_the_invoice(office: Office) -> None:
    forgotten = office.contact()
    invoice = office.invoice(forgotten)
    office.administrator.delete("contacts", forgotten)
    assert office.fails(invoice) is ErrorCategory.CUSTOMER_MISSING
    office.portal.associate("invoices", invoice.id, "contacts", office.contact("Ada", "Byron"), INVOICE_TO_CONTACT)
    assert office.is_in_sync(invoice)


@pytest.mark.feature("E2", "P2")
@pytest.mark.parametrize("entity", ["Customer", "Vendor", "Employee"])
def test_e2_the_holder_of_the_name_is_renamed(office: Office, entity: str) -> None:
    names = {"GivenName": "Grace", "FamilyName": "Pariente", "DisplayName": "Grace Pariente"}
    holder = office.bookkeeper.enter(entity, **names)
    invoice = office.invoice()
    assert office.fails(invoice) is ErrorCategory.DISPLAY_NAME_TAKEN
    office.bookkeeper.change(entity, holder["Id"], DisplayName="Grace the elder")
    assert office.is_in_sync(invoice)
    customer = office.bookkeeper.read("Customer", office.booked(invoice)["CustomerRef"]["value"])
    assert customer["DisplayName"] == "Grace Pariente"


@pytest.mark.feature("E2", "M1", "P2")
def test_e2_the_holder_of_the_name_gets_the_contacts_address(office: Office) -> None:
    holder = office.bookkeeper.enter("Customer", DisplayName="Grace Pariente")
    invoice = office.invoice()
    assert office.fails(invoice) is ErrorCategory.DISPLAY_NAME_TAKEN
    office.bookkeeper.change("Customer", holder["Id"], PrimaryEmailAddr={"Address": "grace@pariente.example"})
    assert office.is_in_sync(invoice)
    assert office.booked(invoice)["CustomerRef"]["value"] == holder["Id"]


@pytest.mark.feature("E2", "P2")
def test_e2_an_inactive_holder_of_the_name_is_renamed(office: Office) -> None:
    holder = office.bookkeeper.enter("Customer", DisplayName="Grace Pariente")
    office.bookkeeper.make_inactive("Customer", holder["Id"])
    invoice = office.invoice()
    assert office.fails(invoice) is ErrorCategory.DISPLAY_NAME_TAKEN
    office.bookkeeper.change("Customer", holder["Id"], DisplayName="Grace the elder")
    assert office.is_in_sync(invoice)


@pytest.mark.feature("E2")
@pytest.mark.parametrize("mend", [{"Name": "Pump of old"}, {"Sku": "P-1"}], ids=["renamed", "the same SKU"])
def test_e2_an_item_of_the_same_name_is_told_apart_or_matched(mend: dict[str, str]) -> None:
    with Office.opened(products=Direction.HUBSPOT_TO_QUICKBOOKS) as office:
        holder = office.bookkeeper.add_item("Pump", Sku="Q-1")
        product = office.portal.create("products", {"name": "Pump", "hs_sku": "P-1", "price": "100.00"})
        invoice = office.invoice("", {**PUMP, "hs_sku": "P-1", "hs_product_id": product})
        assert office.fails(invoice) is ErrorCategory.DISPLAY_NAME_TAKEN
        office.bookkeeper.change("Item", holder["Id"], **mend)
        assert office.is_in_sync(invoice)


@pytest.mark.feature("E8", "M3")
def test_e8_only_one_customer_keeps_the_address(office: Office) -> None:
    address = {"Address": "grace@pariente.example"}
    first, second = (office.bookkeeper.enter("Customer", DisplayName=name, PrimaryEmailAddr=address) for name in "AB")
    invoice = office.invoice()
    assert office.fails(invoice) is ErrorCategory.AMBIGUOUS_MATCH
    office.bookkeeper.change("Customer", second["Id"], PrimaryEmailAddr={"Address": "ada@pariente.example"})
    assert office.is_in_sync(invoice)
    assert office.booked(invoice)["CustomerRef"]["value"] == first["Id"]


def known_customer(office: Office) -> tuple[str, str]:
    """A contact and the customer in QuickBooks that was made for it."""
    contact = office.contact()
    first = office.invoice(contact)
    assert office.is_in_sync(first)
    return contact, office.booked(first)["CustomerRef"]["value"]


@pytest.mark.feature("E14")
def test_e14_an_inactive_customer_is_made_active_again(office: Office) -> None:
    contact, customer = known_customer(office)
    office.bookkeeper.make_inactive("Customer", customer)
    invoice = office.invoice(contact)
    assert office.fails(invoice) is ErrorCategory.RECORD_DELETED
    office.bookkeeper.make_active("Customer", customer)
    assert office.is_in_sync(invoice)


@pytest.mark.feature("E14", "I5")
@pytest.mark.parametrize("bumped", [True, False])
def test_e14_the_survivor_of_merged_customers_gets_the_address(office: Office, *, bumped: bool) -> None:
    office.house.vendors.quickbooks.switches().merge_bumps_sync_token = bumped
    contact, customer = known_customer(office)
    survivor = office.bookkeeper.enter("Customer", DisplayName="Pariente Ltd")["Id"]
    office.bookkeeper.merge("Customer", survivor, customer)
    invoice = office.invoice(contact)
    assert office.fails(invoice) is ErrorCategory.RECORD_DELETED
    office.bookkeeper.change("Customer", survivor, PrimaryEmailAddr={"Address": "grace@pariente.example"})
    assert office.is_in_sync(invoice)
    assert office.booked(invoice)["CustomerRef"]["value"] == survivor


@pytest.fixture
def european() -> Iterator[Office]:
    """An office whose company keeps its books in dollars, and has customers in other currencies as well."""
    with Office.opened({"multicurrency": True}) as office:
        yield office


def enter_in_euros(office: Office) -> str:
    """The bookkeeper makes a customer in euros with the address of the contact; its id."""
    members = {"CurrencyRef": {"value": "EUR"}, "PrimaryEmailAddr": {"Address": "grace@pariente.example"}}
    return str(office.bookkeeper.enter("Customer", DisplayName="Grace Pariente EUR", **members)["Id"])


@pytest.mark.feature("E11")
def test_e11_a_customer_in_the_currency_of_the_invoice_is_made(european: Office) -> None:
    contact, dollars = known_customer(european)
    invoice = european.invoice(contact, hs_currency="EUR")
    assert european.fails(invoice) is ErrorCategory.CURRENCY_MISMATCH
    euros = enter_in_euros(european)
    assert european.is_in_sync(invoice)
    assert european.booked(invoice)["CustomerRef"]["value"] == euros != dollars


@pytest.mark.feature("E11", "O1")
def test_e11_a_customer_in_the_currency_of_the_invoice_is_made_where_customers_go_both_ways() -> None:
    """HubSpot has room for one contact with the address."""
    with Office.opened({"multicurrency": True}, customers=Direction.BOTH) as office:
        contact, _ = known_customer(office)
        invoice = office.invoice(contact, hs_currency="EUR")
        assert office.fails(invoice) is ErrorCategory.CURRENCY_MISMATCH
        euros = RecordRef(System.QUICKBOOKS, EntityKind.CUSTOMER, enter_in_euros(office))
        assert office.is_in_sync(invoice)
        assert office.booked(invoice)["CustomerRef"]["value"] == euros.id
        assert office.is_ended(euros)


@pytest.mark.feature("E11")
def test_e11_several_currencies_are_switched_on(office: Office) -> None:
    """Nobody was made in dollars for an invoice that could not be."""
    invoice = office.invoice(hs_currency="EUR")
    assert office.fails(invoice) is ErrorCategory.CURRENCY_MISMATCH
    assert office.bookkeeper.rows("Customer") == []
    office.bookkeeper.set_preferences(CurrencyPrefs={"MultiCurrencyEnabled": True})
    assert office.is_in_sync(invoice)
    (customer,) = office.bookkeeper.rows("Customer")
    assert customer["CurrencyRef"]["value"] == "EUR"


@pytest.mark.feature("E11")
def test_e11_several_currencies_are_switched_on_where_the_customer_was_made_in_dollars(office: Office) -> None:
    contact, dollars = known_customer(office)
    invoice = office.invoice(contact, hs_currency="EUR")
    assert office.fails(invoice) is ErrorCategory.CURRENCY_MISMATCH
    office.bookkeeper.set_preferences(CurrencyPrefs={"MultiCurrencyEnabled": True})
    assert office.fails(invoice) is ErrorCategory.CURRENCY_MISMATCH
    euros = enter_in_euros(office)
    assert office.is_in_sync(invoice)
    assert office.booked(invoice)["CustomerRef"]["value"] == euros != dollars


@pytest.mark.feature("E15")
def test_e15_a_name_that_is_too_long_is_shortened(office: Office) -> None:
    contact = office.contact(last="P" * 101, email="grace@pariente.example")
    invoice = office.invoice(contact)
    assert office.fails(invoice) is ErrorCategory.VALUE_DOES_NOT_FIT
    office.portal.change("contacts", contact, lastname="Pariente")
    assert office.is_in_sync(invoice)


@pytest.mark.feature("E14")
def test_e14_an_inactive_item_is_made_active_again(office: Office) -> None:
    item = office.bookkeeper.add_item("Pump", Sku="P-1")
    office.poll()
    office.bookkeeper.make_inactive("Item", item["Id"])
    (product,) = (one["id"] for one in office.portal.every("products", ["hs_sku"]) if one["hs_sku"] == "P-1")
    invoice = office.invoice("", {**PUMP, "hs_sku": "P-1", "hs_product_id": product})
    assert office.fails(invoice) is ErrorCategory.RECORD_DELETED
    office.bookkeeper.make_active("Item", item["Id"])
    assert office.is_in_sync(invoice)
