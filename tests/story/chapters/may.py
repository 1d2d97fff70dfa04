"""Invoices of QuickBooks' own, as HubSpot shows them."""

from tests.story.books import Bill, in_step, left_out, needs_you
from tests.story.figures import Sold, on
from tests.story.story import Story


def may(story: Story) -> None:
    """The bookkeeper bills the orchard and the mill."""
    sales, desk = story.office.sales, story.office.desk
    orchard, mill = desk.enter("Orchard Farm", "office@orchard.example"), desk.enter("Old Mill", "office@mill.example")

    def bill(number: str, *lines: Sold) -> Bill:
        return desk.bill(f"QuickBooks' {number}", orchard, *lines, day=on(5, 4), number=number)

    with story.step("Six invoices are written in QuickBooks; HubSpot shows them, for a contact that it makes"):
        plain, edited, moved = (bill(f"Q-50{one}", Sold("Hours", "4", "65.00")) for one in range(1, 4))
        voided, deleted = (bill(f"Q-50{one}", Sold("Hours", "2", "65.00")) for one in range(4, 6))
        less = bill("Q-506", Sold("Hours", "3", "65.00"), Sold("Rebate", "1", "-20.00"))
    with story.step("HubSpot's are marked as not billed there, and no contact is there twice") as step:
        asked = [sales.shown(one, "hs_invoice_billable")["hs_invoice_billable"] for one in (plain, less)]
        assert asked == ["false", "false"]
        step.then("one contact of the orchard", lambda: _contacts(story, orchard.email) == 1)
    with story.step("Lines and memo of one are changed in QuickBooks; HubSpot follows") as step:
        desk.charge(edited, Sold("Hours", "5", "65.00"), Sold("Rose bush", "2", "19.95"))
        desk.change(edited, CustomerMemo={"value": "Five hours, and two roses"})
        step.then("the memo", lambda: sales.shown(edited, "hs_comments")["hs_comments"].startswith("Five hours"))
    with story.step("A part is paid in QuickBooks"):
        desk.receive((plain, "100.00"), day=on(5, 11))
    with story.step("The rest is noted in HubSpot: paid on both sides"):
        sales.take(plain, "160.00", day=on(5, 20))
    with story.step("One was meant for the mill: it moves to that contact in HubSpot"):
        desk.change(moved, CustomerRef={"value": mill.row})
        moved.party = mill
    with story.step("One is voided in QuickBooks, and so in HubSpot"):
        desk.void(voided)
    with story.step("One is deleted in QuickBooks: HubSpot's is left alone, and somebody must look (E14)"):
        desk.delete(deleted)
        deleted.standing = needs_you("E14")
    with story.step("It is voided in HubSpot, as the remedy says"):
        sales.void(deleted)
        deleted.standing = left_out("so that nothing is left to do")
    with story.step("Somebody changes a memo in HubSpot; QuickBooks' word counts, and it is put back") as step:
        sales.write(less, hs_comments="Mine")
        less.standing = in_step("put back")
        step.then("no memo", lambda: sales.shown(less, "hs_comments")["hs_comments"] == "")


def _contacts(story: Story, email: str) -> int:
    return [one["email"] for one in story.office.firm.portal.every("contacts", ("email",))].count(email)
