"""People do in the twins what they do at the vendors, and read there what the vendors would show."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import httpx2
import pytest

from infra.sandbox.hubspot.twin import HubSpotTwin
from infra.sandbox.kernel.application import Kernel
from infra.sandbox.kernel.clock import Clock
from infra.sandbox.people import days
from infra.sandbox.people.access import PEOPLES_PATHS, Api, Pages, RefusedError
from infra.sandbox.people.administrator import Administrator
from infra.sandbox.people.bookkeeper import Bookkeeper, sold
from infra.sandbox.people.portal import Portal
from infra.sandbox.people.sales import Salesperson
from infra.sandbox.quickbooks.twin import QuickBooksTwin

IN_LONDON_TODAY_IN_LA_YESTERDAY = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
PACIFIC = ZoneInfo("US/Pacific")
LINES = ({"name": "Hedge", "quantity": "2", "price": "50"},)


@pytest.fixture
def hubspot() -> HubSpotTwin:
    return HubSpotTwin(Kernel(clock=Clock(IN_LONDON_TODAY_IN_LA_YESTERDAY)), seeded=False)


@pytest.fixture
def http(hubspot: HubSpotTwin) -> httpx2.Client:
    return httpx2.Client(transport=httpx2.WSGITransport(app=hubspot), base_url="http://hubspot.test")


@pytest.fixture
def sales(hubspot: HubSpotTwin, http: httpx2.Client) -> Salesperson:
    """Sells in a portal of Pacific time."""
    token = hubspot.control("private_app_token", {})["access_token"]
    return Salesperson(Portal(Api(http, token)), hubspot.kernel.clock.now)


@pytest.fixture
def administrator(sales: Salesperson, http: httpx2.Client) -> Administrator:
    return Administrator(sales.portal, Pages(http))


@pytest.fixture
def bookkeeper() -> Bookkeeper:
    twin = QuickBooksTwin(Kernel(clock=Clock(IN_LONDON_TODAY_IN_LA_YESTERDAY)), seeded=False)
    return Bookkeeper(Pages(httpx2.Client(transport=httpx2.WSGITransport(app=twin), base_url="http://quickbooks.test")))


def an_invoice(sales: Salesperson) -> str:
    """Finalised today, over 100."""
    invoice = sales.draft(sales.add_contact(lastname="Vega"), LINES, due_in=30)
    sales.finalise(invoice)
    return invoice


def status(sales: Salesperson, payment: str) -> tuple[str, str]:
    found = sales.portal.read("commerce_payments", payment, "hs_latest_status", "hs_refunds_amount")
    return found["hs_latest_status"], found["hs_refunds_amount"]


def test_a_picked_day_is_read_as_that_day_and_midnight_in_utc_as_the_day_before() -> None:
    assert days.picked(date(2026, 11, 20), PACIFIC) == "2026-11-20T08:00:00.000Z"
    assert days.read("2026-11-20T08:00:00Z", PACIFIC) == "2026-11-20"
    assert days.read("2026-11-20T00:00:00Z", PACIFIC) == "2026-11-19"


def test_today_is_the_day_in_the_portal(sales: Salesperson) -> None:
    dates = sales.portal.read("invoices", an_invoice(sales), "hs_invoice_date", "hs_due_date")
    assert [days.read(dates[name], PACIFIC) for name in dates] == ["2026-11-19", "2026-12-19"]


def test_an_invoice_has_lines_adjustments_and_a_number(sales: Salesperson) -> None:
    company = sales.portal.create("companies", {"name": "Vega Works"})
    contact = sales.add_contact(lastname="Vega", company=company)
    fee = ("fees", {"hs_type": "FIXED", "hs_value": "7", "hs_label": "Delivery"})
    invoice = sales.draft(contact, LINES, adjustments=[fee], company=company)
    sales.finalise(invoice)
    assert sales.portal.read("invoices", invoice, "hs_amount_billed") == {"hs_amount_billed": "107.00"}
    assert sales.number_of(invoice)
    assert sales.portal.associated("invoices", invoice, "companies") == [company]
    assert sales.portal.associated("contacts", contact, "companies") == [company]


def test_every_record_is_listed_page_by_page(sales: Salesperson) -> None:
    made = [sales.add_contact(lastname=f"L{number}") for number in range(101)]
    assert [one["id"] for one in sales.portal.every("contacts", ("lastname",))] == made


def test_money_goes_back_where_it_was_taken(sales: Salesperson, administrator: Administrator) -> None:
    invoice = an_invoice(sales)
    elsewhere, by_card = sales.record_payment(invoice, 40), administrator.take_card_payment(invoice, 60)
    administrator.refund(elsewhere, 40)
    administrator.refund(by_card, 15)
    assert status(sales, elsewhere) == ("refunded", "40")
    assert status(sales, by_card) == ("partially_refunded", "15")


def test_a_record_is_edited_deleted_and_merged(sales: Salesperson, administrator: Administrator) -> None:
    kept, lost, wrong = (sales.add_contact(lastname=name) for name in ("Kept", "Lost", "Wrong"))
    administrator.edit("contacts", kept, lastname="Keeper")
    administrator.delete("contacts", wrong)
    survivor = sales.portal.merge_contacts(kept, lost)
    assert [one["lastname"] for one in sales.portal.every("contacts", ("lastname",))] == ["Keeper"]
    assert wrong in {one["id"] for one in sales.portal.every("contacts", (), archived=True)}
    assert survivor not in {lost, wrong}


def test_what_a_vendor_refuses_is_raised_in_its_own_words(
    sales: Salesperson, administrator: Administrator, bookkeeper: Bookkeeper
) -> None:
    with pytest.raises(RefusedError, match="PROPERTY_DOESNT_EXIST"):
        sales.add_contact(shoe_size="46")
    with pytest.raises(RefusedError, match="no contact 5"):
        administrator.delete("contacts", "5")
    with pytest.raises(RefusedError, match="no Invoice 99"):
        bookkeeper.void("Invoice", "99")


def test_people_call_the_api_where_the_product_does_not(hubspot: HubSpotTwin, sales: Salesperson) -> None:
    sales.portal.associated("invoices", an_invoice(sales), "contacts")
    assert all(call["path"].startswith(PEOPLES_PATHS) for call in hubspot.kernel.meter.latest(100))


def test_one_payment_settles_several_invoices_and_may_leave_a_rest(bookkeeper: Bookkeeper) -> None:
    customer, item = bookkeeper.enter("Customer", DisplayName="Vega")["Id"], bookkeeper.add_item("Hours")["Id"]
    first, second = (bookkeeper.write_invoice(customer, sold(item, Decimal(amount)))["Id"] for amount in (60, 40))
    payment = bookkeeper.receive_payment(customer, (first, Decimal(60)), (second, Decimal(30)), TotalAmt=Decimal(95))
    assert [row["Balance"] for row in bookkeeper.rows("Invoice", "Balance > '0'")] == [10]
    assert payment["UnappliedAmt"] == 5
    bookkeeper.delete("Payment", payment["Id"])
    assert bookkeeper.read("Invoice", first)["Balance"] == 60


def test_a_list_shows_inactive_entries_and_merges_two(bookkeeper: Bookkeeper) -> None:
    kept, lost = (bookkeeper.enter("Customer", DisplayName=name)["Id"] for name in ("Vega", "Vega Works"))
    bookkeeper.make_inactive("Customer", kept)
    assert [row["Active"] for row in bookkeeper.rows("Customer")] == [False, True]
    bookkeeper.make_active("Customer", kept)
    bookkeeper.merge("Customer", kept, lost)
    assert [row["Active"] for row in bookkeeper.rows("Customer")] == [True, False]


def test_closed_books_refuse_until_they_are_opened(bookkeeper: Bookkeeper) -> None:
    customer, item = bookkeeper.enter("Customer", DisplayName="Vega")["Id"], bookkeeper.add_item("Hours")["Id"]
    bookkeeper.close_books("2026-10-31")
    with pytest.raises(RefusedError):
        bookkeeper.write_invoice(customer, sold(item, Decimal(1)), TxnDate="2026-10-31")
    bookkeeper.close_books("2026-09-30")
    assert bookkeeper.write_invoice(customer, sold(item, Decimal(1)), TxnDate="2026-10-31")["Balance"] == 1
