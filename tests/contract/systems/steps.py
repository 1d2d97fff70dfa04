"""What the tests of a RecordSystem do again and again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.write import Operation, Write
from counterfoil.engine.ports import ChangedRecord, RecordSystem
from tests.contract.systems.world import World


def written(world: World, *writes: Write) -> list[Snapshot]:
    """Carry out writes that must all succeed; their snapshots in order."""
    results = world.system.write(writes)
    snapshots = [results[each.key] for each in writes]
    for snapshot in snapshots:
        assert isinstance(snapshot, Snapshot), snapshot
    return [snapshot for snapshot in snapshots if isinstance(snapshot, Snapshot)]


def failed(world: World, write: Write) -> Failure:
    """Carry out one write that must fail; its failure."""
    failure = world.system.write([write])[write.key]
    assert isinstance(failure, Failure), failure
    return failure


def left_behind(world: World, write: Write, since: datetime) -> Snapshot:
    """The record that an earlier try of a create has left, which must be found."""
    found = world.system.find_written([write], since)[write.key]
    assert isinstance(found, Snapshot), found
    return found


def change(before: Snapshot, operation: Operation, **fields: object) -> Write:
    """The write that gives these fields of a record, as it was shown, other values."""
    system, kind = before.ref.system, before.ref.kind
    return Write(
        key=f"{operation}-{before.ref.id}-{before.version}",
        operation=operation,
        system=system,
        kind=kind,
        source=RecordRef(system.other, kind, "1"),
        record=replace(before.record, **fields),  # type: ignore[arg-type]
        target=before.ref,
        version=before.version,
        fields=frozenset(fields),
    )


def update(world: World, before: Snapshot) -> Write:
    """The write that changes something in a record as it was shown."""
    record, fields = world.changed_record(before.record)
    return Write(
        key=f"update-{before.ref.id}-{before.version}",
        operation=Operation.UPDATE,
        system=world.vendor,
        kind=before.ref.kind,
        source=RecordRef(world.vendor.other, before.ref.kind, "900"),
        record=record,
        target=before.ref,
        version=before.version,
        fields=fields,
    )


def extra(system: RecordSystem, before: Snapshot) -> Mapping[str, str]:
    """What is read of a record beside its fields."""
    found = system.read(before.ref.kind, [before.ref.id])[before.ref.id]
    assert isinstance(found, tuple), found
    return found[0].extra


def poll(world: World, kinds: Sequence[EntityKind], cursor: str) -> tuple[list[ChangedRecord], str]:
    """Poll until there is no more; every record told, and the cursor for the next time."""
    records: list[ChangedRecord] = []
    for _ in range(200):
        page = world.system.changed_since(kinds, cursor, world.now())
        records += page.records
        cursor = page.cursor
        if not page.more:
            return records, cursor
    raise AssertionError("polling never came to an end")


def every_id(world: World, kind: EntityKind) -> list[str]:
    """The ids of all records of a kind, in the order of the pages."""
    ids: list[str] = []
    cursor, more = "", True
    while more:
        page = world.system.page(kind, cursor)
        ids += [record.ref.id for record in page.records]
        cursor, more = page.cursor, page.more
    return ids
