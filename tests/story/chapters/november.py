"""Money that is banked already, an edit that its deposit forbids, and a subscription that has lapsed."""

from tests.story.books import IN_STEP, needs_you
from tests.story.figures import Sold, on
from tests.story.story import Story


def november(story: Story) -> None:
    """Vera Hill's payment is in the bank, and QuickBooks wants to be paid."""
    office, sales, desk = story.office, story.office.sales, story.office.desk
    vera = sales.meet("Vera", "Hill", "vera@hill.example")
    with story.step("Vera's rockery"):
        rockery = sales.sell("Rockery", vera, Sold("Rockery", "1", "520.00"), day=on(11, 2))
    with story.step("200.00 of it are noted in HubSpot"):
        paid = sales.take(rockery, "200.00", day=on(11, 5))
    with story.step("The bookkeeper banks it; then HubSpot says it was 190.00, which a deposit forbids (E23)"):
        office.firm.bookkeeper.bank(desk.payment_id(rockery, paid))
        sales.correct(rockery, paid, "190.00")
        rockery.standing = paid.standing = needs_you("E23")
    with story.step("It was 200.00 after all: HubSpot is put back, as the remedy says"):
        sales.correct(rockery, paid, "200.00")
        rockery.standing = paid.standing = IN_STEP
    with story.step("QuickBooks' subscription has lapsed: her next invoice is refused (E13)"):
        office.firm.bookkeeper.let_subscription_lapse()
        heath = sales.sell("Heath", vera, Sold("Heath", "12", "3.50"), day=on(11, 16))
        heath.stopped(needs_you("E13"))
    with story.step("It is renewed, and the operator has what failed for it tried again: booked"):
        office.firm.bookkeeper.renew_subscription()
        office.operator.retry("--category", "E13")
        heath.carried()
        office.firm.books.touch(heath)
