"""Both accounts are connected; what another app left is seen in a plan before anything is written."""

from counterfoil.domain.identity import EntityKind
from infra.sandbox.people.bookkeeper import sold
from tests.story.books import QUICKBOOKS, Bill
from tests.story.commands import CommandRefusedError, Operator
from tests.story.desk import in_currency
from tests.story.figures import Sold, on
from tests.story.story import Story

_PRODUCTS = (("Hours", "HRS", "65.00"), ("Rose bush", "ROSE", "19.95"), ("Fountain pump", "PUMP", "129.00"))
_EMBEDDED = {"groups": [{"clauses": [{"on": "company", "field": "country", "operator": "is_any_of", "values": ["US"]}]}]}


def january(story: Story) -> None:
    """From two accounts that know nothing of each other to a connection that is switched on."""
    office, operator, firm = story.office, story.office.operator, story.office.firm
    with story.webhooks_lost():  # nobody is connected yet
        bill = _before(story)
    firm.books.take_touched()
    with story.step("The operator connects HubSpot and QuickBooks"):
        story.connect(office)
    with story.step("The pre-flight checks find nothing that has to be mended"):
        assert "MUST BE MENDED" not in operator.checks()
    with story.step("A rule file with mistakes is refused, with the place of each"):
        assert "direction" in refused(operator, direction="sideways")
    with story.step("Customers are to go both ways, and QuickBooks' invoices to HubSpot as well"):
        operator.save("customer", "Both teams meet customers", direction="both")
        assert operator.rule("customer")["direction"] == "both"
    before = story.writes()
    with story.step("A draft that lets only American companies through is planned, and put away"):
        operator.save("invoice", "Shall we sell at home only?", "--draft", filters={"hubspot": _EMBEDDED})
        planned = operator.plan_of("invoice", {"filters": {"hubspot": _EMBEDDED}})
        assert planned[0]["state"] == "planned"
        assert [one["current"] for one in operator.history("invoice")] == [False, True]
    with story.step("The plan links what is there: a customer, a product, an invoice, its payment; nothing is written"):
        told, *rows = operator.plan()
        counts = {(one["kind"], one["action"]): one["count"] for one in told["counts"]}
        linked = {kind: counts.get((kind, "link"), 0) for kind in EntityKind}
        assert linked == dict.fromkeys(EntityKind, 1), [told, *rows]
        assert story.writes() == before
    with story.step("The plan is applied, which switches the connection on: nothing is there twice") as step:
        operator.apply()
        firm.books.touch(bill)
        step.then("two products are new in HubSpot", lambda: len(list(firm.portal.every("products", ()))) == 3)
        step.then("one contact, one customer", lambda: _customers(story) == (1, 1))


def _before(story: Story) -> Bill:
    """What both accounts hold already: products, a customer, and what another app has carried."""
    office, sales, desk = story.office, story.office.sales, story.office.desk
    for name, sku, price in _PRODUCTS:
        office.firm.bookkeeper.add_item(name, Sku=sku, UnitPrice=price)
    office.firm.portal.create("products", {"name": "Rose bush", "hs_sku": "ROSE", "price": "19.95"})
    ada = sales.meet("Ada", "Byron", "ada@byron.example")
    ada.row = desk.enter("Ada Byron", "ada@byron.example").row
    bill = sales.sell("Last year's hedge", ada, Sold("Hedge cut", "3", "80.00"), day=on(1, 5))
    sales.take(bill, "100.00", day=on(1, 6), reference="cheque 11")
    _also_in_quickbooks(story, bill)
    return bill


def _also_in_quickbooks(story: Story, bill: Bill) -> None:
    """What another app has carried: the same number, customer, total and payment."""
    firm, desk, amount = story.office.firm, story.office.desk, bill.totals[QUICKBOOKS]
    line = sold(desk.item("Hours")["Id"], amount)
    usual = {"TxnDate": on(1, 5).isoformat(), **in_currency("USD")}
    made = firm.bookkeeper.write_invoice(bill.party.row, line, DocNumber=bill.number, **usual)
    bill.ids[QUICKBOOKS] = made["Id"]
    part = (made["Id"], bill.settled[0].amount)
    firm.bookkeeper.receive_payment(bill.party.row, part, PaymentRefNum="cheque 11", **usual)


def _customers(story: Story) -> tuple[int, int]:
    firm = story.office.firm
    return len(list(firm.portal.every("contacts", ()))), len(firm.bookkeeper.rows("Customer"))


def refused(operator: Operator, **changed: object) -> str:
    """What is said about a rule for invoices that is wrong. Raises AssertionError when it is taken."""
    try:
        operator.save("invoice", "A mistake", **changed)
    except CommandRefusedError as error:
        return str(error)
    raise AssertionError("a wrong rule was taken")
