"""Outcomes as items of the table: how each is kept, where, and under which keys the indexes find it."""

from dataclasses import replace
from datetime import timedelta

from counterfoil.adapters.aws.items import EVERYTHING, Body, Item, Key, stamp
from counterfoil.adapters.aws.sizes import size_of
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.listing import sought
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome, as_listed

CURRENT = "current"
ACTIVITY = "activity#"
SOUGHT = ("name", "detail")
"""What of a listing is looked up, each by an index of its own."""

_OPEN = {OutcomeStatus.FAILING, OutcomeStatus.WAITING}
_TEXTS = ("label", "reasons", "remarks", "explanation", "candidates", "versions")
_BODY = Body(SyncOutcome, sparse=EVERYTHING, texts=_TEXTS)


def outcome_in(item: Item) -> SyncOutcome:
    """The outcome that is kept in `item`."""
    return _BODY.load(item["body"])


def item_of(key: Key, item_type: str, outcome: SyncOutcome) -> Item:
    """`item_type` and `status` are what the stream of failing records is filtered by."""
    body = _BODY.pack(outcome)
    return {"pk": key[0], "sk": key[1], "item_type": item_type, "status": str(outcome.status), "body": body}


def activity_of(outcome: SyncOutcome, keep: timedelta) -> Item:
    """What happened to a record then, which is looked at by its key only."""
    (pk, sk), body = activity_key(outcome), _BODY.pack(replace(outcome, showing=None))
    return {"pk": pk, "sk": sk, "item_type": "activity", "body": body, "expires_at": expiry(outcome, keep)}


def payment_key(outcome: SyncOutcome) -> Key | None:
    """Where a payment is kept beside the others of its invoice; None where it pays none."""
    if outcome.paying is None:
        return None
    return payments_partition(outcome.connection_id, outcome.paying.invoice), str(outcome.ref)


def payment_of(key: Key, outcome: SyncOutcome) -> Item:
    """What the page of an invoice shows of one of its payments."""
    return {"pk": key[0], "sk": key[1], "item_type": "payment", "body": _BODY.pack(as_listed(outcome))}


def size_when_recorded(outcome: SyncOutcome) -> int:
    """Its bytes."""
    listed = size_of(_BODY.pack(as_listed(outcome))) if outcome.paying else 0
    return size_of(_BODY.pack(outcome)) + listed


def indexed(outcome: SyncOutcome) -> Item:
    """The keys of the indexes.

    Only a record that waits for its next try is ever due, only one that fails or waits has a category, and only what has a
    name is found by it. What fails or waits is also found beside all such of its kind, what fails beside all that fail.
    """
    partition = status_partition(outcome.connection_id, outcome.kind, outcome.status)
    place = place_in_time(outcome)
    keys: Item = {"status_pk": partition, "status_sk": place}
    names = {f"{name}_sk": text for name in SOUGHT if (text := sought(getattr(outcome.listing, name)))}
    if names:
        keys |= {"sought_pk": sought_partition(outcome.connection_id, outcome.kind), **names}
    if outcome.status in _OPEN:
        keys["open_pk"] = open_partition(outcome.connection_id, outcome.kind)
    if outcome.status is OutcomeStatus.FAILING:
        keys["failing_pk"] = failing_partition(outcome.connection_id)
    if outcome.category:
        keys |= {"category_pk": category_partition(partition, outcome.category), "category_sk": place}
    if outcome.due_place:
        keys |= {"due_pk": due_partition(outcome.connection_id), "due_sk": outcome.due_place}
    return keys


def place_in_time(outcome: SyncOutcome) -> str:
    """Where a record stands among others that stand so."""
    return f"{stamp(outcome.at)}#{outcome.ref}"


def page_start(connection_id: str, names: tuple[str, str], partition: str, after: str) -> Item:
    """The keys of the item that stood last on a page; `names` are those of the index. Raises ValueError when `after` names
    none.
    """
    ref = RecordRef.parse(after.partition("#")[2])
    return {"pk": record_partition(connection_id, ref), "sk": CURRENT, names[0]: partition, names[1]: after}


def current_key(outcome: SyncOutcome) -> Key:
    """Where it is kept how a record stands."""
    return record_partition(outcome.connection_id, outcome.ref), CURRENT


def activity_key(outcome: SyncOutcome) -> Key:
    """Where it is kept what happened to a record."""
    return record_partition(outcome.connection_id, outcome.ref), f"{ACTIVITY}{stamp(outcome.at)}"


def record_partition(connection_id: str, ref: RecordRef) -> str:
    """All that is kept of one record."""
    return f"{connection_id}#record#{ref}"


def blocked_partition(connection_id: str) -> str:
    """What blocks which records."""
    return f"{connection_id}#blocked"


def payments_partition(connection_id: str, invoice: RecordRef) -> str:
    """The payments of one invoice."""
    return f"{connection_id}#payments#{invoice}"


def status_partition(connection_id: str, kind: EntityKind, status: OutcomeStatus) -> str:
    """The records of a kind that stand so."""
    return f"{connection_id}#{kind}#{status}"


def category_partition(partition: str, category: ErrorCategory) -> str:
    """Those of them that stand so for one category."""
    return f"{partition}#{category}"


def sought_partition(connection_id: str, kind: EntityKind) -> str:
    """The records of a kind, by what people look them up by."""
    return f"{connection_id}#{kind}"


def open_partition(connection_id: str, kind: EntityKind) -> str:
    """The records of a kind that fail or wait; those of earlier versions also what was left out then."""
    return f"{connection_id}#{kind}#open"


def failing_partition(connection_id: str) -> str:
    """The records of every kind that need a person."""
    return f"{connection_id}#failing"


def due_partition(connection_id: str) -> str:
    """The records that are tried again."""
    return f"{connection_id}#due"


def expiry(outcome: SyncOutcome, keep: timedelta) -> int:
    """When what happened then may be forgotten, as DynamoDB counts time."""
    return int((outcome.at + keep).timestamp())
