"""Invoices of HubSpot's go to QuickBooks, and are paid in every way."""

from datetime import datetime

from tests.story.books import QUICKBOOKS, Bill, in_step
from tests.story.desk import Desk
from tests.story.figures import Sold, on
from tests.story.story import Story

_DISCOUNT = {"hs_type": "FIXED", "hs_value": "10.00", "hs_label": "Loyalty"}


def february(story: Story) -> None:
    """Grace Pariente buys, and pays in every way."""
    sales, desk = story.office.sales, story.office.desk
    grace = sales.meet("Grace", "Pariente", "grace@pariente.example", phone="555-0100")
    with story.step("Grace's hedge is finalised: QuickBooks has it, with customer, lines, discount and dates") as step:
        lines = (Sold("Pruning", "3", "33.35", "10"), Sold("Rose bush", "14.5", "19.95", sku="ROSE"))
        hedge = sales.draft("Hedge and roses", grace, *lines, day=on(2, 2), hs_comments="With thanks")
        sales.add(hedge, "discounts", _DISCOUNT, "-10.00")
        sales.finalise(hedge)
        step.then("the same days", lambda: _days(desk, hedge) == sales.days(hedge, ("hs_invoice_date", "hs_due_date")))
        step.then("the item of that SKU", lambda: "Rose bush" in _items(desk, hedge))
    with story.step("She sends 100.00 by cheque, which is noted in HubSpot"):
        sales.take(hedge, "100.00", day=on(2, 9), reference="cheque 204")
    with story.step("The bookkeeper receives the rest in QuickBooks: it is paid on both sides"):
        desk.receive((hedge, str(hedge.balance(QUICKBOOKS))), day=on(2, 20), PaymentRefNum="wire 7")
    with story.step("Four more invoices for her"):
        terrace = sales.sell("Terrace", grace, Sold("Paving", "10", "48.00"), day=on(2, 11))
        bath = sales.sell("Birdbath", grace, Sold("Birdbath", "1", "88.00"), day=on(2, 16))
        bulbs = sales.sell("Spring bulbs", grace, Sold("Bulbs", "7", "9.20"), day=on(2, 18))
        lawn = sales.sell("Lawn", grace, Sold("Lawn seed", "4", "8.90"), day=on(2, 18))
    with story.step("The terrace was charged too high; HubSpot is put right before anybody pays, and QuickBooks follows"):
        sales.charge(terrace, Sold("Paving", "10", "45.50"))
    with story.step("She pays 500.00 for the terrace of 455.00: QuickBooks keeps 45.00 as credit, and says so"):
        paid = sales.take(terrace, "500.00", day=on(2, 25), kept="45.00", reference="cheque 209")
        terrace.standing = paid.standing = in_step("45.00 USD of the payment of 500.00 USD")
    with story.step("The birdbath is paid by card through HubSpot, which keeps a fee"):
        sales.take_by_card(bath, "88.00", fee="2.85")
    with story.step("The fees of the month are added up"):
        (total,) = story.office.operator.fees(f"{datetime.now(sales.firm.portal.zone):%Y-%m}")["totals"]
        assert (total["processing"], total["payments"]) == ("2.85", 1)
    with story.step("One transfer pays two invoices in QuickBooks; each shows its part in HubSpot"):
        desk.receive((bulbs, "64.40"), (lawn, "20.00"), day=on(2, 27), PaymentRefNum="wire 9")


def _days(desk: Desk, bill: Bill) -> list[str]:
    row = desk.booked(bill)
    return [row["TxnDate"], row["DueDate"]]


def _items(desk: Desk, bill: Bill) -> list[str]:
    details = [line.get("SalesItemLineDetail") for line in desk.booked(bill)["Line"]]
    return [detail["ItemRef"]["name"] for detail in details if detail]
