"""Reads QuickBooks records by id. Every statement is a metered read, so it asks for many."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import batched

from counterfoil.adapters.alone import alone
from counterfoil.adapters.quickbooks import schemas as wire
from counterfoil.adapters.quickbooks.client import Document, QuickBooksClient
from counterfoil.adapters.quickbooks.errors import is_refusal, is_unreadable
from counterfoil.adapters.quickbooks.mapping.common import ENTITIES, is_of
from counterfoil.adapters.quickbooks.mapping.customer import customer_snapshot
from counterfoil.adapters.quickbooks.mapping.invoice import invoice_snapshot
from counterfoil.adapters.quickbooks.mapping.payment import payment_snapshots
from counterfoil.adapters.quickbooks.mapping.product import product_snapshot
from counterfoil.adapters.quickbooks.members import definition_of, is_told, member_text
from counterfoil.adapters.quickbooks.statements import LARGEST_PAGE, one_of, select
from counterfoil.domain.connection import CompanyProfile
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import Further
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.texts import refusals, words

ANY_STATE = "Active IN (true, false)"
"""Without it, queries hide inactive customers and items."""

_IDS_PER_QUERY = LARGEST_PAGE
_SURELY_TAKEN = 300
"""How long a statement may be is not documented: with more ids than this, a refused one is asked in halves."""
_NAME_LISTS = {EntityKind.CUSTOMER, EntityKind.PRODUCT}


class RecordReader:
    """Reads records of one company, with the `further` members that the rules name."""

    def __init__(self, client: QuickBooksClient, company: CompanyProfile, further: Further) -> None:
        self._client, self._company, self._further = client, company, further
        self._labels = {
            key: {option: label for label, option in company.lists.get(field.name, {}).items()}
            for key, field in company.further_fields.items()
        }

    def read(self, kind: EntityKind, ids: Sequence[str]) -> dict[str, tuple[Snapshot, ...] | Failure]:
        """See `RecordSystem.read`. An id that cannot be one of QuickBooks' is simply absent."""
        return {
            record_id: row if isinstance(row, Failure) else self.understood(kind, row)
            for record_id, row in self.rows(kind, ids).items()
        }

    def rows(self, kind: EntityKind, ids: Iterable[str]) -> dict[str, Document | Failure]:
        """The rows as QuickBooks has them, by id. Raises VendorError."""
        found: dict[str, Document | Failure] = {}
        for chunk in batched(sorted({one for one in ids if one.isdecimal()}, key=int), _IDS_PER_QUERY, strict=False):
            found |= self._rows(kind, chunk)
        return found

    def payments_of(self, invoice_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """See `RecordSystem.payments_of`. An invoice that cannot be understood has none."""
        payments: dict[str, tuple[str, ...]] = {}
        for invoice_id, row in self.rows(EntityKind.INVOICE, invoice_ids).items():
            links = [] if isinstance(row, Failure) else row.get("LinkedTxn") or []
            ids = [link.get("TxnId") for link in links if link.get("TxnType") == "Payment"]
            if paid_by := tuple(str(one) for one in ids if one):
                payments[invoice_id] = paid_by
        return payments

    def understood(self, kind: EntityKind, row: Document) -> tuple[Snapshot, ...] | Failure:
        """A row as snapshots; a row that cannot be understood is a failure naming the member that is wrong."""

        def understand() -> tuple[Snapshot, ...]:
            return tuple(self._with_extra(one, row) for one in self._snapshots(kind, row))

        complaint = refusals.UNREADABLE(system=System.QUICKBOOKS.brand, kind=words.ONE[kind], id=str(row.get("Id")))
        return alone(understand, complaint)

    def _snapshots(self, kind: EntityKind, row: Document) -> tuple[Snapshot, ...]:
        """A row as snapshots, one but for payments. Raises whatever an odd row leads to."""
        match kind:
            case EntityKind.CUSTOMER:
                return (customer_snapshot(wire.Customer.model_validate(row), self._company),)
            case EntityKind.PRODUCT:
                return (product_snapshot(wire.Item.model_validate(row)),)
            case EntityKind.INVOICE:
                return (invoice_snapshot(wire.Invoice.model_validate(row), self._company),)
            case EntityKind.PAYMENT:
                return payment_snapshots(wire.Payment.model_validate(row), self._company)

    def _with_extra(self, snapshot: Snapshot, row: Document) -> Snapshot:
        further = sorted(self._further.get(snapshot.ref.kind, ()))
        told = {path: self._value(row, path) for path in further if is_told(row, path)}
        return replace(snapshot, extra=told) if further else snapshot

    def _value(self, row: Document, path: str) -> str:
        """A value as people know it: of a drop-down QuickBooks shows the option's id."""
        text = member_text(row, path)
        return self._labels.get(definition_of(row, path), {}).get(text, text)

    def _rows(self, kind: EntityKind, ids: Sequence[str]) -> dict[str, Document | Failure]:
        """The rows, asked for again in halves where one bad value makes the answer unreadable, or there are too many."""
        conditions = [one_of("Id", ids), *any_state(kind)]
        statement = select(ENTITIES[kind], *conditions, what=columns(kind))
        try:
            rows = self._client.query(statement, ENTITIES[kind])
            return {str(row["Id"]): row for row in rows if is_of(kind, row)}
        except VendorError as error:
            too_many = is_refusal(error.failure) and len(ids) > _SURELY_TAKEN
            if not (is_unreadable(error.failure) or too_many):
                raise
            if len(ids) == 1:
                return {ids[0]: replace(error.failure, cure=Cure.PERSON, category=ErrorCategory.UNEXPECTED)}
        middle = len(ids) // 2
        return self._rows(kind, ids[:middle]) | self._rows(kind, ids[middle:])


def any_state(kind: EntityKind) -> list[str]:
    """The condition that a query of this kind needs to show inactive entries too; only lists of names have them."""
    return [ANY_STATE] if kind in _NAME_LISTS else []


def columns(kind: EntityKind) -> str:
    """`*` leaves out an item's SKU."""
    return "*, Sku" if kind is EntityKind.PRODUCT else "*"
