"""QuickBooks as one of the two record systems: every part of the port, put together for one company."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime, timedelta

from counterfoil.adapters.http import VendorHttp
from counterfoil.adapters.quickbooks.addresses import address_of
from counterfoil.adapters.quickbooks.associates import AssociateReader
from counterfoil.adapters.quickbooks.changes import MOST_CAPTURED, ChangeFinder
from counterfoil.adapters.quickbooks.client import BATCH_SIZE, MOST_SINGLY, QuickBooksClient
from counterfoil.adapters.quickbooks.finding import RecordFinder
from counterfoil.adapters.quickbooks.mapping.common import ENTITIES
from counterfoil.adapters.quickbooks.mapping.invoice import check_bookable
from counterfoil.adapters.quickbooks.mapping.own import EVERY_CUSTOM_FIELD
from counterfoil.adapters.quickbooks.markers import MarkedRecords
from counterfoil.adapters.quickbooks.namesakes import Namesakes
from counterfoil.adapters.quickbooks.open_invoices import open_invoices
from counterfoil.adapters.quickbooks.reading import RecordReader
from counterfoil.adapters.quickbooks.writing import RecordWriter
from counterfoil.domain.blockers import ListEntry
from counterfoil.domain.connection import CompanyProfile
from counterfoil.domain.errors import Failure, VendorError
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.records.invoice import Invoice
from counterfoil.domain.rules import Further, Holder
from counterfoil.domain.rules.clauses import Narrowing, Values
from counterfoil.domain.snapshot import AnyRecord, Snapshot
from counterfoil.domain.traits import VendorTraits
from counterfoil.domain.write import Write
from counterfoil.engine.ports import ChangedPage, Criterion, Glimpse, OpenInvoices, RecordSystem

_TRAITS = VendorTraits(
    metered=True,
    exact_versions=True,
    whole_seconds=True,
    search_lag=timedelta(),
    at_once=BATCH_SIZE,
    singly=MOST_SINGLY,
    a_call=BATCH_SIZE,
    calls_to_write=1,
    works_out_totals=True,
    associates=False,
    silent_payments=True,
    silent_deletions=False,
)


class QuickBooksSystem(RecordSystem):
    """One company. `api_url` says whether it is a sandbox company; `most_captured` is how many
    changes one answer of change data capture holds; `number_namesakes` gives a second person of a name a number."""

    def __init__(
        self,
        http: VendorHttp,
        company: CompanyProfile,
        realm_id: str,
        further: Further,
        *,
        api_url: str,
        most_captured: int = MOST_CAPTURED,
        number_namesakes: bool = False,
    ) -> None:
        self._api_url, self._company = api_url, company
        custom = {field.name for field in company.further_fields.values()}
        alone = frozenset(kind for kind, names in further.items() if names & custom)
        self._traits = replace(_TRAITS, never_together=alone)
        included = {ENTITIES[EntityKind.INVOICE]: EVERY_CUSTOM_FIELD} if company.further_fields else {}
        self._client = client = QuickBooksClient(http, realm_id, included)
        self._reader = RecordReader(client, company, further)
        self._associates = AssociateReader(self._reader)
        self._finder = RecordFinder(client, self._reader)
        self._changes = ChangeFinder(client, most_captured)
        self._marked = MarkedRecords(client, self._reader, self._finder)
        namesakes = Namesakes(client, self._reader) if number_namesakes else None
        self._writer = RecordWriter(client, self._reader, company, namesakes)

    @property
    def traits(self) -> VendorTraits:
        return self._traits

    def address(self, ref: RecordRef | ListEntry) -> str:
        return address_of(ref, self._api_url)

    def foresee(self, record: AnyRecord) -> Failure | None:
        """For an invoice: its currency, its tax, a discount, lines that come to another total (E5, E9, E11, E21)."""
        try:
            if isinstance(record, Invoice):
                check_bookable(record, self._company)
        except VendorError as error:
            return error.failure
        return None

    def read(self, kind: EntityKind, ids: Sequence[str]) -> Mapping[str, tuple[Snapshot, ...] | Failure]:
        """The records as they are now; one metered read for up to a thousand."""
        return self._reader.read(kind, ids)

    def glimpse(self, kind: EntityKind, seen: Mapping[str, str]) -> Mapping[str, Glimpse]:  # noqa: ARG002
        """None: a record is read with all that belongs to it."""
        return {}

    def changed_since(self, kinds: Sequence[EntityKind], cursor: str, now: datetime) -> ChangedPage:
        """Everything changed, deletions included; one metered read as a rule."""
        return self._changes.changed_since(kinds, cursor, now)

    def page(self, kind: EntityKind, after: str) -> ChangedPage:
        """1,000 records at a time, by id."""
        return self._changes.page(kind, after)

    def page_of_admitted(self, kind: EntityKind, after: str, narrowing: Narrowing) -> ChangedPage:
        return self._changes.page(kind, after, narrowing)

    def open_invoices(self, after: str) -> OpenInvoices:
        """1,000 at a time, by id."""
        return open_invoices(self._client, self._reader, after)

    def find(self, kind: EntityKind, criteria: Sequence[Criterion]) -> Mapping[Criterion, tuple[Snapshot, ...]]:
        """Customers by e-mail or display name, items by SKU or name."""
        return self._finder.find(kind, criteria)

    def payments_of(self, invoice_ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """The payments that the invoices say are linked to them."""
        return self._reader.payments_of(invoice_ids)

    def associated(
        self, snapshots: Sequence[Snapshot], wanted: Mapping[Holder, AbstractSet[str]]
    ) -> Mapping[str, Values | Failure]:
        return self._associates.read(snapshots, wanted)

    def write(self, writes: Sequence[Write]) -> Mapping[str, Snapshot | Failure]:
        """Carry out every write, thirty a call; the answers hold the records as they are afterwards."""
        return self._writer.write(writes)

    def find_written(self, writes: Sequence[Write], since: datetime) -> Mapping[str, Snapshot | Failure]:
        """What earlier tries left behind: one query of the records created since, or by an item's name or SKU."""
        return self._marked.find_written(writes, since)
