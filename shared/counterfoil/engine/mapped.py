"""Both vendors as a connection's own mappings have them: every snapshot shows their values among its fields."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime

from counterfoil.domain.blockers import ListEntry
from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.rules import CustomerOptions, Holder, SyncRule
from counterfoil.domain.rules.clauses import Narrowing, Values
from counterfoil.domain.rules.own import outgoing, own_fields, too_long, without_property
from counterfoil.domain.snapshot import AnyRecord, Snapshot
from counterfoil.domain.traits import VendorTraits
from counterfoil.domain.values import dataclass
from counterfoil.domain.write import Write
from counterfoil.engine.ports import ChangedPage, Criterion, Glimpse, OpenInvoices, RecordSystem, Systems


def mapped(systems: Systems, connection: Connection) -> Systems:
    """The vendors with the connection's own mappings put into all that is read."""
    return replace(
        systems,
        hubspot=MappedSystem(_plain(systems.hubspot), System.HUBSPOT, connection),
        quickbooks=MappedSystem(_plain(systems.quickbooks), System.QUICKBOOKS, connection),
    )


def with_own(snapshot: Snapshot, rule: SyncRule, numbers: AbstractSet[str]) -> Snapshot:
    """The snapshot with the values of the rule's own mappings; `numbers` are members of QuickBooks' that hold one."""
    if not rule.own_mappings:
        return snapshot
    system = snapshot.ref.system
    own = own_fields(rule, system, snapshot.extra, numbers)
    dropped = tuple(one.id for one in rule.own_mappings if one.property_of(system) in snapshot.dropped)
    gone = without_property(rule, snapshot.extra) if system is System.HUBSPOT and not _is_of_two_types(rule) else ()
    lengthy = too_long(rule, own, system.other)
    return replace(snapshot, own=own, lengthy=lengthy, outgoing=outgoing(rule, system), dropped=(*dropped, *gone))


def _is_of_two_types(rule: SyncRule) -> bool:
    """Whether HubSpot's records are contacts or companies, which have not all properties in common."""
    return isinstance(rule.options, CustomerOptions) and rule.options.of_companies


def _plain(system: RecordSystem) -> RecordSystem:
    return system.inner if isinstance(system, MappedSystem) else system


@dataclass(frozen=True, slots=True)
class MappedSystem(RecordSystem):
    """A vendor, as seen through a connection's own mappings."""

    inner: RecordSystem
    system: System
    connection: Connection

    @property
    def traits(self) -> VendorTraits:
        return self.inner.traits

    def address(self, ref: RecordRef | ListEntry) -> str:
        return self.inner.address(ref)

    def foresee(self, record: AnyRecord) -> Failure | None:
        return self.inner.foresee(record)

    def read(self, kind: EntityKind, ids: Sequence[str]) -> Mapping[str, tuple[Snapshot, ...] | Failure]:
        found = self.inner.read(kind, ids)
        return {one: shown if isinstance(shown, Failure) else self._every(shown) for one, shown in found.items()}

    def glimpse(self, kind: EntityKind, seen: Mapping[str, str]) -> Mapping[str, Glimpse]:
        return self.inner.glimpse(kind, seen)

    def changed_since(self, kinds: Sequence[EntityKind], cursor: str, now: datetime) -> ChangedPage:
        return self.inner.changed_since(kinds, cursor, now)

    def page(self, kind: EntityKind, after: str) -> ChangedPage:
        return self.inner.page(kind, after)

    def page_of_admitted(self, kind: EntityKind, after: str, narrowing: Narrowing) -> ChangedPage:
        return self.inner.page_of_admitted(kind, after, narrowing)

    def open_invoices(self, after: str) -> OpenInvoices:
        return self.inner.open_invoices(after)

    def find(self, kind: EntityKind, criteria: Sequence[Criterion]) -> Mapping[Criterion, tuple[Snapshot, ...]]:
        return {criterion: self._every(found) for criterion, found in self.inner.find(kind, criteria).items()}

    def payments_of(self, invoice_ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        return self.inner.payments_of(invoice_ids)

    def associated(
        self, snapshots: Sequence[Snapshot], wanted: Mapping[Holder, AbstractSet[str]]
    ) -> Mapping[str, Values | Failure]:
        return self.inner.associated(snapshots, wanted)

    def write(self, writes: Sequence[Write]) -> Mapping[str, Snapshot | Failure]:
        return self._each(self.inner.write(writes))

    def find_written(self, writes: Sequence[Write], since: datetime) -> Mapping[str, Snapshot | Failure]:
        return self._each(self.inner.find_written(writes, since))

    def _each(self, results: Mapping[str, Snapshot | Failure]) -> Mapping[str, Snapshot | Failure]:
        return {key: one if isinstance(one, Failure) else self._with_own(one) for key, one in results.items()}

    def _every(self, snapshots: Iterable[Snapshot]) -> tuple[Snapshot, ...]:
        return tuple(self._with_own(one) for one in snapshots)

    def _with_own(self, snapshot: Snapshot) -> Snapshot:
        return with_own(snapshot, self.connection.rule(snapshot.ref.kind), self.connection.company.numbers)
