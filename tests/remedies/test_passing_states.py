"""What a record waits for of which nobody is to blame, and that it comes to be in sync by itself."""

from collections.abc import Iterator

import httpx2
import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.rules import Direction
from tests.remedies.office import Office
from tests.remedies.test_mirrored_parties import billed, customer


@pytest.fixture
def lagging() -> Iterator[Office]:
    """HubSpot's search shows nothing that is younger than half a minute."""
    both = Direction.BOTH
    with Office.opened(invoices=both, customers=both, products=both) as office:
        office.house.vendors.hubspot.switches().search_index_lag_seconds = 30
        yield office


def waits_for(office: Office, ref: RecordRef) -> ErrorCategory | None:
    """What a record waits for just now; None when it does not wait, or only the next moment is known."""
    outcome = office.outcome(ref)
    return outcome.category if outcome.status is OutcomeStatus.WAITING and outcome.retry_at else None


@pytest.mark.feature("H3", "X3")
def test_w2_what_an_earlier_try_may_be_at_work_on_is_left_alone(lagging: Office) -> None:
    invoice = billed(lagging, customer(lagging, "Ada"))
    with lagging.answers_lost(System.HUBSPOT):
        lagging.deliver_webhooks()
        lagging.retry()
    assert waits_for(lagging, invoice) is ErrorCategory.IN_OTHER_HANDS
    assert lagging.is_in_sync(invoice)
    assert len(lagging.account.all("invoices")) == 1


@pytest.mark.feature("E6", "Y1")
def test_w3_a_payment_follows_once_its_invoice_has_what_that_asks_for(office: Office) -> None:
    invoice = office.invoice()
    taken = office.take_number(office.sales.number_of(invoice.id), "Invoice")
    payment = RecordRef(System.HUBSPOT, EntityKind.PAYMENT, office.sales.record_payment(invoice.id, "60.00"))
    assert office.fails(invoice) is ErrorCategory.NUMBER_TAKEN
    assert waits_for(office, payment) is ErrorCategory.WAITS_FOR_INVOICE
    assert office.outcome(payment).explanation.startswith("It waits for invoice INV-1001: QuickBooks has invoice INV-1001")
    office.bookkeeper.change("Invoice", taken["Id"], DocNumber="OLD-1")
    for one in (invoice, payment):
        assert office.is_in_sync(one)
    assert office.booked(invoice)["Balance"] == 40


@pytest.mark.feature("M1", "O1")
def test_w4_a_new_item_waits_until_the_search_shows_its_product(lagging: Office) -> None:
    made = lagging.portal.create("products", {"name": "Pump", "hs_sku": "P-1", "price": "5"})
    item = RecordRef(System.QUICKBOOKS, EntityKind.PRODUCT, lagging.bookkeeper.add_item("Pump", Sku="P-1")["Id"])
    lagging.deliver_webhooks()
    assert waits_for(lagging, item) is ErrorCategory.WAITS_FOR_SEARCH
    product = RecordRef(System.HUBSPOT, EntityKind.PRODUCT, made)
    assert lagging.is_in_sync(product)
    assert lagging.outcome(product).counterpart == item
    assert len(lagging.account.all("products")) == len(lagging.bookkeeper.rows("Item")) == 1


@pytest.mark.feature("M1", "I4")
def test_a_contact_that_the_search_does_not_show_yet_is_found_all_the_same(lagging: Office) -> None:
    contact = lagging.portal.create("contacts", {"firstname": "Ada", "email": "ada@x.example"})
    buyer = customer(lagging, "Ada")
    invoice = billed(lagging, buyer)
    lagging.deliver_webhooks()
    for one in (invoice, RecordRef(System.QUICKBOOKS, EntityKind.CUSTOMER, buyer)):
        assert lagging.outcome(one).status is OutcomeStatus.IN_SYNC
    assert [one["id"] for one in lagging.account.all("contacts")] == [contact]


@pytest.mark.feature("I3", "X3")
def test_w5_an_invoice_that_is_changed_all_the_time_is_carried_once_that_ends(office: Office, carried: RecordRef) -> None:
    booked, made = office.booked(carried), 0

    def edits(system: System, _account: str, request: httpx2.Request) -> None:
        nonlocal made
        if system is System.QUICKBOOKS and request.url.path.endswith("/invoice"):
            made += 1
            office.bookkeeper.change("Invoice", booked["Id"], CustomerMemo={"value": f"Draft {made}"})

    watching, office.house.before_call = office.house.before_call, edits
    office.sales.void(carried.id)
    office.deliver_webhooks()
    assert waits_for(office, carried) is ErrorCategory.READ_AGAIN
    office.house.before_call = watching
    assert office.is_in_sync(carried)
    assert office.bookkeeper.read("Invoice", booked["Id"])["TotalAmt"] == 0
