"""Both vendors in memory behind the engine's ports, with refusals, faults and kills on demand."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from counterfoil.domain.blockers import ListEntry
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.records.payment import Payment
from counterfoil.domain.rules import Holder
from counterfoil.domain.rules.clauses import Narrowing, Values
from counterfoil.domain.snapshot import AnyRecord, Snapshot
from counterfoil.domain.traits import VendorTraits
from counterfoil.domain.write import Operation, Write
from counterfoil.engine.ports import (
    ChangedPage,
    ChangedRecord,
    Criterion,
    Glimpse,
    MatchKey,
    OpenInvoices,
    RecordSystem,
    ShownState,
)
from tests.fake_ledger import TICK, FakeLedger, Stored
from tests.fake_payments import changes_of
from tests.fake_rules import applied, found_by, is_open, part_of, spelled, unapplied, why_not

_PAGE = 100
_TRAITS = {
    System.HUBSPOT: VendorTraits(
        metered=False,
        exact_versions=False,
        whole_seconds=False,
        search_lag=timedelta(minutes=2),
        at_once=300,
        singly=0,
        a_call=100,
        calls_to_write=2,
        works_out_totals=False,
        associates=True,
        silent_payments=False,
        silent_deletions=True,
    ),
    System.QUICKBOOKS: VendorTraits(
        metered=True,
        exact_versions=True,
        whole_seconds=True,
        search_lag=timedelta(),
        at_once=30,
        singly=6,
        a_call=30,
        calls_to_write=1,
        works_out_totals=True,
        associates=False,
        silent_payments=True,
        silent_deletions=False,
    ),
}


@dataclass(slots=True, kw_only=True)
class Fault:
    """Makes matching writes fail with `failure`; `happens` says that the write is carried out all the same."""

    failure: Failure
    matches: Callable[[Write], bool] = lambda _write: True
    happens: bool = False
    times: int = 1


def named(values: Values, wanted: Mapping[Holder, AbstractSet[str]]) -> Values:
    """Of what a record is associated with, what is wanted."""
    return {
        holder: [{name: record.get(name, "") for name in names} for record in values.get(holder, ())]
        for holder, names in wanted.items()
    }


@dataclass(slots=True)
class FakeSystem(FakeLedger, RecordSystem):
    """A vendor over a ledger in memory.

    `replays` says whether a repeated create is answered with the first one's record; the engine must not rely on it.
    QuickBooks repeats its first answer as it was, whatever became of the record; HubSpot shows the record as it is.
    `odd` are sources of records that were made and cannot be understood, each with what is said about it.
    `foreseen` is what is known beforehand to keep records of a type from being made.
    `dead` fails every call as a whole, `unanswered` the calls of these numbers. `calls` counts by method, `written`
    remembers what was carried out, `on_call` happens before every call.
    """

    replays: bool = True
    faults: list[Fault] = field(default_factory=list)
    odd: dict[RecordRef, Failure] = field(default_factory=dict)
    dead: Failure | None = None
    unanswered: set[int] = field(default_factory=set)
    calls: Counter[str] = field(default_factory=Counter)
    written: list[Write] = field(default_factory=list)
    shown_at_first: dict[RecordRef, ShownState] = field(default_factory=dict)
    foreseen: dict[type[AnyRecord], Failure] = field(default_factory=dict)
    on_call: Callable[[], None] = lambda: None
    _by_key: dict[str, Snapshot] = field(default_factory=dict)

    @property
    def traits(self) -> VendorTraits:
        return _TRAITS[self.system]

    def address(self, ref: RecordRef | ListEntry) -> str:
        kind = ref.of_list if isinstance(ref, ListEntry) else ref.kind
        return f"https://{self.system}.test/{kind}/{ref.id}"

    def foresee(self, record: AnyRecord) -> Failure | None:
        return self.foreseen.get(type(record))

    def read(self, kind: EntityKind, ids: Sequence[str]) -> Mapping[str, tuple[Snapshot, ...] | Failure]:
        if ids:
            self._call("read")
        refs = {one: RecordRef(self.system, kind, one) for one in ids}
        living = {one: self.merged.get(ref, ref) for one, ref in refs.items()}
        return {one: self.snapshots(ref) for one, ref in living.items() if ref in self.records}

    def glimpse(self, kind: EntityKind, seen: Mapping[str, str]) -> Mapping[str, Glimpse]:
        if self.system is System.QUICKBOOKS or kind is not EntityKind.INVOICE:
            return {}
        self._call("glimpse")
        shown = {one: self.show(ref) for one in seen if (ref := RecordRef(self.system, kind, one)) in self.records}
        return {
            one: Glimpse(now.version, now.looks, {name: now.fields[name] for name in ("status", "balance")})
            for one, now in shown.items()
            if now.looks.split(" ")[-2] == seen[one].split(" ")[-2]
        }

    def changed_since(self, kinds: Sequence[EntityKind], cursor: str, now: datetime) -> ChangedPage:
        self._call("changed_since")
        until = (now - TICK).isoformat()  # what may still happen at this very moment is told the next time
        if not cursor:
            return ChangedPage((), until, more=False)
        since = datetime.fromisoformat(cursor)
        living = [self._changed(ref, one) for ref, one in self.records.items() if one.modified_at > since]
        told = self.system is System.QUICKBOOKS
        dead = [ChangedRecord(ref, "", at) for ref, at in self.deleted.items() if told and at > since]
        return ChangedPage(tuple(one for one in [*living, *dead] if one.ref.kind in kinds), until, more=False)

    def page_of_admitted(self, kind: EntityKind, after: str, narrowing: Narrowing) -> ChangedPage:  # noqa: ARG002
        return self.page(kind, after)

    def page(self, kind: EntityKind, after: str) -> ChangedPage:
        self._call("page")
        start = int(after or 0)
        refs = [ref for ref in self.records if ref.kind is kind]
        here = tuple(self._changed(ref, self.records[ref]) for ref in refs[start : start + _PAGE])
        return ChangedPage(here, str(start + _PAGE), more=len(refs) > start + _PAGE)

    def open_invoices(self, after: str) -> OpenInvoices:
        self._call("open_invoices")
        start = int(after or 0)
        still_open = sorted(ref for ref, one in self.kept(EntityKind.INVOICE).items() if is_open(one))
        here = tuple(self.show(ref) for ref in still_open[start : start + _PAGE])
        return OpenInvoices(here, str(start + _PAGE), more=len(still_open) > start + _PAGE)

    def find(self, kind: EntityKind, criteria: Sequence[Criterion]) -> Mapping[Criterion, tuple[Snapshot, ...]]:
        self._call("find")
        holders: defaultdict[tuple[MatchKey, str], list[RecordRef]] = defaultdict(list)
        for ref in sorted(one for one in self.records if one.kind is kind):
            for key in {one.key for one in criteria}:
                for value in set(found_by(self.records[ref].parts[""], key)):
                    holders[key, value].append(ref)
        met = {one: holders[one.key, spelled(one.key, one.value)] for one in criteria}
        return {one: tuple(self.show(ref) for ref in some) for one, some in met.items()}

    def payments_of(self, invoice_ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        self._call("payments_of")
        found: dict[str, tuple[str, ...]] = {}
        for payment in self.every(EntityKind.PAYMENT):
            if (invoice := payment.fields["invoice"]) in invoice_ids:
                found[invoice] = (*found.get(invoice, ()), payment.ref.id)
        return found

    def associated(
        self, snapshots: Sequence[Snapshot], wanted: Mapping[Holder, AbstractSet[str]]
    ) -> Mapping[str, Values | Failure]:
        self._call("associated")
        around = {one.ref.id: self.around[one.ref] for one in snapshots if one.ref in self.around}
        return {one: some if isinstance(some, Failure) else named(some, wanted) for one, some in around.items()}

    def write(self, writes: Sequence[Write]) -> Mapping[str, Snapshot | Failure]:
        try:
            self._call("write")
        except VendorError as error:
            return dict.fromkeys((write.key for write in writes), error.failure)
        return {write.key: self._write(write) for write in writes}

    def find_written(self, writes: Sequence[Write], since: datetime) -> Mapping[str, Snapshot | Failure]:
        self._call("find_written")
        made = [ref for ref, one in self.records.items() if one.created_at >= since]
        found = [
            (write, self._found(write, ref)) for write in writes for ref in reversed(made) if self._looks_like(write, ref)
        ]
        left = {write.key: snapshot for write, snapshot in found if self._is_made(write, snapshot)}
        return {**left, **{write.key: self.odd[write.source] for write in writes if write.source in self.odd}}

    def _call(self, name: str) -> None:
        self.on_call()
        self.calls[name] += 1
        if self.dead:
            raise VendorError(self.dead)
        if self.calls.total() in self.unanswered:
            raise VendorError(Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.LOOKING, text="no answer"))

    def _write(self, write: Write) -> Snapshot | Failure:
        fault = next((one for one in self.faults if one.times and one.matches(write)), None)
        if fault:
            fault.times -= 1
        result = fault.failure if fault and not fault.happens else self._carry_out(write)
        if isinstance(result, Snapshot):
            self.effects.happened()
        return fault.failure if fault else result

    def _carry_out(self, write: Write) -> Snapshot | Failure:
        if isinstance(write.record, Payment) and (half_made := self._half_made(write)):
            self.edit(half_made, invoice=write.record.invoice)
            return self._answer(half_made, "")
        if write.operation is Operation.CREATE and self.replays and (first := self._by_key.get(write.key)):
            return first if self.system is System.QUICKBOOKS else self._answer(first.ref.whole, part_of(write))
        if failure := self._refusal(write):
            return failure
        self.written.append(write)
        if write.target is None:
            made = self.put(write.kind, write.record, source=write.source)
            self.records[made].further.update(write.own)
            if write.shown:
                self.shown_at_first[made] = write.shown
            self._by_key[write.key] = answer = self._answer(made, part_of(write))
            return answer
        if write.operation is Operation.VOID:
            self.void(write.target)
        else:
            self._update(write, write.target)
        return self._answer(write.target.whole, write.target.part)

    def _update(self, write: Write, target: RecordRef) -> None:
        parts = self.records[target.whole].parts
        here = target if target.part in parts else target.whole
        stored, changes = parts[here.part], applied(parts[here.part], write)
        if self._applies and isinstance(stored, Payment):
            changes = changes_of(stored, write, self.kept(EntityKind.INVOICE), changes)
        self.edit(here, **changes)
        self.records[target.whole].further.update(write.own)
        if changes.get("amount") and here != target:
            parts[target.part] = parts.pop(here.part)

    def _looks_like(self, write: Write, made: RecordRef) -> bool:
        """By the marker, which QuickBooks' items have not: their unique names or their SKUs must do."""
        if write.kind is EntityKind.PRODUCT and self.system is System.QUICKBOOKS:
            wanted = write.record.fields()
            shown = self.show(made).fields if made.kind is EntityKind.PRODUCT else {}
            return any(wanted[name] and shown.get(name) == wanted[name] for name in ("name", "sku"))
        return self.records[made].source == write.source

    def _is_made(self, write: Write, made: Snapshot) -> bool:
        """In QuickBooks a payment is only known by its invoice there (void, it is on none); in HubSpot it must have one."""
        wanted = write.record.invoice if isinstance(write.record, Payment) else None
        shown = made.record.invoice if isinstance(made.record, Payment) else None
        if self.system is System.HUBSPOT:
            return wanted is None or shown is not None
        return wanted is None or shown in {None, wanted}

    def _half_made(self, write: Write) -> RecordRef | None:
        """The HubSpot payment that an earlier try left without its invoice: it is put on it and not written over."""
        if not write.again or self.system is System.QUICKBOOKS:
            return None
        return next((ref for ref, one in self.records.items() if one.source == write.source), None)

    def _answer(self, made: RecordRef, part: str) -> Snapshot:
        """As the adapters answer: QuickBooks' payment on no invoice is what it is for the invoice that was meant."""
        shown = self.snapshots(made)
        exact = (one for one in shown if one.ref.part == part)
        return next(exact, replace(shown[0], ref=replace(made, part=shown[0].ref.part or part)))

    def _found(self, write: Write, made: RecordRef) -> Snapshot:
        """As the adapter finds a payment that is on no invoice: it takes it for void."""
        if self.snapshots(made):
            return self._answer(made, part_of(write))
        return self.snapshot(made, part_of(write), unapplied(write.record))

    def _refusal(self, write: Write) -> Failure | None:
        if write.target:
            stored = self.records.get(write.target.whole)
            if stored is None:
                return Failure(category=ErrorCategory.RECORD_DELETED, cure=Cure.PERSON, text=f"{write.target} is gone")
            if self.version(stored) != write.version:
                return Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.READING, text="stale", code="5010")
        return why_not(write, self.kept, refuses_overpayments=self.refuses_overpayments)

    def _changed(self, ref: RecordRef, stored: Stored) -> ChangedRecord:
        return ChangedRecord(ref, self.version(stored), stored.modified_at, looks=self.looks(ref))
