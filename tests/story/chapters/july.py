"""Rules are changed as the business changes."""

from typing import Any

from tests.story.books import HUBSPOT, IN_STEP, QUICKBOOKS, Bill, left_out
from tests.story.figures import Sold, on
from tests.story.story import Story

_ORDER = {"id": "PO number", "own": True, "hubspot": "hs_purchase_order_number", "quickbooks": "CustomField.1"}
_JULY = on(7, 1)


def july(story: Story) -> None:
    """Order numbers are mapped, exports paused, the summer's invoices held back and caught up."""
    _mapped(story)
    _narrowed(story)
    _switched_off(story)
    _by_hand(story)


def _mapped(story: Story) -> None:
    office, sales, operator = story.office, story.office.sales, story.office.operator
    with story.step("Bela Kiss orders under a number of his own, which nobody has mapped yet"):
        bela = sales.meet("Bela", "Kiss", "bela@kiss.example")
        first = sales.sell("Bela's first", bela, _work(), day=_JULY, hs_purchase_order_number="PO 4711")
    mapped = [*operator.rule("invoice")["mappings"], {**_ORDER, "direction": "both"}]
    with story.step("A plan shows what it would change if his order number went to QuickBooks' first custom field"):
        told, *rows = operator.plan_of("invoice", {"mappings": mapped})
        assert [row["record"] for row in rows if row["action"] == "update"] == [str(first.ref)], [told, *rows]
    with story.step("The rule is saved, and the plan applied: the first has its number there, and so has the next") as step:
        operator.save("invoice", "Buyers ask for their numbers", mappings=mapped)
        operator.apply()
        second = sales.sell("Bela's second", bela, _work(), day=_JULY, hs_purchase_order_number="PO 4712")
        office.firm.books.touch(first)
        step.then("the first's number", lambda: _order(story, first) == "PO 4711")
        step.then("the second's number", lambda: _order(story, second) == "PO 4712")


def _work() -> Sold:
    return Sold("Mowing", "4", "30.00")


def _order(story: Story, bill: Bill) -> str:
    if QUICKBOOKS not in bill.ids:
        return ""
    fields: list[dict[str, Any]] = story.office.desk.booked(bill).get("CustomField", [])
    return next((str(one.get("StringValue", "")) for one in fields if one["DefinitionId"] == "1"), "")


def _narrowed(story: Story) -> None:
    office, sales, operator = story.office, story.office.sales, story.office.operator
    with story.step("Two invoices, one for a buyer in France"):
        remy = sales.meet("Remy", "Blanc", "remy@blanc.example", country="France")
        before = sales.sell("Remy's vines", remy, _work(), day=_JULY)
    with story.step("The filter is narrowed: no invoices for France. The next one is left out, with the clause"):
        wanted = {"on": "contact", "field": "country", "operator": "is_none_of", "values": ["France"]}
        operator.save("invoice", "France has an office of its own", filters=_filters(operator.rule("invoice"), [wanted]))
        after = sales.sell("Remy's roses", remy, _work(), day=_JULY)
        after.stopped(left_out("the contact's Country"))
    with story.step("Money does not drift: the linked one is paid in HubSpot, and so in QuickBooks"):
        sales.take(before, "120.00", day=on(7, 9))
        before.standing = left_out("the contact's Country")
    version = {one["version"]: one for one in operator.history("invoice")}
    with story.step("The rule of before is restored; both are carried once somebody plans and applies that"):
        operator.restore("invoice", sorted(version)[-2], "France is ours again")
        operator.plan()
        operator.apply()
        after.carried()
        before.standing = after.standing = IN_STEP
        office.firm.books.touch(before)
        office.firm.books.touch(after)


def _filters(rule: Any, clauses: list[dict[str, Any]]) -> dict[str, Any]:
    return {**rule.get("filters", {}), "hubspot": {"groups": [{"clauses": clauses}]}}


def _switched_off(story: Story) -> None:
    sales, operator = story.office.sales, story.office.operator
    lena = sales.meet("Lena", "Holm", "lena@holm.example")
    with story.step("Invoices are switched off for the holidays: what is finalised then is not carried"):
        operator.switch("off", "invoice", "Holidays")
        held = [sales.sell(f"Lena's {name}", lena, _work(), day=_JULY) for name in ("ferns", "moss")]
        for bill in held:
            bill.stopped(left_out("switched off"))
    with story.step("On again: both are caught up, each once"):
        operator.switch("on", "invoice", "Back to work")
        for bill in held:
            bill.carried()
            story.office.firm.books.touch(bill)
        story.poll()


def _by_hand(story: Story) -> None:
    office, sales, desk, operator = story.office, story.office.sales, story.office.desk, story.office.operator
    with story.step("A trial invoice is carried"):
        trial = sales.sell("A trial", sales.meet("Otto", "Probe", "otto@probe.example"), _work(), day=_JULY)
    with story.step("Grace leaves it out by hand; what is changed in HubSpot then stays there"):
        operator.decide("leave-out", trial.ref, "Only a trial")
        trial.standing = left_out("left it out")
        office.firm.books.touch(trial)
    with story.step("It is changed in HubSpot, and QuickBooks does not follow"):
        sales.charge(trial, Sold("Mowing", "5", "30.00"))
        trial.set_total(trial.totals[HUBSPOT] - 30, QUICKBOOKS)
        story.calm()
    with story.step("It was no trial: that is taken back, and QuickBooks follows"):
        operator.decide("take-back", trial.ref, "He did buy")
        trial.set_total(trial.totals[HUBSPOT])
        trial.standing = IN_STEP
        office.firm.books.touch(trial)
    with story.step("It is unlinked, and linked again by hand"):
        operator.decide("unlink", trial.ref, "Is it the same?")
        operator.decide("link", trial.ref, "It is", "--with", f"quickbooks:invoice:{desk.booked(trial)['Id']}")
        office.firm.books.touch(trial)
