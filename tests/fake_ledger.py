"""A vendor's ledger in memory: records that live and move on, the hand of people on them, and effects that are counted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.money import ZERO
from counterfoil.domain.records.invoice import Invoice, InvoiceStatus
from counterfoil.domain.records.payment import Payment
from counterfoil.domain.records.record import digest
from counterfoil.domain.rules import Further
from counterfoil.domain.rules.clauses import Values
from counterfoil.domain.snapshot import AnyRecord, Snapshot
from tests.fake_payments import put_to_invoices
from tests.fake_rules import as_shown, as_stored, changed, emptied, with_paid

TICK = timedelta(microseconds=1)


class WorkerKilledError(BaseException):
    """Stands for a process that dies: nothing in the product catches it."""


def kill() -> None:
    """The worker dies. Raises WorkerKilledError."""
    raise WorkerKilledError("killed after an effect")


@dataclass(slots=True)
class Effects:
    """Counts what cannot be undone, one record at a time; right after the chosen one, `then` happens."""

    done: int = 0
    chosen: int | None = None
    then: Callable[[], None] = kill

    def happened(self) -> None:
        """One more effect."""
        self.done += 1
        if self.done == self.chosen:
            self.then()


@dataclass(slots=True, kw_only=True)
class Stored:
    """A vendor's record: `parts` by paid invoice for a QuickBooks payment, otherwise one under "".

    `further` are its properties beside the fields.
    """

    parts: dict[str, AnyRecord]
    source: RecordRef | None
    created_at: datetime
    modified_at: datetime
    token: int = 0
    further: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class FakeLedger:
    """What one vendor holds. `tax` is what it adds to every invoice that is made there, `further` what rules read beside,
    `lacking` which of that it has no more, `around` what records are associated with.

    `refuses_overpayments` is the twins' switch: otherwise QuickBooks puts no more of a payment to an invoice than is open,
    and HubSpot shows all of it.
    """

    system: System
    clock: Callable[[], datetime]
    effects: Effects = field(default_factory=Effects)
    tax: Decimal = ZERO
    further: Further = field(default_factory=dict)
    lacking: set[str] = field(default_factory=set)
    around: dict[RecordRef, Values | Failure] = field(default_factory=dict)
    refuses_overpayments: bool = False
    records: dict[RecordRef, Stored] = field(default_factory=dict)
    deleted: dict[RecordRef, datetime] = field(default_factory=dict)
    merged: dict[RecordRef, RecordRef] = field(default_factory=dict)
    _last: datetime | None = None

    def put(self, kind: EntityKind, *records: AnyRecord, source: RecordRef | None = None) -> RecordRef:
        """Somebody makes a record; several payments are one payment of several invoices."""
        ref = RecordRef(self.system, kind, f"{self._first_id() + len({*self.records, *self.deleted, *self.merged})}")
        now = self._moment()
        applied = (
            put_to_invoices(records, self.kept(EntityKind.INVOICE), ours=source is not None) if self._applies else records
        )
        stored = {self._part(record): as_stored(record, self.system, source, self.tax) for record in applied}
        self.records[ref] = Stored(parts=stored, source=source, created_at=now, modified_at=now)
        for record in stored.values():
            self._pay(record, 1)
        return ref

    @property
    def _applies(self) -> bool:
        return self.system is System.QUICKBOOKS

    def kept(self, kind: EntityKind) -> Mapping[RecordRef, AnyRecord]:
        """The records of a kind, of which none has parts, by their refs as they are kept; no call."""
        return {ref: stored.parts[""] for ref, stored in self.records.items() if ref.kind is kind}

    def edit(self, ref: RecordRef, **changes: object) -> None:
        """Somebody changes attributes of a record."""
        stored = self.records[ref.whole]
        before = stored.parts[ref.part]
        self._pay(before, -1)
        stored.parts[ref.part] = changed(before, changes)
        self._pay(stored.parts[ref.part], 1)
        self._touch(stored)

    def fill_in(self, ref: RecordRef, name: str, value: str) -> None:
        """Somebody fills in a property beside the fields."""
        self.records[ref].further[name] = value
        self.touch(ref)

    def void(self, ref: RecordRef) -> None:
        """Somebody voids an invoice."""
        stored = self.records[ref]
        stored.parts[""] = emptied(stored.parts[""], self.system)
        self._touch(stored)

    def delete(self, ref: RecordRef) -> None:
        """Somebody deletes a record; a QuickBooks payment's part is only taken off its invoice."""
        stored = self.records[ref.whole]
        for part in [ref.part] if ref.part else list(stored.parts):
            self._pay(stored.parts.pop(part), -1)
        self._touch(stored)
        if not ref.part:
            del self.records[ref]
            self.deleted[ref] = self._moment()

    def merge(self, kept: RecordRef, *others: RecordRef) -> None:
        """Somebody merges contacts in HubSpot into one: the old ids answer with it, and invoices refer to it."""
        for stored in self.records.values():
            record = stored.parts.get("")
            if isinstance(record, Invoice) and record.customer in others:
                stored.parts[""] = replace(record, customer=kept)
        for other in others:
            del self.records[other]
            self.merged[other] = kept
        self.touch(kept)

    def show(self, ref: RecordRef) -> Snapshot:
        """A record as it is now; reading it so is no call."""
        (snapshot,) = (one for one in self.snapshots(ref.whole) if one.ref == ref)
        return snapshot

    def every(self, kind: EntityKind) -> list[Snapshot]:
        """All records of a kind, in the order of their ids; no call."""
        refs = sorted(ref for ref in self.records if ref.kind is kind)
        return [one for ref in refs for one in self.snapshots(ref)]

    def touch(self, ref: RecordRef) -> None:
        """The record counts as modified, with nothing changed that is compared."""
        self._touch(self.records[ref.whole])

    def _pay(self, payment: AnyRecord, sign: int) -> None:
        if isinstance(payment, Payment) and payment.invoice in self.records:
            invoice = self.records[payment.invoice]
            invoice.parts[""] = with_paid(invoice.parts[""], sign * payment.amount)
            self._touch(invoice)

    def snapshots(self, ref: RecordRef) -> tuple[Snapshot, ...]:
        """A record as it is now, taken apart; no call."""
        parts = self.records[ref].parts
        return tuple(self.snapshot(ref, part, as_shown(record)) for part, record in sorted(parts.items()))

    def snapshot(self, ref: RecordRef, part: str, record: AnyRecord) -> Snapshot:
        """One part of a record, shown as `record`."""
        stored = self.records[ref]
        return Snapshot(
            ref=RecordRef(ref.system, ref.kind, ref.id, part),
            version=self.version(stored),
            record=record,
            created_at=stored.created_at,
            modified_at=stored.modified_at,
            source=None if self._is_unmarked(ref) else stored.source,
            merged=tuple(other.id for other, kept in self.merged.items() if kept == ref),
            paid_by=self._paid_by(ref),
            extra={
                name: stored.further.get(name, "") for name in self.further.get(ref.kind, ()) if name not in self.lacking
            },
            looks=self.looks(ref),
        )

    def looks(self, ref: RecordRef) -> str:
        """As HubSpot's invoices have them: of what they are associated with they show nothing."""
        if self.system is System.QUICKBOOKS or ref.kind is not EntityKind.INVOICE:
            return ""
        stored = self.records[ref]
        record = stored.parts[""]
        assert isinstance(record, Invoice)
        rest = replace(record, status=InvoiceStatus.DRAFT, balance=ZERO, lines=(), discount=ZERO, customer=None)
        return f"{digest([repr(rest), *stored.further.items()])} {digest([record.status, str(record.balance)])}"

    def _paid_by(self, invoice: RecordRef) -> tuple[str, ...]:
        """Only QuickBooks' invoices show their payments."""
        if self.system is System.HUBSPOT or invoice.kind is not EntityKind.INVOICE:
            return ()
        return tuple(sorted(ref.id for ref, stored in self.records.items() if invoice.id in stored.parts))

    def _is_unmarked(self, ref: RecordRef) -> bool:
        """QuickBooks' items have no place for a marker; what was made is known by its unique name alone."""
        return self.system is System.QUICKBOOKS and ref.kind is EntityKind.PRODUCT

    def version(self, stored: Stored) -> str:
        """The vendor's mark of a record's state."""
        return str(stored.token) if self.system is System.QUICKBOOKS else stored.modified_at.isoformat()

    def _part(self, record: AnyRecord) -> str:
        apart = self.system is System.QUICKBOOKS and isinstance(record, Payment) and record.invoice
        return apart.id if apart else ""

    def _touch(self, stored: Stored) -> None:
        stored.token += 1
        stored.modified_at = self._moment()

    def _moment(self) -> datetime:
        """The present, never the same twice."""
        self._last = max(self.clock(), self._last + TICK) if self._last else self.clock()
        return self._last

    def _first_id(self) -> int:
        return 1 if self.system is System.HUBSPOT else 1001
