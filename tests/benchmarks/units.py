"""What DynamoDB counts for an invoice, however many links there are already, and that everything is found by its key."""

from collections.abc import Iterable, Mapping
from typing import Any

from tests.benchmarks.arriving import Shop
from tests.benchmarks.metering import Metered, metered
from tests.simulation.aws.dynamodb import FakeDynamoDB

_OF_A_LINK = {"part#", "current"}
"""The link and what points to it, and how the record stands, as the indexes show it."""

Item = dict[str, Any]


def of_invoices(shop: Shop, many: int, *, at_once: bool) -> Metered:
    """What so many invoices cost, which arrive at once or one by one, until both vendors have told of them."""
    drafts = shop.drafts(many)
    with metered(shop.world.house) as found:
        shop.sell(drafts, at_once=at_once)
    return found


def fill(shop: Shop, links: int) -> None:
    """As many links of other invoices as a connection has after years: of each what is kept of one that is carried."""
    table = shop.world.house.table
    pointer = next(item for item in _all(table) if item.get("link_at", {"S": ""})["S"].startswith("hubspot:invoice:"))
    pair = pointer["link_at"]["S"], pointer["pk"]["S"].rpartition("#")[2]
    kept = [item for item in _all(table) if item["pk"]["S"].endswith(pair) and item["sk"]["S"] in _OF_A_LINK]
    for number in range(links):
        for item in kept:
            other = {name: _of_another(value, pair, f"9{number:09}") for name, value in item.items()}
            table.items[other["pk"]["S"]][other["sk"]["S"]] = other


def _all(table: FakeDynamoDB) -> list[Item]:
    return [item for items in table.items.values() for item in items.values()]


def _of_another(value: Mapping[str, Any], pair: Iterable[str], record_id: str) -> Mapping[str, Any]:
    """The same of another pair of records, of this id."""
    if "S" not in value:
        return value
    text = value["S"]
    for ref in pair:
        text = text.replace(ref, f"{ref.rpartition(':')[0]}:{record_id}")
    return {"S": text}
