"""HubSpot as one of the two record systems: every part of the port, put together for one portal."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

from counterfoil.adapters.http import VendorHttp
from counterfoil.adapters.hubspot.addresses import address_of
from counterfoil.adapters.hubspot.associates import AssociateReader
from counterfoil.adapters.hubspot.changes import OVERLAP, ChangeFinder
from counterfoil.adapters.hubspot.client import HubSpotClient
from counterfoil.adapters.hubspot.finding import RecordFinder
from counterfoil.adapters.hubspot.markers import MarkedRecords
from counterfoil.adapters.hubspot.open_invoices import OpenInvoiceReader
from counterfoil.adapters.hubspot.reading import AS_CONTACTS, RecordReader
from counterfoil.adapters.hubspot.writing import RecordWriter
from counterfoil.domain.blockers import ListEntry
from counterfoil.domain.connection import PortalProfile
from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.rules import CustomerOptions, Further, Holder
from counterfoil.domain.rules.clauses import Narrowing, Values
from counterfoil.domain.snapshot import AnyRecord, Snapshot
from counterfoil.domain.traits import VendorTraits
from counterfoil.domain.write import Write
from counterfoil.engine.ports import ChangedPage, Criterion, Glimpse, OpenInvoices, RecordSystem

_TRAITS = VendorTraits(
    metered=False,
    exact_versions=False,
    whole_seconds=False,
    search_lag=OVERLAP,
    at_once=1_000,
    singly=0,
    a_call=100,
    calls_to_write=2,  # what was written is read back
    works_out_totals=False,
    associates=True,
    silent_payments=False,
    silent_deletions=True,
)


class HubSpotSystem(RecordSystem):
    """One portal. Raises zoneinfo's ZoneInfoNotFoundError for an unknown time zone."""

    def __init__(
        self,
        http: VendorHttp,
        portal: PortalProfile,
        portal_id: str,
        further: Further,
        customers: CustomerOptions = AS_CONTACTS,
    ) -> None:
        client = HubSpotClient(http)
        self._portal_id = portal_id
        self._reader = RecordReader(client, portal, further, customers)
        self._associates = AssociateReader(client)
        self._finder = RecordFinder(client, self._reader, companies=customers.of_companies)
        self._changes = ChangeFinder(
            client, companies=customers.of_companies, further=self._reader.further(EntityKind.INVOICE)
        )
        self._open_invoices = OpenInvoiceReader(client, portal)
        self._marked = MarkedRecords(client, self._reader, companies=customers.of_companies)
        self._writer = RecordWriter(client, self._reader, self._marked, portal)

    @property
    def traits(self) -> VendorTraits:
        return _TRAITS

    def address(self, ref: RecordRef | ListEntry) -> str:
        return address_of(ref, self._portal_id) if isinstance(ref, RecordRef) else ""

    def foresee(self, record: AnyRecord) -> Failure | None:  # noqa: ARG002
        """None: what a portal refuses is shown otherwise."""
        return None

    def read(self, kind: EntityKind, ids: Sequence[str]) -> Mapping[str, tuple[Snapshot, ...] | Failure]:
        """The records as they are now, one snapshot each; a merged contact shows the one it was merged into."""
        return self._reader.read(kind, ids)

    def glimpse(self, kind: EntityKind, seen: Mapping[str, str]) -> Mapping[str, Glimpse]:
        """Invoices only, a hundred a call: their properties alone."""
        return self._reader.glimpse(seen) if kind is EntityKind.INVOICE else {}

    def changed_since(self, kinds: Sequence[EntityKind], cursor: str, now: datetime) -> ChangedPage:
        """Changed records, at most some 2,000 a time, without deletions, which HubSpot's search does not show."""
        return self._changes.changed_since(kinds, cursor, now)

    def page(self, kind: EntityKind, after: str) -> ChangedPage:
        """200 records at a time, by id."""
        return self._changes.page(kind, after)

    def page_of_admitted(self, kind: EntityKind, after: str, narrowing: Narrowing) -> ChangedPage:
        return self._changes.page(kind, after, narrowing)

    def open_invoices(self, after: str) -> OpenInvoices:
        """200 at a time, by id, as HubSpot's search shows them."""
        return self._open_invoices.page(after)

    def find(self, kind: EntityKind, criteria: Sequence[Criterion]) -> Mapping[Criterion, tuple[Snapshot, ...]]:
        """Contacts (or companies, where these are customers) by e-mail or display name, products by SKU or name."""
        return self._finder.find(kind, criteria)

    def payments_of(self, invoice_ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """The payments associated with these invoices; a thousand invoices a call."""
        return self._reader.payments_of(invoice_ids)

    def associated(
        self, snapshots: Sequence[Snapshot], wanted: Mapping[Holder, AbstractSet[str]]
    ) -> Mapping[str, Values | Failure]:
        return self._associates.read(snapshots, wanted)

    def write(self, writes: Sequence[Write]) -> Mapping[str, Snapshot | Failure]:
        """Carry out every write and read the records back."""
        return self._writer.write(writes)

    def find_written(self, writes: Sequence[Write], since: datetime) -> Mapping[str, Snapshot | Failure]:  # noqa: ARG002
        """What earlier tries left behind, found by marker, however long ago that was.

        A payment that is on no invoice yet counts as not written: writing it again completes it.
        """
        return self._marked.find_written(writes)
