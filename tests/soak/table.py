"""The bundle's table as it is: how every record stands, by a full count, and what the counters say."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from counterfoil.adapters.aws.attributes import deserialize
from counterfoil.adapters.aws.outcome_items import outcome_in
from infra.local.stack import LocalStack


@dataclass(frozen=True, slots=True)
class Standing:
    """How one record stands."""

    ref: str
    kind: str
    status: str
    told: str


@dataclass(slots=True)
class Standings:
    """All of one connection; the counters are by `kind#status`, like the table's own."""

    records: list[Standing] = field(default_factory=list)
    counters: dict[str, int] = field(default_factory=dict)

    def counted(self) -> dict[str, int]:
        """A full count."""
        return dict(Counter(f"{one.kind}#{one.status}" for one in self.records))


def tallies(stack: LocalStack, connection_id: str) -> dict[str, int]:
    """The counters of a connection that are not nothing."""
    answer = stack.clients.dynamodb.query(
        TableName=stack.table_name,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": f"{connection_id}#counts"}},
        ConsistentRead=True,
    )
    counted: Counter[str] = Counter()
    for item in answer["Items"]:
        for name in item:
            sort, _, place = name.partition("#")
            if sort == "tally" and place:
                counted[f"{item['sk']['S'].partition('#')[0]}#{place.partition('#')[0]}"] += int(item[name]["N"])
    return {standing: tally for standing, tally in counted.items() if tally}


def standings(stack: LocalStack, connection_ids: list[str]) -> dict[str, Standings]:
    """How all records of each connection stand, from a walk through the whole table."""
    found = {one: Standings(counters=tallies(stack, one)) for one in connection_ids}
    for item in _items(stack):
        owner, _, ref = item["pk"].partition("#record#")
        if ref and item["sk"] == "current":
            outcome = outcome_in(item)
            told = " ".join(map(str, (outcome.category or "", outcome.explanation, outcome.vendor_text, outcome.reasons)))
            found.setdefault(owner, Standings()).records.append(Standing(ref, outcome.kind, outcome.status, told))
    return found


def _items(stack: LocalStack) -> Iterator[dict[str, Any]]:
    for page in stack.clients.dynamodb.get_paginator("scan").paginate(TableName=stack.table_name):
        for item in page["Items"]:
            yield {name: deserialize(value) for name, value in item.items()}
