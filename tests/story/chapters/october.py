"""A second connection, where companies are the customers; a webhook that is lost; a document and an explanation."""

from tests.story.books import QUICKBOOKS, Party
from tests.story.figures import Sold, on
from tests.story.story import Story

_OCTOBER = on(10, 5)


def october(story: Story) -> None:
    """The firm opens a branch."""
    _branch(story)
    _papers(story)


def _branch(story: Story) -> None:
    branch = story.open_office("Harbour Gardens West")
    story.further.append(branch)
    sales, desk, operator = branch.sales, branch.desk, branch.operator
    with story.step("A branch with its own portal and company is connected, and started at once", branch):
        story.connect(branch, and_start=True)
    with story.step(
        "There companies are the customers: two people of a hotel order, one customer is invoiced", branch
    ) as step:
        operator.save("customer", "Hotels pay for their people", options={"customer_is": "company"})
        hotel = sales.found("Lighthouse Hotel")
        people = [sales.meet(first, "Light", f"{first.lower()}@hotel.example", employer=hotel) for first in ("Ida", "Jon")]
        bills = [sales.sell(f"{one.name}'s order", one, Sold("Palms", "2", "70.00"), day=_OCTOBER) for one in people]
        for bill in bills:
            bill.parties[QUICKBOOKS] = Party("Lighthouse Hotel", "")
        step.then("one customer", lambda: len({desk.customer_of(one)["Id"] for one in bills}) == 1)
    with story.step("One of them pays; nothing of the branch is seen in the first office", branch):
        sales.take(bills[0], "140.00", day=on(10, 12))
        assert not story.office.firm.bookkeeper.rows("Customer", "DisplayName = 'Lighthouse Hotel'")


def _papers(story: Story) -> None:
    sales, desk, operator = story.office.sales, story.office.desk, story.office.operator
    with story.step("HubSpot's webhooks are lost; the next poll finds the invoice all the same"):
        with story.webhooks_lost():
            eva = sales.meet("Eva", "Lund", "eva@lund.example")
            lost = sales.sell("Lost and found", eva, Sold("Heather", "9", "4.75"), day=_OCTOBER)
        story.poll()
    with story.step("QuickBooks' PDF of it is there for whoever asks"):
        assert operator.pdf(lost.ref).startswith(b"%PDF")
    with story.step("Why it stands as it does is explained, with every call that was made"):
        told = operator.explain(lost.ref)
        assert desk.booked(lost)["Id"] in told
        assert "calls" in told
