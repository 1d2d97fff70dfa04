"""Numbers that are taken, and money that was written down twice or in the wrong place."""

from tests.story.books import HUBSPOT, IN_STEP, QUICKBOOKS, Bill, left_out, needs_you
from tests.story.figures import Sold, on
from tests.story.story import Story

_SEPTEMBER = on(9, 1)


def september(story: Story) -> None:
    """Max Stein's invoices meet others."""
    max_ = story.office.sales.meet("Max", "Stein", "max@stein.example")

    def sell(title: str, price: str) -> Bill:
        return story.office.sales.sell(title, max_, Sold(title, "1", price), day=_SEPTEMBER)

    with story.step("Three invoices for Max Stein"):
        steps, wall, drain = sell("Steps", "300.00"), sell("Wall", "450.00"), sell("Drain", "80.00")
    _number_taken(story, drain)
    _twice(story, wall)
    _moved(story, steps, drain)


def _number_taken(story: Story, latest: Bill) -> None:
    office, sales, desk, operator = story.office, story.office.sales, story.office.desk, story.office.operator
    party = latest.party
    other = desk.enter("Cash sales", "till@harbour.example")
    with story.step("A bookkeeper uses HubSpot's next number in QuickBooks; that invoice needs another (E6)"):
        with story.webhooks_held():
            kerb = sales.draft("Kerb", party, Sold("Kerb", "2", "60.00"), day=_SEPTEMBER)
            till = desk.bill("Till", other, Sold("Hours", "1", "65.00"), day=_SEPTEMBER, number=_next(latest.number))
            sales.finalise(kerb)
        assert kerb.number == till.number
        kerb.stopped(needs_you("E6", kerb.number))
    with story.step("The other one gets another number, as the remedy says: the kerb is booked under its own"):
        desk.change(till, DocNumber="TILL-1")
        kerb.carried()
        office.firm.books.touch(kerb)
        till.number = "TILL-1"
    typed = desk.enter("Stein, M.", "m.stein@work.example")
    with story.step("Somebody has typed the next invoice into QuickBooks as well, for another customer (E6)"):
        with story.webhooks_held():
            gutter = sales.draft("Gutter", party, Sold("Gutter", "1", "70.00"), day=_SEPTEMBER)
            number = _next(kerb.number)
            by_hand = desk.bill("Gutter by hand", typed, Sold("Gutter", "1", "70.00"), day=_SEPTEMBER, number=number)
            sales.finalise(gutter)
        gutter.stopped(needs_you("E6", gutter.number))
    with story.step("HubSpot shows that one as well: it is deleted there, and somebody must look (E14)"):
        office.firm.administrator.delete("invoices", by_hand.ids[HUBSPOT])
        by_hand.stopped(needs_you("E14"))
        office.firm.books.touch(by_hand)
    with story.step("It is the same invoice: Grace links the two, and none is there twice"):
        operator.decide("link", gutter.ref, "It is the same", "--with", str(by_hand.ref))
        office.firm.books.bills.remove(by_hand)
        gutter.ids[QUICKBOOKS] = by_hand.ids[QUICKBOOKS]
        gutter.parties[QUICKBOOKS] = typed
        gutter.carried()
        office.firm.books.touch(gutter)


def _next(number: str) -> str:
    """The number that HubSpot gives next."""
    letters, _, digits = number.partition("-")
    return f"{letters}-{int(digits) + 1}"


def _twice(story: Story, wall: Bill) -> None:
    office, sales, operator = story.office, story.office.sales, story.office.operator
    with story.step("The same cheque over 50.00 is typed twice in HubSpot: it is carried, and suspected (E24)"):
        for _ in range(2):
            sales.take(wall, "50.00", day=on(9, 10), reference="cheque 500")
        wall.standing = needs_you("E24", "cheque 500")
    with story.step("They were two cheques of one book: Grace accepts it"):
        operator.decide("accept", wall.ref, "Two cheques, one book")
        wall.standing = IN_STEP
        office.firm.books.touch(wall)


def _moved(story: Story, steps: Bill, drain: Bill) -> None:
    sales, desk = story.office.sales, story.office.desk
    with story.step("80.00 are received for the steps in QuickBooks"):
        (wrong,) = desk.receive((steps, "80.00"), day=on(9, 14))
    with story.step("They were for the drain, and are moved; HubSpot's payment for the steps is gone in QuickBooks (E14)"):
        desk.move(wrong, steps, drain)
        steps.standing = wrong.standing = needs_you("E14")
    with story.step("It is deleted in HubSpot too, as the remedy says: the steps are owed, the drain is paid"):
        sales.remove(steps, wrong)
        steps.standing, wrong.standing = IN_STEP, left_out("")
