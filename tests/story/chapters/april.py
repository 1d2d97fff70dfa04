"""Invoices that are voided, deleted and edited, on either side."""

from tests.story.books import HUBSPOT, IN_STEP, QUICKBOOKS, Bill, left_out, needs_you
from tests.story.figures import Sold, on
from tests.story.story import Story


def april(story: Story) -> None:
    """Iris Fern changes her mind, and so does the bookkeeper."""
    office, sales, desk, operator = story.office, story.office.sales, story.office.desk, story.office.operator
    iris = sales.meet("Iris", "Fern", "iris@fern.example")

    def sell(title: str, price: str) -> Bill:
        return sales.sell(title, iris, Sold(title, "2", price), day=on(4, 1))

    with story.step("Seven invoices for Iris"):
        bench, table, chair = sell("Bench", "75.50"), sell("Table", "120.00"), sell("Chair", "45.25")
        lamp, grill, hose, mower = (
            sell("Lamp", "33.33"),
            sell("Grill", "99.95"),
            sell("Hose", "17.50"),
            sell("Mower", "210.00"),
        )
    with story.step("The bench is voided in HubSpot, and so in QuickBooks"):
        sales.void(bench)
    with story.step("The table is voided in QuickBooks, and so in HubSpot"):
        desk.void(table)
    with story.step(
        "While a part of the chairs is paid in QuickBooks, they are voided in HubSpot: the payment is in the way (E20)"
    ):
        with story.webhooks_held():
            (part,) = desk.receive((chair, "40.00"), day=on(4, 9))
            sales.void(chair)
        chair.voided -= {QUICKBOOKS}
        chair.standing = needs_you("E20")
    with story.step("The payment is deleted in QuickBooks, as the remedy says: voided on both sides"):
        desk.remove(chair, part)
        part.standing = needs_you("E14")
        chair.voided |= {QUICKBOOKS}
        chair.standing = IN_STEP
    with story.step("HubSpot's record of that payment is deleted too, as the remedy says"):
        sales.remove(chair, part)
        part.standing = left_out("")
    with story.step("The lamps are deleted in QuickBooks: HubSpot's invoice is left alone, and somebody must look (E14)"):
        desk.delete(lamp)
        lamp.standing = needs_you("E14")
    with story.step("They are voided in HubSpot, as the remedy says: nothing is left to do"):
        sales.void(lamp)
        lamp.standing = left_out("so that nothing is left to do")
    with story.step("The bookkeeper charges less for the grill than HubSpot does (E4), which shows both versions"):
        before = desk.charge_for_line(grill, "90.00")
        grill.standing = needs_you("E4", "180.00 USD")
    with story.step("The grill is put back in QuickBooks: in step"):
        desk.put(grill, before, grill.totals[HUBSPOT])
        grill.standing = IN_STEP
    with story.step("The bookkeeper charges less for the mower (E4)"):
        desk.charge_for_line(mower, "200.00")
        mower.standing = needs_you("E4", "400.00 USD")
    with story.step("HubSpot's version of the mower is sent again: QuickBooks has the old price"):
        operator.decide("send-again", mower.ref, "The price was agreed")
        mower.set_total(mower.totals[HUBSPOT])
        mower.standing = IN_STEP
        office.firm.books.touch(mower)
    with story.step("Memo and due date of the hose are changed in QuickBooks: that is fine, and HubSpot follows") as step:
        desk.change(hose, CustomerMemo={"value": "Mind the tap"}, DueDate="2026-06-15")
        step.then("the memo", lambda: sales.shown(hose, "hs_comments")["hs_comments"] == "Mind the tap")
        step.then("the due date", lambda: sales.days(hose, ["hs_due_date"]) == ["2026-06-15"])
