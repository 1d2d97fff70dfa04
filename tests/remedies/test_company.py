"""How both accounts are set up, granted and paid for."""

import pytest

from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from infra.sandbox.hubspot.oauth import ALL_SCOPES
from tests.remedies.office import Office

DISCOUNT = ("discounts", {"hs_type": "FIXED", "hs_value": "10", "hs_label": "Loyalty"})


@pytest.mark.feature("E3", "I10")
@pytest.mark.parametrize("language", ["en", "fr", "es", "pt", "it", "de"])
def test_e3_revenue_recognition_is_switched_off_for_the_item(office: Office, language: str) -> None:
    """Only QuickBooks' words tell what was refused, and they are in the company's language."""
    office.house.vendors.quickbooks.switches().language = language
    office.bookkeeper.set_preferences(ProductAndServicesPrefs={"RevenueRecognition": True})
    item = office.bookkeeper.add_item("Support", Sku="SUP-1", DeferredRevenue=True)
    invoice = office.invoice("", {"name": "Support", "quantity": "1", "price": "100.00", "hs_sku": "SUP-1"})
    assert office.fails(invoice) is ErrorCategory.SERVICE_DATE_NEEDED
    office.bookkeeper.change("Item", item["Id"], DeferredRevenue=False)
    assert office.is_in_sync(invoice)


@pytest.mark.feature("E3", "I10")
def test_e3_revenue_recognition_is_switched_off(office: Office) -> None:
    office.bookkeeper.set_preferences(ProductAndServicesPrefs={"RevenueRecognition": True})
    office.bookkeeper.add_item("Support", Sku="SUP-1", DeferredRevenue=True)
    invoice = office.invoice("", {"name": "Support", "quantity": "1", "price": "100.00", "hs_sku": "SUP-1"})
    assert office.fails(invoice) is ErrorCategory.SERVICE_DATE_NEEDED
    office.bookkeeper.set_preferences(ProductAndServicesPrefs={"RevenueRecognition": False})
    assert office.is_in_sync(invoice)


@pytest.mark.feature("E7", "I10")
def test_e7_the_books_are_opened(office: Office) -> None:
    office.bookkeeper.close_books("2026-12-31")
    invoice = office.invoice()
    assert office.fails(invoice) is ErrorCategory.BOOKS_CLOSED
    office.bookkeeper.close_books("2026-01-31")
    assert office.is_in_sync(invoice)


@pytest.mark.feature("E7", "I10")
@pytest.mark.parametrize("body", ["cloudevents", "legacy"])
def test_e7_the_books_are_opened_and_quickbooks_says_so(office: Office, body: str) -> None:
    """Seconds later, with no poll between."""
    office.account.vendors.announce_as(body)
    office.bookkeeper.close_books("2026-12-31")
    invoice = office.invoice()
    office.deliver_webhooks()
    assert office.outcome(invoice).category is ErrorCategory.BOOKS_CLOSED
    office.bookkeeper.close_books("2026-01-31")
    office.deliver_webhooks()
    assert office.outcome(invoice).status is OutcomeStatus.IN_SYNC


@pytest.mark.feature("E7", "P1")
def test_a_customer_of_a_closed_month_moves_house_without_trouble(office: Office) -> None:
    """Customers have no day: only what is dated in the closed month stays as it is there."""
    contact = office.contact("Ada", "Byron")
    invoice = office.invoice(contact)
    assert office.is_in_sync(invoice)
    office.bookkeeper.close_books("2026-12-31")
    office.administrator.edit("contacts", contact, address="1 New Street", city="Bath")
    customer = RecordRef(System.HUBSPOT, EntityKind.CUSTOMER, contact)
    assert office.is_in_sync(customer)
    assert office.is_in_sync(invoice)
    there = office.outcome(customer).counterpart
    assert there
    assert office.bookkeeper.read("Customer", there.id)["BillAddr"]["Line1"] == "1 New Street"


@pytest.mark.feature("E10")
def test_e10_the_income_account_is_made_active_again(office: Office) -> None:
    account = office.connection.company.income_account_id
    office.bookkeeper.make_inactive("Account", account)
    invoice = office.invoice()
    assert office.fails(invoice) is ErrorCategory.UNKNOWN_ACCOUNT
    office.bookkeeper.make_active("Account", account)
    assert office.is_in_sync(invoice)


@pytest.mark.feature("E10")
def test_e10_another_income_account_is_chosen(office: Office) -> None:
    account = office.connection.company.income_account_id
    office.bookkeeper.make_inactive("Account", account)
    invoice = office.invoice()
    assert office.fails(invoice) is ErrorCategory.UNKNOWN_ACCOUNT
    office.connect(income_account="Services")
    assert office.is_in_sync(invoice)


@pytest.mark.feature("E12")
def test_e12_the_company_is_connected_again(office: Office) -> None:
    office.account.pages.act("revoke_grant")
    invoice = office.invoice()
    office.poll()
    office.poll()
    assert office.outcome(invoice).category is ErrorCategory.NEEDS_RECONNECT
    office.account.quickbooks_refresh = office.account.pages.act("authorize")["refresh_token"]
    office.connect()
    assert office.is_in_sync(invoice)


@pytest.mark.feature("E13", "I10")
def test_e13_the_subscription_is_renewed(office: Office) -> None:
    office.account.pages.act("end_subscription")
    invoice = office.invoice()
    assert office.fails(invoice) is ErrorCategory.SUBSCRIPTION_LAPSED
    office.account.pages.act("end_subscription", ended=False)
    assert office.is_in_sync(invoice)


@pytest.mark.feature("E13", "H3")
@pytest.mark.parametrize("chosen", ["nothing", "the category", "the record"])
def test_e13_the_subscription_is_renewed_and_nobody_waits_for_the_hour(office: Office, chosen: str) -> None:
    office.account.pages.act("end_subscription")
    invoice = office.invoice()
    assert office.fails(invoice) is ErrorCategory.SUBSCRIPTION_LAPSED
    office.account.pages.act("end_subscription", ended=False)
    options = {"nothing": (), "the category": ("--category", "E13"), "the record": ("--record", str(invoice))}
    office.retry(*options[chosen])
    assert office.outcome(invoice).status is OutcomeStatus.IN_SYNC


@pytest.mark.feature("E16")
def test_e16_a_vendor_answers_again(office: Office) -> None:
    invoice = office.invoice()
    with office.out_of_service(System.QUICKBOOKS):
        office.poll()
        office.poll()
    assert office.outcome(invoice).category is ErrorCategory.VENDOR_UNAVAILABLE
    assert office.is_in_sync(invoice)


def refused_for_want_of_scopes(office: Office) -> RecordRef:
    """An invoice that could not be read before all scopes were granted, as they are by now."""
    draft, settings = office.draft(), office.portal_settings()
    settings.act("set_scopes", scopes=["crm.objects.contacts.read"])
    office.administrator.edit("invoices", draft.id, hs_invoice_status="open")
    office.deliver_webhooks()
    assert office.outcome(draft).category is ErrorCategory.PROPERTY_REFUSED
    settings.act("set_scopes", scopes=list(ALL_SCOPES))
    return draft


@pytest.mark.feature("E17")
def test_e17_the_missing_scope_is_granted(office: Office) -> None:
    draft = refused_for_want_of_scopes(office)
    assert office.is_in_sync(draft)


@pytest.mark.feature("E17")
def test_e17_the_portal_is_connected_again(office: Office) -> None:
    draft = refused_for_want_of_scopes(office)
    office.connect()
    office.work()
    assert office.outcome(draft).status is OutcomeStatus.IN_SYNC


def test_e21_discounts_are_switched_on(office: Office) -> None:
    office.bookkeeper.set_preferences(SalesFormsPrefs={"AllowDiscount": False})
    office.poll()
    invoice = office.invoice(adjustments=[DISCOUNT])
    assert office.fails(invoice) is ErrorCategory.DISCOUNT_NOT_ALLOWED
    office.bookkeeper.set_preferences(SalesFormsPrefs={"AllowDiscount": True})
    assert office.is_in_sync(invoice)


def test_e30_the_app_secret_is_put_right(office: Office) -> None:
    invoice = office.invoice()
    put_right = office.mistype_app_secret(System.QUICKBOOKS)
    office.poll()
    assert office.outcome(invoice).category is ErrorCategory.OUR_FAULT
    put_right()
    assert office.is_in_sync(invoice)


def test_e30_the_app_secret_for_hubspot_is_put_right(office: Office) -> None:
    """Meanwhile nobody knows of the invoice: HubSpot cannot be asked, and its webhooks are not believed."""
    invoice = office.invoice()
    put_right = office.mistype_app_secret(System.HUBSPOT)
    office.poll()
    office.deliver_webhooks()
    assert not office.is_known(invoice)
    put_right()
    assert office.is_in_sync(invoice)


def test_w1_the_sync_is_switched_on_again(office: Office) -> None:
    invoice = office.invoice()
    office.switch(ConnectionState.PAUSED)
    office.deliver_webhooks()
    assert office.outcome(invoice).category is ErrorCategory.SWITCHED_OFF
    office.switch(ConnectionState.ACTIVE)
    assert office.is_in_sync(invoice)
