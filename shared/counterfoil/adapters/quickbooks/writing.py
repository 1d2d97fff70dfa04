"""Writes QuickBooks records in batches, each with its own result, and finds what an unanswered write left behind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from counterfoil.adapters.quickbooks.client import BatchItem, Document, QuickBooksClient
from counterfoil.adapters.quickbooks.documents import document_of, member_snapshot
from counterfoil.adapters.quickbooks.errors import DUPLICATE_NAME, DUPLICATE_NUMBER
from counterfoil.adapters.quickbooks.mapping import ENTITIES, ref
from counterfoil.adapters.quickbooks.reading import ANY_STATE, RecordReader
from counterfoil.adapters.quickbooks.statements import literal, select, since
from counterfoil.domain.connection import CompanyProfile
from counterfoil.domain.customer import Customer
from counterfoil.domain.errors import Failure, VendorError
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.product import Product
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.write import Operation, Write
from counterfoil.engine.ports import Criterion, MatchKey

CLOCK_SKEW = timedelta(minutes=2)
"""How far QuickBooks' clock may be from ours."""

Written = Mapping[str, Snapshot | Failure]
_HOLDERS = ("Customer", "Vendor", "Employee")


class RecordWriter:
    """Writes records of one company."""

    def __init__(self, client: QuickBooksClient, reader: RecordReader, company: CompanyProfile) -> None:
        self._client, self._reader, self._company = client, reader, company

    def write(self, writes: Sequence[Write]) -> Written:
        """See `RecordSystem.write`."""
        results: dict[str, Snapshot | Failure] = {}
        items: list[BatchItem] = []
        for write in writes:
            try:
                items.append(BatchItem(write.key, document_of(write, self._company)))
            except VendorError as error:
                results[write.key] = error.failure
        answers = self._client.batch(items)
        results |= {write.key: self._result(write, answers[write.key]) for write in writes if write.key in answers}
        return results | self._second_thoughts([write for write in writes if write.key in answers], results)

    def find_written(self, writes: Sequence[Write], since_moment: datetime) -> dict[str, Snapshot]:
        """See `RecordSystem.find_written`. Items have no marker; their names are unique."""
        found: dict[str, Snapshot] = {}
        for kind in EntityKind:
            of_kind = [write for write in writes if write.kind is kind]
            if of_kind:
                found |= self._named(of_kind) if kind is EntityKind.PRODUCT else self._marked(kind, of_kind, since_moment)
        return found

    def _result(self, write: Write, answer: Document | Failure) -> Snapshot | Failure:
        if isinstance(answer, Failure):
            return answer
        row = answer.get(ENTITIES[write.kind])
        shown = self._reader.understood(write.kind, row) if row else ()
        return shown if isinstance(shown, Failure) else member_snapshot(write, shown)

    def _second_thoughts(self, writes: Sequence[Write], results: Written) -> dict[str, Snapshot | Failure]:
        """Refusals that name something in the way: our own lost create, or a holder whom a person wants to know."""
        taken = {code: _refused(writes, results, code) for code in (DUPLICATE_NUMBER, DUPLICATE_NAME)}
        return {
            **self._numbers(taken[DUPLICATE_NUMBER]),
            **self._item_names([pair for pair in taken[DUPLICATE_NAME] if pair[0].kind is EntityKind.PRODUCT]),
            **self._customer_names([pair for pair in taken[DUPLICATE_NAME] if pair[0].kind is EntityKind.CUSTOMER]),
        }

    def _numbers(self, refused: Sequence[tuple[Write, Failure]]) -> dict[str, Snapshot | Failure]:
        """The invoice that has the number already may be the one that an unanswered create of ours made."""
        ids = [failure.existing.id for _, failure in refused if failure.existing]
        if not ids:
            return {}
        try:
            read = self._reader.read(EntityKind.INVOICE, ids)
        except VendorError:
            return {}  # the refusal itself already says all that a person needs
        results: dict[str, Snapshot | Failure] = {}
        for write, failure in refused:
            found = read.get(failure.existing.id, ()) if failure.existing else ()
            if not isinstance(found, Failure) and write.operation is Operation.CREATE:
                results.update((write.key, snapshot) for snapshot in found if snapshot.source == write.source)
        return results

    def _item_names(self, refused: Sequence[tuple[Write, Failure]]) -> dict[str, Snapshot | Failure]:
        """An item with this name exists, perhaps from an unanswered create of ours; it can be adopted, not doubled."""
        found = self._named([write for write, _ in refused])
        return {
            write.key: replace(failure, existing=found[write.key].ref) for write, failure in refused if write.key in found
        }

    def _customer_names(self, refused: Sequence[tuple[Write, Failure]]) -> dict[str, Snapshot | Failure]:
        """Tell who holds the name: a customer (perhaps inactive), a vendor or an employee."""
        if not refused:
            return {}
        questions = {
            f"{write.key}{holder}": select(holder, f"DisplayName = {literal(_display_name(write))}", ANY_STATE)
            for write, _ in refused
            for holder in _HOLDERS
        }
        answers = self._client.batch([BatchItem(key, {"Query": question}) for key, question in questions.items()])
        return {write.key: _with_holder(write, failure, answers) for write, failure in refused}

    def _named(self, writes: Iterable[Write]) -> dict[str, Snapshot]:
        wanted = {
            write.key: Criterion(MatchKey.NAME, write.record.name) for write in writes if isinstance(write.record, Product)
        }
        found = self._reader.find(EntityKind.PRODUCT, list(wanted.values())) if wanted else {}
        return {key: found[criterion][0] for key, criterion in wanted.items() if found[criterion]}

    def _marked(self, kind: EntityKind, writes: Sequence[Write], since_moment: datetime) -> dict[str, Snapshot]:
        by_source = {write.source: write for write in writes}
        condition = since("MetaData.CreateTime", since_moment - CLOCK_SKEW)
        found: dict[str, Snapshot] = {}
        for row in self._client.query_all(ENTITIES[kind], condition):
            shown = self._reader.understood(kind, row)
            for snapshot in () if isinstance(shown, Failure) else shown:
                if snapshot.source in by_source:
                    found[by_source[snapshot.source].key] = snapshot
        return found


def _refused(writes: Sequence[Write], results: Written, code: str) -> list[tuple[Write, Failure]]:
    failures = ((write, results[write.key]) for write in writes)
    return [(write, failure) for write, failure in failures if isinstance(failure, Failure) and failure.code == code]


def _display_name(write: Write) -> str:
    return write.record.display_name if isinstance(write.record, Customer) else ""


def _with_holder(write: Write, failure: Failure, answers: Mapping[str, Any]) -> Failure:
    for holder in _HOLDERS:
        answer = answers.get(f"{write.key}{holder}")
        rows = [] if answer is None or isinstance(answer, Failure) else answer.get("QueryResponse", {}).get(holder, [])
        if rows:
            held_by = ref(EntityKind.CUSTOMER, str(rows[0]["Id"])) if holder == "Customer" else None
            text = f"the name {_display_name(write)!r} is held by {holder.lower()} {rows[0]['Id']}"
            return replace(failure, text=text, existing=held_by)
    return failure
