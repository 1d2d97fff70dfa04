"""The books are closed, opened once more, and closed for good."""

from tests.story.books import needs_you
from tests.story.figures import Sold, on
from tests.story.story import Story

_CARRIED = {"create", "update", "void", "link", "close"}


def december(story: Story) -> None:
    """Ends with one invoice that came too late, and says so."""
    office, sales, operator = story.office, story.office.sales, story.office.operator
    ludo = sales.meet("Ludo", "Frost", "ludo@frost.example")
    with story.step("The books are closed to the end of November, which the next poll sees") as step:
        story.close_books(on(11, 30))
        step.then("the day", lambda: "30 Nov 2026" in operator.checks("--kept"))
    with story.step("An invoice of that month is refused, and the day is named (E7)"):
        late = sales.sell("Ludo's late invoice", ludo, Sold("Wreaths", "6", "14.00"), day=on(11, 20))
        late.stopped(needs_you("E7", "30 Nov 2026"))
    with story.step("The books are opened again, as the remedy says, and what failed for it is tried again: booked"):
        office.firm.bookkeeper.close_books(on(10, 31).isoformat())
        late.carried()
        office.firm.books.touch(late)
    with story.step("An invoice of December is booked"):
        sales.sell("Ludo's tree", ludo, Sold("Tree", "1", "95.00"), day=on(12, 15))
    with story.step("The year is closed") as step:
        story.close_books(on(12, 31))
        step.then("the day", lambda: "31 Dec 2026" in operator.checks("--kept"))
    with story.step("One more invoice of December comes too late, and stays so (E7)"):
        last = sales.sell("Too late", ludo, Sold("Candles", "2", "8.00"), day=on(12, 30))
        last.stopped(needs_you("E7", "31 Dec 2026"))
    with story.step("The night's compare finds nothing that anybody has missed"):
        before = _invoices(story)
        story.stack.invoke("Reconciler", {})
        story.calm()
        assert _invoices(story) == before
    with story.step("A last plan has nothing left to carry but the invoice that came too late"):
        told, *rows = operator.plan()
        assert [row["record"] for row in rows if row["action"] in _CARRIED] == [str(last.ref)], [told, *rows]


def _invoices(story: Story) -> tuple[int, int]:
    firm = story.office.firm
    return len(list(firm.portal.every("invoices", ()))), len(firm.bookkeeper.rows("Invoice"))
