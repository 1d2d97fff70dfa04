"""Business abroad."""

from decimal import Decimal

from tests.story.books import QUICKBOOKS, needs_you
from tests.story.desk import in_currency
from tests.story.figures import Sold, on
from tests.story.story import Story

_AUGUST = on(8, 3)


def august(story: Story) -> None:
    """Claire Dubois buys in euros, and once in dollars."""
    office, sales, desk = story.office, story.office.sales, story.office.desk
    claire = sales.meet("Claire", "Dubois", "claire@dubois.example", company="Jardins du Nord")
    with story.step("An invoice in euros: her customer is made in euros") as step:
        euros = sales.sell("Claire's orangery", claire, Sold("Orangery", "1", "1234.56"), day=_AUGUST, currency="EUR")
        step.then("in euros", lambda: QUICKBOOKS in euros.ids and desk.customer_of(euros)["CurrencyRef"]["value"] == "EUR")
    with story.step("She pays 1,000 EUR, noted in HubSpot"):
        sales.take(euros, "1000.00", day=on(8, 20))
    with story.step("The rest comes in euros too, received in QuickBooks"):
        desk.receive((euros, "234.56"), day=on(8, 28), ExchangeRate=Decimal("1.1"))
    with story.step("An invoice in dollars for her: a customer is in one currency for ever (E11)"):
        dollars = sales.sell("Claire's seeds", claire, Sold("Seeds", "3", "12.00"), day=_AUGUST)
        dollars.stopped(needs_you("E11", "USD"))
    with story.step("A second customer in dollars is made with her address, as the remedy says: booked there") as step:
        second = desk.enter("Jardins du Nord USD", claire.email, **in_currency("USD"))
        dollars.carried()
        office.firm.books.touch(dollars)
        step.then("in dollars", lambda: desk.customer_of(dollars)["Id"] == second.row)
    with story.step("QuickBooks bills a customer in pounds; HubSpot shows it in pounds"):
        abroad = desk.enter("Kew Ltd", "bills@kew.example", **in_currency("GBP"))
        kew = desk.bill("Kew's ferns", abroad, Sold("Ferns", "2", "45.00"), day=_AUGUST, number="Q-801", currency="GBP")
    with story.step("It is paid in pounds"):
        desk.receive((kew, "90.00"), day=on(8, 30), ExchangeRate=Decimal("1.25"))
