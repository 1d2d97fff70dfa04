"""Deleting a connection for good, on every AWS there is: nothing of it is left, and nothing of another is gone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from functools import cache
from itertools import batched
from typing import Any

import pytest

from counterfoil.adapters.aws.changes import Put
from counterfoil.adapters.aws.erase_queue import SqsErasureQueue, decode_erasure
from counterfoil.adapters.aws.erasing import DynamoErasureStore
from counterfoil.domain.choices import Choices
from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.errors import ErrorCategory, InvalidValueError, UnknownConnectionError
from counterfoil.domain.identity import System
from counterfoil.domain.listing import Listing
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.engine.connections.delete import QUIET, Deleting, Eraser, NotConfirmedError
from counterfoil.engine.connections.disconnect import Disconnecting
from tests.builders import a_connection
from tests.contract.stores.backends import Backend, on_aws
from tests.contract.stores.grounds import Ground, simulated
from tests.contract.stores.values import made, native, outcome, reservation
from tests.fake_accounts import InMemoryAccounts

type Items = dict[tuple[str, str], Any]


@dataclass(frozen=True, slots=True)
class Place:
    """A table with two connections, and what deletes one of them."""

    ground: Ground
    backend: Backend
    queue: SqsErasureQueue
    accounts: InMemoryAccounts

    @property
    def deleting(self) -> Deleting:
        ends = Disconnecting(connections=self.backend.connections, grants=self.accounts, clock=self.backend.clock)
        return Deleting(connections=self.backend.connections, disconnecting=ends, queue=self.queue, clock=self.backend.clock)

    @property
    def eraser(self) -> Eraser:
        store = DynamoErasureStore(self.ground.clients("dynamodb"), self.ground.table_name)
        return Eraser(connections=self.backend.connections, store=store, queue=self.queue, clock=self.backend.clock)

    def woken(self) -> list[tuple[str, str]]:
        """What wakes the eraser next."""
        sqs = self.ground.clients("sqs")
        messages = sqs.receive_message(QueueUrl=self.ground.plan_queue_url, MaxNumberOfMessages=10).get("Messages", [])
        for one in messages:
            sqs.delete_message(QueueUrl=self.ground.plan_queue_url, ReceiptHandle=one["ReceiptHandle"])
        return [(found.connection_id, found.place) for found in (decode_erasure(one["Body"]) for one in messages)]

    def items(self) -> Items:
        """The whole table."""
        found = self.ground.clients("dynamodb").scan(TableName=self.ground.table_name)["Items"]
        return {(item["pk"]["S"], item["sk"]["S"]): item for item in found}

    def keys(self) -> set[tuple[str, str]]:
        """What there is in the table, without its content."""
        found = self.ground.clients("dynamodb").scan(TableName=self.ground.table_name, ProjectionExpression="pk, sk")[
            "Items"
        ]
        return {(item["pk"]["S"], item["sk"]["S"]) for item in found}

    def quiet(self) -> None:
        """Whoever was at work has ended."""
        self.backend.clock.advance(QUIET)


def furnish(ground: Ground, connection: Connection) -> None:
    """Something in every partition."""
    here, table = on_aws(ground), ground.table
    stored = here.connections.save(connection)
    for number in range(6):
        status = list(OutcomeStatus)[number % len(OutcomeStatus)]
        told = outcome(native(number), status, number, connection_id=stored.id)
        here.outcomes.record(
            [
                replace(
                    told,
                    listing=Listing(name=f"INV-{number}", amount=Decimal(number), currency="USD"),
                    category=ErrorCategory.NUMBER_TAKEN if status is OutcomeStatus.FAILING else None,
                    blockers=("connection",) if status is OutcomeStatus.FAILING else (),
                )
            ]
        )
        here.links.reserve([reservation(native(number), connection_id=stored.id)])
    here.choices.save([Choices(connection_id=stored.id, ref=made(1))])
    here.cursors.put(stored.id, "poll:hubspot", "1")
    for pk in ("tokens", "budget", "plan#1", "exports"):
        table.put(Put({"pk": f"{stored.id}#{pk}", "sk": "one"}))
    table.put(Put({"pk": f"{stored.id}-candidate#tokens", "sk": "hubspot"}))


@cache
def kept_of_two() -> tuple[Any, ...]:
    """What the stores keep of two connections, written where that is quick."""
    with simulated() as ground:
        for number in ("1", "11"):
            furnish(ground, a_connection(id=f"62515-{number}", realm_id=number, revision=0, name=f"Books {number}"))
        return tuple(item for partition in ground.clients("dynamodb").items.values() for item in partition.values())


@pytest.fixture
def place(ground: Ground) -> Place:
    for some in batched(kept_of_two(), 25, strict=False):
        puts = [{"PutRequest": {"Item": item}} for item in some]
        ground.clients("dynamodb").batch_write_item(RequestItems={ground.table_name: puts})
    queue = SqsErasureQueue(ground.clients("sqs"), ground.plan_queue_url)
    return Place(ground, on_aws(ground), queue, InMemoryAccounts())


def of(connection_id: str, items: Items) -> Items:
    """What is kept of one connection."""
    return {key: items[key] for key in keys_of(connection_id, items)}


def keys_of(connection_id: str, keys: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """The same, without its content."""
    own = (f"{connection_id}#", f"{connection_id}-candidate#")
    return {key for key in keys if key[0].startswith(own) or key[1] == connection_id}


def test_nothing_is_left_of_it_and_nothing_of_another_is_gone(place: Place) -> None:
    before = place.items()
    assert len(of("62515-1", before)) == len(of("62515-11", before)) > 20
    assert len(before) == 2 * len(of("62515-1", before))
    place.deleting.begin("62515-1", "Books 1")
    assert place.woken() == [("62515-1", "")]
    place.quiet()
    assert place.eraser.go_on("62515-1", "") == timedelta()
    assert place.items() == of("62515-11", before)
    with pytest.raises(UnknownConnectionError):
        place.backend.connections.get("62515-1")
    assert [one.id for one in place.backend.connections.every()] == ["62515-11"]
    assert place.eraser.go_on("62515-1", "") == timedelta()


def test_the_permissions_are_given_up_first(place: Place) -> None:
    place.accounts.grants.update({("62515-1", system): f"of {system}" for system in System})
    ended = place.deleting.begin("62515-1", " Books 1 ")
    assert ended.state is ConnectionState.BEING_DELETED
    assert ended.ending is not None
    assert ended.ending.open == frozenset()
    assert len(place.accounts.revoked) == 2


def test_what_is_not_confirmed_stays(place: Place) -> None:
    before = place.items()
    for typed in ("", "books 1", "Books", "Books 11"):
        with pytest.raises(NotConfirmedError, match="Books 1"):
            place.deleting.begin("62515-1", typed)
    assert (place.items(), place.woken()) == (before, [])


def test_whoever_is_at_work_is_waited_for(place: Place) -> None:
    place.deleting.begin("62515-1", "Books 1")
    kept = keys_of("62515-1", place.keys())
    place.backend.clock.advance(timedelta(minutes=10))
    assert place.eraser.go_on("62515-1", "") == QUIET - timedelta(minutes=10)
    assert keys_of("62515-1", place.keys()) == kept


def test_what_time_leaves_over_wakes_another_eraser(place: Place) -> None:
    """Each page of the table is a step; here a page has five items."""
    before = place.keys()
    place.deleting.begin("62515-1", "Books 1")
    place.quiet()
    store = DynamoErasureStore(ByPages(place.ground.clients("dynamodb")), place.ground.table_name)  # type: ignore[arg-type]
    steps = 0
    waiting = place.woken()
    while waiting:
        steps += 1
        [(connection_id, reached)] = waiting
        Eraser(connections=place.backend.connections, store=store, queue=place.queue, clock=place.backend.clock).go_on(
            connection_id, reached, lambda: True
        )
        waiting = place.woken()
    assert steps > 5
    assert place.keys() == keys_of("62515-11", before)


class ByPages:
    """DynamoDB with pages of five items."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def scan(self, **request: Any) -> Any:
        return self._client.scan(**request, Limit=5)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)


def test_nothing_is_erased_of_what_nobody_deleted(place: Place) -> None:
    before = place.keys()
    assert place.eraser.go_on("62515-1", "") == timedelta()
    assert place.keys() == before


def test_beginning_again_goes_on(place: Place) -> None:
    began = place.deleting.begin("62515-1", "Books 1")
    assert place.deleting.begin("62515-1", "Books 1") == began


def test_what_is_no_message_is_refused() -> None:
    with pytest.raises(InvalidValueError):
        decode_erasure("{}")
