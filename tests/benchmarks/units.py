"""What DynamoDB counts for an invoice, however many links there are already, and that everything is found by its key."""

from tests.benchmarks.arriving import Shop
from tests.benchmarks.metering import Metered, metered
from tests.simulation.aws.dynamodb import FakeDynamoDB

_FILLING = {"S": "x" * 700}
"""Of an item that is only there."""


def of_invoices(shop: Shop, many: int, *, at_once: bool) -> Metered:
    """What so many invoices cost, which arrive at once or one by one, until both vendors have told of them."""
    drafts = shop.drafts(many)
    with metered(shop.world.house) as found:
        shop.sell(drafts, at_once=at_once)
    return found


def fill(shop: Shop, links: int) -> None:
    """As many links of other invoices as a connection has after years, each with its pointer and its outcome."""
    table, (party,) = shop.world.house.table, shop.world.parties
    for number in range(links):
        for name, sort in (("link", "part#"), ("link", "part#"), ("record", "current")):
            system = "hubspot" if name == "link" else "quickbooks"
            _store(table, f"{party.connection.id}#{name}#{system}:invoice:9{number:09}", sort)


def _store(table: FakeDynamoDB, pk: str, sk: str) -> None:
    table.items[pk][sk] = {"pk": {"S": pk}, "sk": {"S": sk}, "filling": _FILLING}
