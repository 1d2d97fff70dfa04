"""What every RecordSystem must do, whatever its vendor. A suite subclasses this and gives a `world`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.records.invoice import InvoiceStatus
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.write import Operation, Write
from counterfoil.engine.ports import ChangedRecord, Criterion, MatchKey, RecordSystem
from infra.sandbox.kernel.faults import FaultKind
from tests.contract.systems.world import World

NO_SUCH_ID = "987654321"


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


def _shown_invoice(world: World, payment: Write) -> tuple[Snapshot, ...]:
    invoice = payment.record.fields()["invoice"]
    found = world.system.read(EntityKind.INVOICE, [invoice])[invoice]
    assert isinstance(found, tuple)
    return found


class RecordSystemContract:
    """The contract. `creatable` are the kinds that the system can make; `marked` those on which it leaves its marker."""

    creatable: ClassVar[tuple[EntityKind, ...]]
    marked: ClassVar[frozenset[EntityKind]]

    @pytest.mark.parametrize("any_kind", EntityKind)
    def test_an_unknown_id_is_absent(self, world: World, any_kind: EntityKind) -> None:
        assert dict(world.system.read(any_kind, [NO_SUCH_ID])) == {}

    @pytest.mark.parametrize("any_kind", EntityKind)
    def test_reading_nothing_calls_nobody(self, world: World, any_kind: EntityKind) -> None:
        before = world.calls()
        assert dict(world.system.read(any_kind, [])) == {}
        assert world.calls() == before

    def test_what_was_created_is_what_is_read(self, world: World, kind: EntityKind) -> None:
        write = world.create(kind, "1")
        [snapshot] = written(world, write)
        assert world.system.read(kind, [snapshot.ref.id]) == {snapshot.ref.id: (snapshot,)}
        assert snapshot.ref.system is world.vendor
        assert snapshot.fields.keys() == write.record.fields().keys()
        assert snapshot.source == (write.source if kind in self.marked else None)

    def test_creating_again_makes_no_second_record(self, world: World, kind: EntityKind) -> None:
        write = world.create(kind, "1")
        [first] = written(world, write)
        before = every_id(world, kind)
        [second] = written(world, write)
        assert second.ref == first.ref
        assert every_id(world, kind) == before

    def test_a_bad_record_fails_alone(self, world: World, kind: EntityKind) -> None:
        good = [world.create(kind, f"{number}") for number in range(1, 36)]
        bad = world.create(kind, "666", world.bad_record(kind))
        results = world.system.write([*good[:20], bad, *good[20:]])
        refused = results[bad.key]
        assert isinstance(refused, Failure)
        assert refused.cure in {Cure.PERSON, Cure.RESOLVING}
        snapshots = [results[each.key] for each in good]
        refs = {snapshot.ref for snapshot in snapshots if isinstance(snapshot, Snapshot)}
        assert len(refs) == len(good)

    def test_a_create_without_answer_is_found_again(self, world: World, kind: EntityKind) -> None:
        write = world.create(kind, "1")
        since = world.now()
        world.plan(FaultKind.DROPPED_AFTER, world.creating)
        assert failed(world, write).cure is Cure.LOOKING
        world.advance(5)
        complete = write.key in world.system.find_written([write], since)  # if not, writing again must complete it
        found = left_behind(world, write, since) if complete else written(world, write)[0]
        assert written(world, write)[0].ref == found.ref
        assert found.fields == left_behind(world, write, since).fields

    def test_a_create_that_never_arrived_is_not_found(self, world: World, kind: EntityKind) -> None:
        write = world.create(kind, "1")
        world.plan(FaultKind.DROPPED_BEFORE, world.creating)
        assert failed(world, write).cure is Cure.LOOKING
        assert dict(world.system.find_written([write], world.now())) == {}
        written(world, write)

    def test_a_server_error_after_the_effect_is_uncertain(self, world: World, kind: EntityKind) -> None:
        world.plan(FaultKind.SERVER_ERROR_AFTER, world.creating)
        failure = failed(world, world.create(kind, "1"))
        assert (failure.category, failure.cure) == (ErrorCategory.VENDOR_UNAVAILABLE, Cure.LOOKING)

    def test_a_throttled_write_did_nothing_and_may_wait(self, world: World, kind: EntityKind) -> None:
        world.plan(FaultKind.THROTTLED, world.creating)
        failure = failed(world, world.create(kind, "1"))
        assert (failure.category, failure.cure) == (ErrorCategory.VENDOR_UNAVAILABLE, Cure.WAITING)
        assert failure.retry_after is not None

    def test_a_throttled_read_raises(self, world: World, kind: EntityKind) -> None:
        world.plan(FaultKind.THROTTLED)
        with pytest.raises(VendorError) as raised:
            world.system.read(kind, ["1"])
        assert raised.value.failure.cure is Cure.WAITING

    def test_an_update_changes_the_named_fields(self, world: World, kind: EntityKind) -> None:
        [before] = written(world, world.create(kind, "1"))
        world.advance(1)
        write = update(world, before)
        [after] = written(world, write)
        assert after.ref == before.ref
        assert after.version != before.version
        wanted = write.record.fields()
        assert {name: after.fields[name] for name in write.fields} == {name: wanted[name] for name in write.fields}
        others = after.fields.keys() - write.fields
        assert {name: after.fields[name] for name in others} == {name: before.fields[name] for name in others}

    def test_an_update_of_a_record_that_moved_on_is_refused(self, world: World, kind: EntityKind) -> None:
        [before] = written(world, world.create(kind, "1"))
        world.advance(1)
        world.someone_changes(kind, before.ref.id)
        assert failed(world, update(world, before)).cure is Cure.READING

    def test_an_update_of_a_record_that_is_gone_is_refused(self, world: World, kind: EntityKind) -> None:
        [before] = written(world, world.create(kind, "1"))
        gone = RecordRef(before.ref.system, kind, NO_SUCH_ID, before.ref.part)
        write = update(
            world,
            Snapshot(
                ref=gone,
                version=before.version,
                record=before.record,
                created_at=before.created_at,
                modified_at=before.modified_at,
            ),
        )
        assert failed(world, write).cure in {Cure.PERSON, Cure.READING, Cure.RESOLVING}

    def test_changes_are_told_once_polling_has_begun(self, world: World, kind: EntityKind) -> None:
        _, cursor = poll(world, list(EntityKind), "")
        world.advance(600)
        created = written(world, *(world.create(kind, f"{number}") for number in range(1, 6)))
        world.advance(5)
        records, cursor = poll(world, list(EntityKind), cursor)
        told = {record.ref: record.version for record in records}
        assert {snapshot.ref.whole: snapshot.version for snapshot in created}.items() <= told.items()
        world.advance(600)
        world.someone_changes(kind, created[0].ref.id)
        world.advance(5)
        records, _ = poll(world, [kind], cursor)
        assert created[0].ref.whole in {record.ref for record in records}

    def test_a_kind_that_was_not_asked_about_goes_on_from_an_older_cursor(self, world: World, kind: EntityKind) -> None:
        others = [one for one in EntityKind if one is not kind]
        _, kept = poll(world, list(EntityKind), "")
        world.advance(600)
        created = written(world, *(world.create(kind, f"{number}") for number in range(1, 4)))
        world.advance(600)
        records, cursor = poll(world, others, kept)
        assert {record.ref.kind for record in records} <= set(others)
        world.advance(600)
        _, cursor = poll(world, list(EntityKind), cursor)
        records, _ = poll(world, [kind], kept)
        assert {one.ref.whole for one in created} <= {record.ref for record in records}

    def test_a_quiet_vendor_tells_nothing(self, world: World, kind: EntityKind) -> None:
        written(world, world.create(kind, "1"))
        world.advance(600)
        _, cursor = poll(world, [kind], "")
        world.advance(600)
        records, cursor = poll(world, [kind], cursor)
        assert records == []
        world.advance(600)
        assert poll(world, [kind], cursor)[0] == []

    def test_what_a_rule_names_is_read_beside_the_fields(self, world: World, kind: EntityKind) -> None:
        filled, empty = written(world, world.create(kind, "1"), world.create(kind, "2"))
        world.fill_in(kind, filled.ref.id, "Gold")
        assert extra(world.system, filled) == {}
        system = world.reading({kind: frozenset({world.free[kind]})})
        assert extra(system, filled) == {world.free[kind]: "Gold"}
        assert extra(system, empty) == {world.free[kind]: ""}

    def test_an_answer_to_a_write_shows_what_a_rule_names(self, world: World, kind: EntityKind) -> None:
        world.system = world.reading({kind: frozenset({world.free[kind]})})
        [made] = written(world, world.create(kind, "1"))
        assert made.extra == {world.free[kind]: ""}

    def test_people_are_led_to_each_record_or_nowhere(self, world: World) -> None:
        addresses = {kind: world.system.address(RecordRef(world.vendor, kind, NO_SUCH_ID)) for kind in EntityKind}
        assert all(one.startswith("https://") and NO_SUCH_ID in one for one in addresses.values() if one)
        assert addresses[EntityKind.INVOICE]
        assert addresses[EntityKind.CUSTOMER]

    def test_pages_show_every_record_once(self, world: World, kind: EntityKind) -> None:
        created = written(world, *(world.create(kind, f"{number}") for number in range(1, 6)))
        ids = every_id(world, kind)
        assert len(ids) == len(set(ids))
        assert {snapshot.ref.id for snapshot in created} <= set(ids)

    def test_more_money_than_is_owed_is_taken(self, world: World) -> None:
        """HubSpot shows all of it; QuickBooks puts what is open to the invoice and keeps the rest as the customer's."""
        [paid] = written(world, world.create(EntityKind.PAYMENT, "150000"))
        in_quickbooks = paid.ref.system is System.QUICKBOOKS
        whole = {"amount": "150000", "unapplied": ""}
        put, kept = {"amount": "100000", "unapplied": "50000"}, {"amount": "0", "unapplied": "7"}
        assert {name: paid.fields[name] for name in whole} == (put if in_quickbooks else whole)
        again = world.create(EntityKind.PAYMENT, "7")
        [more] = written(world, again)
        assert {name: more.fields[name] for name in kept} == (kept if in_quickbooks else {"amount": "7", "unapplied": ""})
        assert bool(more.ref.part) is in_quickbooks
        [invoice] = _shown_invoice(world, again)
        assert invoice.fields["status"] == InvoiceStatus.PAID
        assert Decimal(invoice.fields["balance"]) == 0

    def test_a_customer_is_found_by_e_mail_whatever_its_case(self, world: World) -> None:
        [snapshot] = written(world, world.create(EntityKind.CUSTOMER, "1"))
        email: str = snapshot.fields["email"]
        there, nobody = Criterion(MatchKey.EMAIL, email.upper()), Criterion(MatchKey.EMAIL, "nobody@example.com")
        assert world.system.find(EntityKind.CUSTOMER, [there, nobody]) == {there: (snapshot,), nobody: ()}

    def test_a_customer_is_found_by_name(self, world: World) -> None:
        [snapshot] = written(world, world.create(EntityKind.CUSTOMER, "1"))
        there, nobody = Criterion(MatchKey.NAME, snapshot.fields["display_name"]), Criterion(MatchKey.NAME, "Nobody Else")
        assert world.system.find(EntityKind.CUSTOMER, [there, nobody]) == {there: (snapshot,), nobody: ()}

    def test_a_product_is_found_by_sku_and_by_name(self, world: World) -> None:
        [snapshot] = written(world, world.create(EntityKind.PRODUCT, "1"))
        by_sku = Criterion(MatchKey.SKU, snapshot.fields["sku"])
        by_name = Criterion(MatchKey.NAME, snapshot.fields["name"])
        nothing = Criterion(MatchKey.SKU, "NO-SUCH-SKU")
        found = world.system.find(EntityKind.PRODUCT, [by_sku, by_name, nothing])
        assert found == {by_sku: (snapshot,), by_name: (snapshot,), nothing: ()}

    def test_a_hundred_values_are_looked_for_at_once(self, world: World) -> None:
        snapshots = written(world, *(world.create(EntityKind.CUSTOMER, f"{number}") for number in range(1, 31)))
        criteria = [Criterion(MatchKey.EMAIL, snapshot.fields["email"]) for snapshot in snapshots]
        criteria += [Criterion(MatchKey.EMAIL, f"nobody{number}@example.com") for number in range(70)]
        found = world.system.find(EntityKind.CUSTOMER, criteria)
        assert [found[each] for each in criteria] == [*((snapshot,) for snapshot in snapshots), *[()] * 70]
