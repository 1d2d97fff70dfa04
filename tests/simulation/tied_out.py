"""What the night says of both ledgers once everything is quiet: what is in them, and nothing unexplained."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from counterfoil.domain.ledgers import Ledgers, Slip, Total
from tests.simulation.view import View

_BALANCES = {True: "counterfoil_quickbooks_balance", False: "hs_balance_due"}
"""Where the balance is, by whether QuickBooks' invoice is shown."""
Totals = Mapping[str, Total]


def the_ledgers_tie_out(view: View) -> Iterator[str]:
    """Both totals are what the vendors hold, by currency, and every difference has a cause."""
    if not view.world.compared:
        return
    found = _compared_now(view)
    for gap in found.unexplained:
        yield f"{gap.number} is open over {gap.hubspot} in HubSpot, {gap.quickbooks} in QuickBooks, and nothing explains it"
    for slip in found.slips:
        yield from _adds_up(slip)
    shown = {slip.currency: slip.hubspot for slip in found.slips if slip.hubspot.records}
    booked = {slip.currency: slip.quickbooks for slip in found.slips if slip.quickbooks.records}
    if (shown, booked) != (_hubspot(view), _quickbooks(view)):
        yield f"the ledgers are said to hold {shown}, {booked}; they hold {_hubspot(view)}, {_quickbooks(view)}"


def _compared_now(view: View) -> Ledgers:
    """Compared once more, for the last night's work may have changed what it found."""
    operator = view.world.house.operator
    connection = operator.connections.get(view.party.connection.id)
    found = operator.tie_out.go_on(connection, operator.open_systems(connection), lambda: False)
    assert found
    return found


def _adds_up(slip: Slip) -> Iterator[str]:
    explained = sum((one.total.amount for one in slip.explained), Decimal(0))
    if explained != slip.quickbooks.amount - slip.hubspot.amount:
        yield f"the causes come to {explained} of {slip}"


def _hubspot(view: View) -> Totals:
    """What is open in the portal."""
    shown = [one for one in view.ledgers.every_invoice.values() if one["hs_invoice_status"] == "open"]
    return _totals((one["hs_currency"], _balance(one)) for one in shown)


def _balance(invoice: Mapping[str, str]) -> str:
    """HubSpot's own stands until QuickBooks' balance was shown."""
    return invoice[_BALANCES[bool(invoice["counterfoil_source"])]] or invoice["hs_balance_due"]


def _quickbooks(view: View) -> Totals:
    return _totals((row["CurrencyRef"]["value"], row["Balance"]) for row in view.ledgers.booked_invoices)


def _totals(owed: Iterable[tuple[str, object]]) -> Totals:
    totals: dict[str, Total] = {}
    for currency, balance in owed:
        if (amount := Decimal(str(balance or 0))) > 0:
            totals[currency] = totals.get(currency, Total()).plus(amount)
    return totals
