"""One vendor, reached on behalf of one connection."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Protocol

from counterfoil.domain.blockers import ListEntry
from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.kinds import MatchKey
from counterfoil.domain.records.record import Fields
from counterfoil.domain.rules import Holder
from counterfoil.domain.rules.clauses import Narrowing, Values
from counterfoil.domain.snapshot import AnyRecord, Snapshot
from counterfoil.domain.traits import VendorTraits
from counterfoil.domain.values import dataclass
from counterfoil.domain.write import Write


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing to look for, e.g. (SKU, "PRD-PUMP")."""

    key: MatchKey
    value: str


@dataclass(frozen=True, slots=True)
class ChangedRecord:
    """One record that a poll found changed. `version` is the vendor's mark of its state, "" when it was deleted.

    `balance` is what an invoice owes, as its fields spell it, where the poll tells that: what settles an invoice may leave
    its version as it was. `looks` are those of a snapshot, where the poll shows as much.
    """

    ref: RecordRef
    version: str
    modified_at: datetime
    balance: str | None = None
    looks: str = ""


@dataclass(frozen=True, slots=True)
class Glimpse:
    """A record that looks as it was last seen, but for what it owes: its version by now, and the `fields` that tell that."""

    version: str
    looks: str
    fields: Fields


@dataclass(frozen=True, slots=True)
class ChangedPage:
    """What a poll found. `cursor` goes into the next poll; `more` says that polling again at once will find more.

    `later` says that the next poll, whenever that is, may find some that this one was to find. `touched` are the keys (see
    `domain.blockers`) of what changed beside the records and may have kept some of them back.
    """

    records: tuple[ChangedRecord, ...]
    cursor: str
    more: bool
    touched: tuple[str, ...] = ()
    later: bool = False


@dataclass(frozen=True, slots=True)
class OpenInvoices:
    """Some invoices that are open. `unread` counts those that cannot be understood; `cursor` and `more` are as of a poll."""

    snapshots: tuple[Snapshot, ...]
    cursor: str
    more: bool
    unread: int = 0


class RecordSystem(Protocol):
    """One vendor, reached on behalf of one connection. Both vendors implement it the same way."""

    @property
    def traits(self) -> VendorTraits:
        """How this vendor differs from the other."""
        ...

    def address(self, ref: RecordRef | ListEntry) -> str:
        """The web page that shows people this record or list's entry, "" where there is none. No call."""
        ...

    def foresee(self, record: AnyRecord) -> Failure | None:
        """Why no counterpart of the other system's record can be made here, as far as the profile tells. No call."""
        ...

    def read(self, kind: EntityKind, ids: Sequence[str]) -> Mapping[str, tuple[Snapshot, ...] | Failure]:
        """The records as they are now, by id. Any number of ids; as few calls as the vendor allows.

        An id that is absent from the answer does not exist (any more). A record that cannot be understood is a Failure.
        One id may show several snapshots: a QuickBooks payment shows one per invoice it pays (`ref.part` = invoice id),
        and none, an empty tuple, while it pays no invoice. Raises VendorError.
        """
        ...

    def glimpse(self, kind: EntityKind, seen: Mapping[str, str]) -> Mapping[str, Glimpse]:
        """Of these records, by id, those that look as they were seen (see `Link.seen`), but for what they owe.

        Takes fewer calls than reading them, for it does not show what they are associated with. A record that looks
        otherwise, is gone or cannot be understood is absent, and so is each where the vendor tells no looks. Raises
        VendorError.
        """
        ...

    def changed_since(self, kinds: Sequence[EntityKind], cursor: str, now: datetime) -> ChangedPage:
        """Records of `kinds` that changed since `cursor` ("" means: from now on), deletions included where the vendor tells.

        Overlaps a little on purpose, so records may come twice; none is left out, however many share a moment, however
        many there are; of deletions behind very many changes some may come later. What changed beside them is shown as far
        as that costs no further call. Refs carry no part. The cursor is opaque to the caller; what changed of kinds that
        it was not asked about is not shown later. Raises VendorError.
        """
        ...

    def page(self, kind: EntityKind, after: str) -> ChangedPage:
        """All records of `kind`, a page at a time in a stable order: `after` is the previous page's cursor, "" to begin.

        For full compares. Raises VendorError.
        """
        ...

    def page_of_admitted(self, kind: EntityKind, after: str, narrowing: Narrowing) -> ChangedPage:
        """`page`, without some of what a filter does not admit: as much as the vendor can tell. Nothing admitted is missing.

        For what has no link yet. The narrowing must be the same for all pages. Raises VendorError.
        """
        ...

    def open_invoices(self, after: str) -> OpenInvoices:
        """The invoices that somebody still owes something of, a page at a time, by `after` as `page` does.

        Their lines and what is associated with them may be missing; a few that are not open any more may be among them.
        Raises VendorError.
        """
        ...

    def find(self, kind: EntityKind, criteria: Sequence[Criterion]) -> Mapping[Criterion, tuple[Snapshot, ...]]:
        """The records that meet each criterion exactly (active ones only); an empty tuple where there is none.

        Raises VendorError.
        """
        ...

    def payments_of(self, invoice_ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """The ids of the payments on these invoices, by invoice id; absent where there is none. Raises VendorError."""
        ...

    def associated(
        self, snapshots: Sequence[Snapshot], wanted: Mapping[Holder, AbstractSet[str]]
    ) -> Mapping[str, Values | Failure]:
        """What these records, of one kind, are associated with, by their ids: of each associate the values that are wanted.

        A record without an associate of a sort has none of it, or is absent. Raises VendorError.
        """
        ...

    def write(self, writes: Sequence[Write]) -> Mapping[str, Snapshot | Failure]:
        """Carry out every write; the record as it is afterwards, or why not, by the write's key.

        Writes of one call may be carried out in any order and fail one by one. A create leaves its source as a marker and
        repeating it with the same key never makes a second record as far as the vendor can tell; when it cannot be known
        whether a write happened, its Failure has the cure LOOKING. A stale `version` has the cure READING. Never raises
        VendorError: a call that failed as a whole is a Failure of each of its writes.
        """
        ...

    def find_written(self, writes: Sequence[Write], since: datetime) -> Mapping[str, Snapshot | Failure]:
        """The records that earlier tries of these creates left behind, by the write's key; absent where there is none.

        Looks for the marker (for the name or SKU of an item) among records created at or after `since`, inactive ones
        included; trusts no replay. One that was left and cannot be understood is a Failure: it must not be made again.
        Raises VendorError.
        """
        ...
