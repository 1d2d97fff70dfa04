"""Writes QuickBooks records in batches, each with its own result."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from counterfoil.adapters.alone import alone
from counterfoil.adapters.quickbooks.beside import blamed
from counterfoil.adapters.quickbooks.client import BatchItem, Document, QuickBooksClient
from counterfoil.adapters.quickbooks.conveniences import write_or_do_without
from counterfoil.adapters.quickbooks.kept import as_kept
from counterfoil.adapters.quickbooks.mapping.common import ENTITIES
from counterfoil.adapters.quickbooks.mapping.own import names_further_fields
from counterfoil.adapters.quickbooks.namesakes import Namesakes
from counterfoil.adapters.quickbooks.payloads import document_of, given_to, member_snapshot, needs_stored
from counterfoil.adapters.quickbooks.reading import RecordReader
from counterfoil.adapters.quickbooks.refusals import RefusalReader
from counterfoil.domain.connection import CompanyProfile
from counterfoil.domain.errors import Cure, Failure, VendorError
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.texts import refusals, words
from counterfoil.domain.write import Write

type _Rows = Mapping[str, Document | Failure]
"""What some writes must know, by the writes' keys."""


class RecordWriter:
    """Writes records of one company."""

    def __init__(
        self,
        client: QuickBooksClient,
        reader: RecordReader,
        company: CompanyProfile,
        namesakes: Namesakes | None = None,
    ) -> None:
        """With `namesakes` a second person of a name gets a number."""
        self._client, self._reader, self._company, self._namesakes = client, reader, company, namesakes
        self._refusals = RefusalReader(client, reader, company)

    def write(self, writes: Sequence[Write]) -> dict[str, Snapshot | Failure]:
        """See `RecordSystem.write`."""
        results = self._write(writes)
        renamed, made = self._namesakes.renamed(writes, results) if self._namesakes else ({}, {})
        again = self._write(list(renamed.values())) if renamed else {}
        return results | made | {key: again[write.key] for key, write in renamed.items()}

    def _write(self, writes: Sequence[Write]) -> dict[str, Snapshot | Failure]:
        results: dict[str, Snapshot | Failure] = {}
        items: list[BatchItem] = []
        stored, customers = self._stored(writes), self._customers(writes)
        for write in writes:
            complaint = refusals.UNWRITABLE(kind=words.ONE[write.kind], system=System.QUICKBOOKS.brand)
            document = alone(partial(self._document, write, stored, customers), complaint)
            if isinstance(document, Failure):
                results[write.key] = document
            else:
                items.append(BatchItem(write.key, document, alone=names_further_fields(document[ENTITIES[write.kind]])))
        answers = write_or_do_without(self._client.write, items)
        answered = [write for write in writes if write.key in answers]
        results |= {write.key: self._result(write, answers[write.key]) for write in answered}
        return results | self._refusals.reconsider(answered, results)

    def _stored(self, writes: Sequence[Write]) -> dict[str, Document | Failure]:
        """The objects that some writes must know, by the writes' keys; one metered read a kind, none as a rule."""
        stored: dict[str, Document | Failure] = {}
        for kind in EntityKind:
            of_kind = [write for write in writes if write.kind is kind and needs_stored(write, self._company)]
            stored |= self._rows(kind, {write.key: write.target.id for write in of_kind if write.target})
        return stored

    def _customers(self, writes: Sequence[Write]) -> dict[str, Document | Failure]:
        """The customers to whom invoices are given, by the writes' keys; a metered read where there are any."""
        return self._rows(EntityKind.CUSTOMER, {write.key: to.id for write in writes if (to := given_to(write))})

    def _rows(self, kind: EntityKind, ids: Mapping[str, str]) -> dict[str, Document | Failure]:
        try:
            rows = self._reader.rows(kind, ids.values())
        except VendorError as error:
            rows = dict.fromkeys(ids.values(), error.failure)
        return {key: rows[record_id] for key, record_id in ids.items() if record_id in rows}

    def _document(self, write: Write, stored: _Rows, customers: _Rows) -> Document:
        return document_of(write, self._company, _known(stored, write), _known(customers, write))

    def _result(self, write: Write, answer: Document | Failure) -> Snapshot | Failure:
        """The record as written. What was carried out but cannot be understood must be looked for, not written again."""
        if isinstance(answer, Failure):
            return blamed(write, answer, self._company)
        shown = self._shown(write, answer)
        return replace(shown, cure=Cure.LOOKING) if isinstance(shown, Failure) else shown

    def _shown(self, write: Write, answer: Document) -> Snapshot | Failure:
        row = answer.get(ENTITIES[write.kind])
        shown = self._reader.understood(write.kind, row) if row else ()
        found = shown if isinstance(shown, Failure) else member_snapshot(write, shown)
        return found if isinstance(found, Failure) else as_kept(write, found)


def _known(rows: _Rows, write: Write) -> Document:
    """What this write must know, empty for nothing. Raises VendorError where it could not be read."""
    found = rows.get(write.key, {})
    if isinstance(found, Failure):
        raise VendorError(found)
    return found
