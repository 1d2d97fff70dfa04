"""Events are cut into messages: one connection, one kind, at most a hundred records, each record once."""

from datetime import timedelta

from counterfoil.domain.change import LARGEST_BATCH, ChangeEvent
from counterfoil.domain.identity import EntityKind
from counterfoil.engine.hints.batches import in_batches
from tests.builders import NOON, hubspot


def event(number: int, identity: str, kind: EntityKind = EntityKind.INVOICE, seconds: int = 0) -> ChangeEvent:
    return ChangeEvent(hubspot(kind, str(number)), NOON + timedelta(seconds=seconds), identity)


def test_nothing_becomes_nothing() -> None:
    assert in_batches("c", []) == []


def test_a_full_batch_and_the_rest() -> None:
    batches = in_batches("c", (event(number, f"e{number}") for number in range(LARGEST_BATCH + 1)))
    assert [len(batch.events) for batch in batches] == [LARGEST_BATCH, 1]
    assert {batch.connection_id for batch in batches} == {"c"}


def test_kinds_never_share_a_batch() -> None:
    mixed = [event(1, "a", EntityKind.PAYMENT), event(1, "b"), event(2, "c", EntityKind.PAYMENT)]
    batches = in_batches("c", mixed)
    assert [(batch.kind, [one.ref.id for one in batch.events]) for batch in batches] == [
        (EntityKind.INVOICE, ["1"]),
        (EntityKind.PAYMENT, ["1", "2"]),
    ]


def test_events_of_one_record_become_one_whatever_their_order() -> None:
    told = [event(1, "a", seconds=5), event(1, "b", seconds=9), event(1, "c")]
    ((one,), (other,)) = (in_batches("c", some)[0].events for some in (told, told[::-1]))
    assert one == other
    assert one.occurred_at == NOON + timedelta(seconds=9)
    assert one.identity not in {"a", "b", "c"}
