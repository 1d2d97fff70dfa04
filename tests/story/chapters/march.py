"""What settles an invoice without being money, and money that goes back."""

from tests.story.books import HUBSPOT, IN_STEP, Bill, Settlement, in_step, left_out, needs_you
from tests.story.figures import Sold, on
from tests.story.story import Story


def march(story: Story) -> None:
    """Walter Moss is forgiven, credited and refunded."""
    sales, desk, operator = story.office.sales, story.office.desk, story.office.operator
    walter = sales.meet("Walter", "Moss", "walter@moss.example")

    def sell(title: str, price: str) -> Bill:
        return sales.sell(title, walter, Sold(title, "1", price), day=on(3, 2))

    with story.step("Seven invoices for Walter"):
        fence, shed, gate = sell("Fence", "240.00"), sell("Shed", "310.00"), sell("Gate", "95.00")
        pond, path, arch, well = sell("Pond", "180.00"), sell("Path", "75.00"), sell("Arch", "66.00"), sell("Well", "54.00")
    with story.step("A credit memo of 40.00 settles a part of the fence: no money, and HubSpot still asks for all of it"):
        desk.credit(fence, "40.00")
        fence.standing = in_step("which is no money received")
    with story.step("Half of the shed is written off by a journal entry"):
        desk.write_off(shed, "155.00")
        shed.standing = in_step("which is no money received")
    with story.step("A bad debt: the gate is written off with a credit memo over bad debts"):
        desk.credit(gate, "95.00", "Bad debts")
        gate.standing = in_step("which is no money received")
    with story.step("A deposit of 50.00 is entered on the form of the pond"):
        desk.take_deposit(pond, "50.00")
        pond.standing = in_step("a deposit of 50.00 USD")
    with story.step("What is left of the fence is paid: 200.00 in QuickBooks"):
        desk.receive((fence, "200.00"), day=on(3, 12))
    with story.step("Path, arch and well are paid in HubSpot"):
        for_path, for_arch, for_well = (
            sales.take(bill, f"{bill.balance(HUBSPOT)}", day=on(3, 14)) for bill in (path, arch, well)
        )
    with story.step("The money for the path goes back, as HubSpot says; QuickBooks still counts it (E19)"):
        sales.refund(path, for_path)
        _fails(path, for_path, "E19")
    with story.step("The bookkeeper voids the payment in QuickBooks too: the path is owed again, on both sides"):
        desk.remove(path, for_path, story.office.firm.bookkeeper.void)
        path.standing, for_path.standing = IN_STEP, left_out("so that nothing is left to do")
    with story.step("A payment is deleted in QuickBooks by mistake (E4)"):
        desk.remove(arch, for_arch)
        _fails(arch, for_arch, "E4")
    with story.step("HubSpot's payment is sent again: the arch is paid on both sides"):
        assert for_arch.ref is not None
        operator.decide("send-again", for_arch.ref, "It did come in")
        for_arch.where = {*for_arch.where, *fence.totals}
        arch.standing = for_arch.standing = IN_STEP
        story.office.firm.books.touch(arch)
    with story.step("Another one is deleted in QuickBooks on purpose (E4)"):
        desk.remove(well, for_well)
        _fails(well, for_well, "E4")
    with story.step("It is deleted in HubSpot too, so that the well is owed again"):
        sales.remove(well, for_well)
        well.standing, for_well.standing = IN_STEP, left_out("")


def _fails(bill: Bill, payment: Settlement, category: str) -> None:
    """A payment needs somebody, and its invoice says so."""
    bill.standing = payment.standing = needs_you(category)
