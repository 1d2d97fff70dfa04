"""Every port of the engine, with its contract. Adapters, fakes and twins are held to these by the contract suites.

Common to all: many records per call, results per record, nothing half-done that is not told. A port raises `VendorError`
when a whole vendor call failed, so that nothing is known of any record in it; a single record's trouble is a `Failure` in
the result. Moments are aware datetimes in UTC.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from counterfoil.domain.change import ChangeBatch
from counterfoil.domain.connection import CompanyProfile, Connection, PortalProfile
from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.write import Write


class MatchKey(StrEnum):
    """What an unlinked record's counterpart may be found by."""

    EMAIL = "email"  # customers; letter case does not count
    SKU = "sku"  # products
    NAME = "name"  # customers by display name, products by name


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing to look for, e.g. (SKU, "PRD-PUMP")."""

    key: MatchKey
    value: str


@dataclass(frozen=True, slots=True)
class ChangedRecord:
    """One record that a poll found changed. `version` is the vendor's mark of its state, "" when it was deleted."""

    ref: RecordRef
    version: str
    modified_at: datetime


@dataclass(frozen=True, slots=True)
class ChangedPage:
    """What a poll found. `cursor` goes into the next poll; `more` says that polling again at once will find more."""

    records: tuple[ChangedRecord, ...]
    cursor: str
    more: bool


class RecordSystem(Protocol):
    """One vendor, reached on behalf of one connection. Both vendors implement it the same way."""

    @property
    def system(self) -> System:
        """Which vendor this is."""
        ...

    def read(self, kind: EntityKind, ids: Sequence[str]) -> Mapping[str, tuple[Snapshot, ...] | Failure]:
        """The records as they are now, by id. Any number of ids; as few calls as the vendor allows.

        An id that is absent from the answer does not exist (any more). A record that cannot be understood is a Failure.
        One id may show several snapshots: a QuickBooks payment shows one per invoice it pays (`ref.part` = invoice id),
        and none, an empty tuple, while it pays no invoice. Raises VendorError.
        """
        ...

    def changed_since(self, kinds: Sequence[EntityKind], cursor: str, now: datetime) -> ChangedPage:
        """Records of `kinds` that changed since `cursor` ("" means: from now on), deletions included where the vendor tells.

        Overlaps a little on purpose, so records may come twice; none is left out, however many share a moment, however
        many there are. Refs carry no part. The cursor is opaque to the caller. Raises VendorError.
        """
        ...

    def page(self, kind: EntityKind, after: str) -> ChangedPage:
        """All records of `kind`, a page at a time in a stable order: `after` is the previous page's cursor, "" to begin.

        For full compares. Raises VendorError.
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

    def write(self, writes: Sequence[Write]) -> Mapping[str, Snapshot | Failure]:
        """Carry out every write; the record as it is afterwards, or why not, by the write's key.

        Writes of one call may be carried out in any order and fail one by one. A create leaves its source as a marker and
        repeating it with the same key never makes a second record as far as the vendor can tell; when it cannot be known
        whether a write happened, its Failure has the cure LOOKING. A stale `version` has the cure READING. Never raises
        VendorError: a call that failed as a whole is a Failure of each of its writes.
        """
        ...

    def find_written(self, writes: Sequence[Write], since: datetime) -> Mapping[str, Snapshot]:
        """The records that earlier tries of these creates left behind, by the write's key; absent where there is none.

        Looks for the marker (or the unique name) among records created at or after `since`; trusts no replay.
        Raises VendorError.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownState:
    """What a HubSpot invoice shows of its sync, in custom properties."""

    status: OutcomeStatus
    quickbooks_number: str = ""
    quickbooks_balance: Decimal | None = None
    quickbooks_url: str = ""
    error: str = ""
    synced_at: datetime


class SyncStateDisplay(Protocol):
    """Shows people in HubSpot how a record stands."""

    def prepare(self) -> None:
        """Create the custom properties that this product needs, where they are missing. Raises VendorError."""
        ...

    def show(self, states: Mapping[RecordRef, ShownState]) -> Mapping[RecordRef, Failure]:
        """Write the states to their invoices; the ones that could not be shown. Never raises VendorError."""
        ...


@dataclass(frozen=True, slots=True)
class Systems:
    """Both vendors, opened for one connection."""

    hubspot: RecordSystem
    quickbooks: RecordSystem
    display: SyncStateDisplay

    def __getitem__(self, system: System) -> RecordSystem:
        return self.hubspot if system is System.HUBSPOT else self.quickbooks


class SystemsOpener(Protocol):
    """Opens both vendors for a connection; cheap, connects lazily."""

    def __call__(self, connection: Connection) -> Systems: ...


class ConnectionStore(Protocol):
    """Connections. Reads are strongly consistent."""

    def get(self, connection_id: str) -> Connection:
        """The connection. Raises UnknownConnectionError."""
        ...

    def find(self, system: System, account_ids: Sequence[str]) -> Mapping[str, tuple[Connection, ...]]:
        """The connections of these portals or companies, by account id; absent where there is none."""
        ...

    def every(self) -> Sequence[Connection]:
        """All connections."""
        ...

    def save(self, connection: Connection) -> Connection:
        """Store a new connection (revision 0) or the next revision of one; the stored one, its revision grown.

        Raises ConcurrentChangeError when the stored revision is not the given one.
        """
        ...


class ConcurrentChangeError(Exception):
    """Somebody else changed the stored item first; read it again."""


class LinkStore(Protocol):
    """Links, found by either side's record, strongly consistent. Links never expire."""

    def find(self, connection_id: str, refs: Sequence[RecordRef]) -> Mapping[RecordRef, tuple[Link, ...]]:
        """The links of these records, by the ref asked for; absent where there is none. Any number of refs.

        A ref without part finds the links of all its parts as well.
        """
        ...

    def reserve(self, links: Sequence[Link]) -> Sequence[Link | None]:
        """Store new links, each only if none of its refs is taken, each on its own; in order: the stored link, or None.

        A link may be reserved (one ref) or complete (both refs). Both refs are taken in one transaction.
        """
        ...

    def save(self, links: Sequence[Link]) -> Sequence[Link | None]:
        """Store the next revision of each link, each on its own; in order: the stored link, or None where it was changed.

        Changed means: the stored revision is not the given one, or a newly added ref is taken by another link.
        """
        ...

    def move(self, link: Link, ref: RecordRef) -> Link | None:
        """Put `ref` in the place of the link's record at the same system, as the next revision, in one transaction.

        The stored link, or None where it was changed or `ref` is taken by another link. The record that was there keeps
        pointing to the link: it is still found by it, and taken.
        """
        ...


@dataclass(frozen=True, slots=True)
class OutcomePage:
    """Some outcomes, newest first, and the token of the next page ("" at the end)."""

    outcomes: tuple[SyncOutcome, ...]
    next_page: str


class OutcomeStore(Protocol):
    """How every record stands, its history, and exact counts."""

    def latest(self, connection_id: str, refs: Sequence[RecordRef]) -> Mapping[RecordRef, SyncOutcome]:
        """How these records stand, strongly consistent; absent where nothing is known yet."""
        ...

    def record(self, outcomes: Sequence[SyncOutcome]) -> None:
        """Store how records stand from now on, add it to their activity, and keep the counts exact.

        Recording the same outcome (same ref and moment) again changes nothing.
        """
        ...

    def counts(self, connection_id: str) -> Mapping[tuple[EntityKind, OutcomeStatus], int]:
        """How many records stand how; zero counts are absent."""
        ...

    def page(self, connection_id: str, kind: EntityKind, status: OutcomeStatus, after: str, limit: int) -> OutcomePage:
        """Records of one kind that stand so, newest first. `after` is the previous page's token, "" to begin."""
        ...

    def activity(self, connection_id: str, ref: RecordRef, limit: int) -> Sequence[SyncOutcome]:
        """A record's history, newest first."""
        ...

    def due(self, connection_id: str, now: datetime, limit: int, after: str = "") -> Sequence[SyncOutcome]:
        """Waiting records whose `retry_at` has come, longest overdue first; only those behind the `due_place` `after`."""
        ...


class CursorStore(Protocol):
    """Where polling and comparing stand, by connection and name."""

    def get(self, connection_id: str, name: str) -> str:
        """The cursor, "" when there is none yet."""
        ...

    def put(self, connection_id: str, name: str, cursor: str) -> None:
        """Move the cursor."""
        ...


class DeliveryLog(Protocol):
    """Remembers for a while (weeks) what was already dealt with."""

    def seen(self, identity: str) -> bool:
        """Whether this was remembered before."""
        ...

    def remember(self, identity: str) -> bool:
        """Remember it; False when it was remembered already."""
        ...


class ChangeQueue(Protocol):
    """The queues that carry work, one FIFO queue per kind, one message group per connection."""

    def send(self, batches: Sequence[ChangeBatch]) -> None:
        """Enqueue the batches. A batch equal to one of the last minutes may be dropped by the queue.

        Raises QueueError unless every batch was accepted (some may have been).
        """
        ...


class QueueError(Exception):
    """Not everything could be enqueued; send it all again."""


class Notifier(Protocol):
    """Tells people."""

    def publish(self, subject: str, text: str) -> None:
        """Send one message. Raises when it was not accepted."""
        ...


class Accounts(Protocol):
    """Both vendors' accounts of one connection, as far as connecting needs them."""

    def keep_grant(self, connection_id: str, system: System, refresh_token: str) -> None:
        """Keep the permission to act in this account, encrypted; replaces an earlier or dead one."""
        ...

    def move_grants(self, connection_id: str, to_connection_id: str) -> None:
        """Let the permissions kept under one id, as they are by now, be those of another only.

        Raises VendorError (E12 when one is missing or dead).
        """
        ...

    def describe_portal(self, connection_id: str) -> tuple[str, PortalProfile]:
        """The portal's own id and its profile. Raises VendorError."""
        ...

    def describe_company(self, connection_id: str, realm_id: str, income_account: str) -> CompanyProfile:
        """The company's profile; `income_account` names the account for new items, "" lets it choose.

        Raises VendorError (E10 when there is no such income account).
        """
        ...


class Clock(Protocol):
    """The present."""

    def __call__(self) -> datetime: ...
