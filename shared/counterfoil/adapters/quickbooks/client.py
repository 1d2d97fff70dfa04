"""QuickBooks' endpoints, thin: paths, limits and answers. Knows nothing of what is in a document.

Sources: https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/batch (30 items, `requestid` of at
most 36 characters and `bId` of at most 10) and https://developer.intuit.com/app/developer/qbo/docs/learn/rest-api-features
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from types import MappingProxyType
from typing import Any

from counterfoil.adapters.http import Answer, VendorHttp
from counterfoil.adapters.quickbooks.errors import fault_failure, fault_of, is_unreadable
from counterfoil.adapters.quickbooks.paging import every_row
from counterfoil.adapters.quickbooks.statements import LARGEST_PAGE, select
from counterfoil.adapters.runs import runs
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import System
from counterfoil.domain.records.record import digest
from counterfoil.domain.texts import refusals
from counterfoil.domain.values import dataclass
from counterfoil.settings import QUICKBOOKS_MINOR_VERSION

BATCH_SIZE = 30
MOST_SINGLY = 6
"""So few items are written in calls of their own: of the two allowances the one of batches is the smaller by far."""
MOST_LEFT_SINGLY = BATCH_SIZE // 2
"""So few items that are left when the others filled batches are written so as well, while batches are short."""
_LONG = 3.0
"""Seconds that others are not waited for one by one: a batch is to be had every one and a half."""
MOST_LINES = 1_000
"""So many lines are written in one call at most, unless a single document has more."""

_HOW = {"operation", "optionsData"}
"""The members of a batch's item that are no document."""

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BatchItem:
    """One thing to do in a batch: `body` is the item without its `bId`; `key` says when a repetition is the same.

    What is said `alone` needs what is included for its entity, which a batch may not know.
    """

    key: str
    body: Document
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed, by entity name, and QuickBooks' own time of the answer."""

    rows: Mapping[str, tuple[Document, ...]]
    time: str


class QuickBooksClient:
    """The Accounting API for one company. Every method raises VendorError when a call failed as a whole.

    What is `included` for an entity is asked for with every query and every single write of it. Whether batches and change
    data capture know it is not documented.
    """

    def __init__(self, http: VendorHttp, realm_id: str, included: Mapping[str, str] = MappingProxyType({})) -> None:
        self._http, self._path, self._included = http, f"/v3/company/{realm_id}", included

    def query(self, statement: str, entity: str) -> list[Document]:
        """The rows of one statement. One metered read."""
        answer = self._call("POST", "/query", text=statement, reads=True, query=self._including(entity))
        return _rows(answer.body, entity, answer.request_id)

    def count(self, entity: str, *conditions: str) -> int:
        """How many rows meet the conditions. One metered read.

        https://developer.intuit.com/app/developer/qbo/docs/learn/explore-the-quickbooks-online-api/data-queries
        """
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        answer = self._call("POST", "/query", text=f"SELECT COUNT(*) FROM {entity}{where}", reads=True)  # noqa: S608 - every value went through literal()
        response = _member(answer, "QueryResponse")
        total = response.get("totalCount") if isinstance(response, Mapping) else None
        if not isinstance(total, int):
            raise VendorError(_unanswered(answer.request_id))
        return total

    def query_all(
        self, entity: str, *conditions: str, what: str = "*", order: str = "Id", first: int = 1
    ) -> Iterator[Document]:
        """Every row from a position on that meets the conditions and that QuickBooks can show.

        One metered read for a thousand rows.
        """
        return every_row(lambda start: self.page(entity, *conditions, what=what, order=order, start=start), first)

    def page(
        self, entity: str, *conditions: str, what: str = "*", order: str = "Id", start: int, limit: int = LARGEST_PAGE
    ) -> list[Document | None]:
        """Rows from a position, counted from 1. One metered read.

        A single stored value that QuickBooks cannot read makes a whole answer fail. Then the page is read in halves,
        and None stands for the row in question.
        """
        statement = select(entity, *conditions, what=what, order=order, start=start, limit=limit)
        try:
            return [*self.query(statement, entity)]
        except VendorError as error:
            if not is_unreadable(error.failure):
                raise
        if limit == 1:
            return [None]
        half = limit // 2
        rows = self.page(entity, *conditions, what=what, order=order, start=start, limit=half)
        if len(rows) < half:
            return rows
        return rows + self.page(entity, *conditions, what=what, order=order, start=start + half, limit=limit - half)

    def changes(self, entities: Sequence[str], since: datetime) -> Changes:
        """Change data capture: objects changed since then, deleted ones as tombstones; at most 1,000 in all. One read."""
        query = {"entities": ",".join(entities), "changedSince": since.isoformat(timespec="seconds")}
        answer = self._call("GET", "/cdc", query=query)
        responses = _member(answer, "CDCResponse")
        rows: dict[str, tuple[Document, ...]] = {}
        for response in responses:
            if fault := fault_of(response):
                raise VendorError(fault_failure(fault, answer.request_id))
            for part in response.get("QueryResponse", ()):
                rows |= {name: tuple(found) for name, found in part.items() if isinstance(found, list)}
        return Changes(rows, str(answer.body.get("time", "")))

    def pdf(self, entity: str, record_id: str) -> AbstractContextManager[Iterator[bytes]]:
        """The PDF that QuickBooks makes of a form, in pieces. One metered read."""
        path, query = f"{self._path}/{entity.lower()}/{record_id}/pdf", {"minorversion": QUICKBOOKS_MINOR_VERSION}
        return self._http.document(path, accept="application/pdf", query=query)

    def write(self, items: Sequence[BatchItem]) -> dict[str, Document | Failure]:
        """Carry out the items; each one's answer or failure by its key. Never raises VendorError.

        A few are sent singly, as long as QuickBooks answers quickly, and so are those that would fill half a batch at most
        while batches are short, and what must be; all others thirty a call.
        """
        results = {item.key: self._single(item) for item in items if item.alone}
        others = [item for item in items if not item.alone]
        if len(others) > MOST_SINGLY:
            return results | self._in_batches(others)
        singly = self._singly(others)
        return results | singly | self._in_batches(others[len(singly) :])

    def _singly(self, items: Sequence[BatchItem]) -> dict[str, Document | Failure]:
        """The first of the items, each in a call of its own, until those that are left would take too long so."""
        results: dict[str, Document | Failure] = {}
        for left, item in zip(range(len(items) - 1, -1, -1), items, strict=True):
            began = self._http.elapsed()
            results[item.key] = self._single(item)
            if left * (self._http.elapsed() - began) > _LONG:
                break
        return results

    def _in_batches(self, items: Sequence[BatchItem]) -> dict[str, Document | Failure]:
        """Thirty a call.

        Creates come in calls of their own with a `requestid` from their keys, so that the same call repeated makes no
        second record. Everything else needs none, for its SyncToken fits only once, and must have none: QuickBooks would
        repeat an old refusal after the person has removed its cause.
        """
        creates = [item for item in items if item.body["operation"] == "create"]
        others = [item for item in items if item.body["operation"] != "create"]
        return self._batches(creates, once=True) | self._batches(others, once=False)

    def _single(self, item: BatchItem) -> Document | Failure:
        """Carry out one item by itself, https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities."""
        entity = next(name for name in item.body if name not in _HOW)
        query = {"requestid": digest([item.key])} if item.body["operation"] == "create" else _way_of(item.body)
        try:
            query = {**self._including(entity), **query}
            answer = self._call("POST", f"/{entity.lower()}", query=query, body=item.body[entity])
            return {entity: _member(answer, entity)}
        except VendorError as error:
            return error.failure

    def _including(self, entity: str) -> dict[str, str]:
        return {"include": self._included[entity]} if entity in self._included else {}

    def ask(self, questions: Mapping[str, str]) -> dict[str, Document | Failure]:
        """The `QueryResponse` of several statements by their names; each is a metered read. Never raises VendorError."""
        items = [BatchItem(name, {"Query": statement}) for name, statement in questions.items()]
        answers = self._batches(items, once=False, reads=True)
        return {
            name: answer if isinstance(answer, Failure) else answer.get("QueryResponse", {})
            for name, answer in answers.items()
        }

    def _batches(self, items: Sequence[BatchItem], *, once: bool, reads: bool = False) -> dict[str, Document | Failure]:
        results: dict[str, Document | Failure] = {}
        for some in _chunks(items):
            few = not reads and len(some) <= MOST_LEFT_SINGLY and self._http.is_short("batch")
            alone = self._singly(some) if few else {}
            results |= alone
            chunk = some[len(alone) :]
            if not chunk:
                continue
            try:
                query = {"requestid": digest(item.key for item in chunk)} if once else {}
                results |= self._batch(chunk, query, reads=reads)
            except VendorError as error:
                results |= {item.key: error.failure for item in chunk}
        return results

    def _batch(self, items: Sequence[BatchItem], query: Mapping[str, str], *, reads: bool) -> dict[str, Document | Failure]:
        numbered = {f"b{number}": item for number, item in enumerate(items)}
        body = {"BatchItemRequest": [{"bId": number, **item.body} for number, item in numbered.items()]}
        answer = self._call("POST", "/batch", reads=reads, resource="batch", query=query, body=body)
        results: dict[str, Document | Failure] = {}
        for result in _member(answer, "BatchItemResponse"):
            if item := numbered.get(str(result.get("bId"))):
                fault = fault_of(result)
                results[item.key] = fault_failure(fault, answer.request_id) if fault else result
        return {item.key: results.get(item.key) or _unanswered(answer.request_id) for item in items}

    def _call(
        self,
        method: str,
        path: str,
        *,
        reads: bool = False,
        resource: str = "request",
        query: Mapping[str, str] | None = None,
        body: object = None,
        text: str | None = None,
    ) -> Answer:
        query = {"minorversion": QUICKBOOKS_MINOR_VERSION, **(query or {})}
        path = f"{self._path}{path}"
        return self._http.call(method, path, reads=reads, resource=resource, query=query, body=body, text=text)


def _way_of(body: Document) -> dict[str, str]:
    """How a single call says what the item of a batch does; nothing where it is an ordinary update."""
    if "optionsData" in body:
        return {"operation": body["operation"], "include": body["optionsData"]}
    return {} if body["operation"] == "update" else {"operation": body["operation"]}


def _chunks(items: Sequence[BatchItem]) -> Iterator[list[BatchItem]]:
    """The items in order, as many in a call as it takes of items and of lines."""
    return runs(items, most=BATCH_SIZE, room=MOST_LINES, size=_lines_of)


def _lines_of(item: BatchItem) -> int:
    return sum(len(one.get("Line") or ()) for one in item.body.values() if isinstance(one, Mapping))


def _rows(body: object, entity: str, request_id: str) -> list[Document]:
    response = body.get("QueryResponse") if isinstance(body, Mapping) else None
    if not isinstance(response, Mapping):
        raise VendorError(_unanswered(request_id))
    rows: list[Document] = response.get(entity, [])
    return rows


def _member(answer: Answer, name: str) -> Any:
    """The member that makes an answer the one asked for; without it, nobody knows what happened."""
    if not isinstance(answer.body, Mapping) or name not in answer.body:
        raise VendorError(_unanswered(answer.request_id))
    return answer.body[name]


def _unanswered(request_id: str) -> Failure:
    return Failure(
        category=ErrorCategory.VENDOR_UNAVAILABLE,
        cure=Cure.LOOKING,
        text=refusals.UNCLEAR_ANSWER(system=System.QUICKBOOKS.brand),
        request_id=request_id,
    )
