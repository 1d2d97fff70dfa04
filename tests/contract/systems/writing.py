"""How every RecordSystem makes and changes records, and finds again what a lost answer left."""

from decimal import Decimal
from typing import ClassVar

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.records.invoice import InvoiceStatus
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.write import Write
from infra.sandbox.kernel.faults import FaultKind
from tests.contract.systems.steps import every_id, failed, left_behind, update, written
from tests.contract.systems.world import World

NO_SUCH_ID = "987654321"


def _shown_invoice(world: World, payment: Write) -> tuple[Snapshot, ...]:
    invoice = payment.record.fields()["invoice"]
    found = world.system.read(EntityKind.INVOICE, [invoice])[invoice]
    assert isinstance(found, tuple)
    return found


class WritingContract:
    """Creates and updates. `marked` are the kinds on which a create leaves its marker."""

    marked: ClassVar[frozenset[EntityKind]]

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
