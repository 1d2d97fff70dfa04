"""What DynamoDB holds and takes at once is bounded in bytes as well as in numbers."""

import json
from dataclasses import replace
from decimal import Decimal
from random import Random
from string import ascii_letters, digits
from typing import Any

import pytest

from counterfoil.adapters.aws.changes import Put
from counterfoil.adapters.aws.links import DynamoLinkStore
from counterfoil.adapters.aws.outcomes import DynamoOutcomeStore
from counterfoil.adapters.aws.sizes import LARGEST_ITEM, size_of
from counterfoil.adapters.aws.table import Table
from counterfoil.domain.errors import TooLargeError
from counterfoil.domain.identity import System
from counterfoil.domain.link import Agreement, Link
from counterfoil.domain.outcome import OutcomeStatus
from tests.contract.stores.grounds import Ground
from tests.contract.stores.values import CONNECTION, made, native, outcome, reservation
from tests.unit.aws.scripts import Script

LARGEST_TRANSACTION = 4 * 1024 * 1024


class Watched:
    """The ground's table, and how many bytes each transaction carried."""

    def __init__(self, ground: Ground) -> None:
        client = ground.clients("dynamodb")
        self._script = Script(client, "TransactWriteItems")
        self.table = Table(client, client.list_tables()["TableNames"][0])

    @property
    def sizes(self) -> list[int]:
        return [
            len(json.dumps(request, ensure_ascii=False, default=bytes.hex).encode()) for request in self._script.requests
        ]


def commented(number: int, comment: str) -> Link:
    """A reservation that keeps what HubSpot showed, which cannot be packed by much more than a quarter."""
    return replace(reservation(native(number)), agreements={System.HUBSPOT: Agreement("v1", {"memo": comment})})


def noise(length: int) -> str:
    """Letters and digits by chance, always the same."""
    return "".join(Random(1).choices(ascii_letters + digits, k=length))


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ("", 0),
        ("abc", 3),
        (b"abc", 3),
        ("äöü€", 9),
        (None, 1),
        (True, 1),
        (0, 2),
        (Decimal("123.45"), 4),
        ([], 3),
        (["ab", "c"], 8),
        ({"name": "ab"}, 10),
        ({"a": {"b": ["c"]}}, 15),
    ],
)
def test_a_value_is_as_large_as_dynamodb_counts_it(value: Any, size: int) -> None:
    assert size_of(value) == size


def test_a_hundred_pairs_with_long_comments_are_linked(ground: Ground) -> None:
    watched = Watched(ground)
    links = DynamoLinkStore(watched.table)

    reserved = links.reserve(
        [
            replace(commented(number, noise(64_000)), refs={ref.system: ref for ref in (native(number), made(number))})
            for number in range(100)
        ]
    )

    assert all(reserved)
    assert len(links.find(CONNECTION, [native(number) for number in range(100)])) == 100
    assert len(watched.sizes) > 1
    assert max(watched.sizes) < LARGEST_TRANSACTION


def test_outcomes_with_long_texts_are_recorded(ground: Ground) -> None:
    watched = Watched(ground)
    long = [replace(outcome(native(number), OutcomeStatus.FAILING, 1), vendor_text="x" * 80_000) for number in range(40)]

    DynamoOutcomeStore(watched.table).record(long)

    assert len(DynamoOutcomeStore(watched.table).latest(CONNECTION, [one.ref for one in long])) == 40
    assert max(watched.sizes) < LARGEST_TRANSACTION


def test_what_no_table_holds_is_named_before_anything_is_stored(ground: Ground) -> None:
    watched = Watched(ground)
    links = DynamoLinkStore(watched.table)

    with pytest.raises(TooLargeError, match=r"hubspot:invoice:1.* bytes") as raised:
        links.reserve([commented(0, ""), commented(1, noise(2 * LARGEST_ITEM)), commented(2, "")])

    assert "xxx" not in str(raised.value)
    assert links.find(CONNECTION, [native(number) for number in range(3)]) == {}
    assert links.reserve([commented(0, ""), commented(2, "")]).count(None) == 0


def test_a_single_item_that_is_too_large_is_named_as_well(ground: Ground) -> None:
    with pytest.raises(TooLargeError, match="p/s"):
        ground.table.put(Put({"pk": "p", "sk": "s", "text": "x" * LARGEST_ITEM}))
