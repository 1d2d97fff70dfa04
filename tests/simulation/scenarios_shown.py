"""Scenarios of invoices that people write in QuickBooks, and of the firms that they are for."""

from collections.abc import Callable
from decimal import Decimal

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules import CustomerOptions, Direction
from tests.simulation.scenario import Scenario, let_customers_be, rule_both_ways, telephone_corrected
from tests.simulation.world import World


def _both_ways(world: World) -> None:
    """Invoices go both ways."""
    rule_both_ways(world, EntityKind.INVOICE)
    world.parties[0].account.invoices = Direction.BOTH


def _billed(world: World) -> None:
    _both_ways(world)
    world.parties[0].person.biller.bill()


def _two_billed(world: World) -> None:
    for _ in range(2):
        world.parties[0].person.biller.bill()


def _paid_where_it_was_billed(world: World) -> None:
    world.parties[0].person.pay_in_quickbooks()


def _billed_and_paid(world: World) -> None:
    _billed(world)
    world.settle()
    _paid_where_it_was_billed(world)


def _payment_is_a_mistake(world: World) -> None:
    world.parties[0].person.bookkeeper.delete_a_payment()


def _discounted(amount: int) -> Callable[[World], object]:
    """Something is taken off the invoices that were written in QuickBooks."""

    def act(world: World) -> None:
        account = world.parties[0].account
        for row in account.rows("Invoice"):
            sold_lines = [dict(line) for line in row["Line"] if line["DetailType"] == "SalesItemLineDetail"]
            discount = {"Amount": Decimal(amount), "DetailType": "DiscountLineDetail"}
            line = discount | {"DiscountLineDetail": {"PercentBased": False}}
            account.bookkeeper.change("Invoice", row["Id"], Line=[*sold_lines, line])

    return act


def _billed_with_discount(world: World) -> None:
    _billed(world)
    _discounted(2)(world)


def _firms_both_ways(world: World) -> None:
    """Companies are customers, and customers and invoices go both ways."""
    let_customers_be(world, CustomerOptions(customer_is="company"))
    rule_both_ways(world, EntityKind.CUSTOMER)
    _both_ways(world)


def _firm_billed(world: World) -> None:
    world.parties[0].person.biller.bill_a_firm()


def _firm_billed_before(world: World) -> None:
    _firms_both_ways(world)
    _firm_billed(world)


def _firm_pays(world: World) -> None:
    world.parties[0].person.pay_in_quickbooks()


def _firm_moves(world: World) -> None:
    world.parties[0].person.biller.bill_another_firm()


SHOWN = (
    Scenario("invoices of QuickBooks shown", _two_billed, _both_ways),
    Scenario("shown invoice edited", lambda world: world.parties[0].person.biller.change_the_lines(), _billed),
    Scenario("shown invoice for somebody new", lambda world: world.parties[0].person.biller.bill_a_stranger(), _billed),
    Scenario("shown invoice paid", _paid_where_it_was_billed, _billed),
    Scenario("shown invoice void", lambda world: world.parties[0].person.bookkeeper.void_an_invoice(), _billed),
    Scenario("shown invoice's discount changed", _discounted(3), _billed_with_discount),
    Scenario("a firm is billed in QuickBooks", _firm_billed, _firms_both_ways),
    Scenario("a firm pays in QuickBooks", _firm_pays, _firm_billed_before),
    Scenario("a firm's invoice is for another firm", _firm_moves, _firm_billed_before),
    Scenario("a firm's telephone corrected", telephone_corrected, _firm_billed_before),
    Scenario("shown invoice numbered anew", lambda world: world.parties[0].person.biller.renumber(), _billed),
    Scenario("shown invoice deleted", lambda world: world.parties[0].person.bookkeeper.delete_an_invoice(), _billed),
    Scenario("shown invoice paid by mistake", _payment_is_a_mistake, _billed_and_paid),
    Scenario("shown invoice void in HubSpot", lambda world: world.parties[0].person.void(), _billed),
)
"""What HubSpot shows of QuickBooks."""
