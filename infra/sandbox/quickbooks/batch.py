"""Batches: independent items, each with its own answer or fault.

https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/batch
"""

from collections.abc import Callable
from typing import Any

from infra.sandbox.quickbooks import operations, search
from infra.sandbox.quickbooks.capture import captured
from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.entities import ENTITIES
from infra.sandbox.quickbooks.errors import QuickBooksError, missing, stale
from infra.sandbox.quickbooks.presentation import shown
from infra.sandbox.quickbooks.settings import write_settings
from infra.sandbox.quickbooks.wire import Document, blank

LONGEST_ID_WITH_REQUEST_ID = 10
READS = ("Query", "CDCQuery")


def items_of(company: Company, body: Document, request_id: str | None) -> list[Document]:
    """The items of a batch request. Raises 1040 above the limit, 2130 for ids that break the rules."""
    items = body.get("BatchItemRequest")
    if not isinstance(items, list) or not items:
        raise missing("BatchItemRequest")
    limit = company.switches.batch_limit
    if len(items) > limit:
        raise QuickBooksError("1040", f"Batch size {len(items)} exceeds the maximum of {limit}")
    identifiers = [str(item.get("bId", "")) for item in items]
    if len(set(identifiers)) < len(identifiers) or "" in identifiers:
        raise QuickBooksError("2130", "Every item needs a bId of its own", "bId")
    if request_id and any(len(one) > LONGEST_ID_WITH_REQUEST_ID for one in identifiers):
        detail = f"With a requestid every bId has at most {LONGEST_ID_WITH_REQUEST_ID} characters"
        raise QuickBooksError("2130", detail, "bId")
    return items


def run(company: Company, items: list[Document], fails: Callable[[int], bool]) -> list[Document]:
    """Answer every item; no item sees the fault of another. Those whose place `fails` meet trouble, and nothing is done."""
    order = list(enumerate(items))
    if company.switches.batch_order == "shuffled":
        company.random.shuffle(order)
    return [_answer(company, item, _trouble(item) if fails(number) else None) for number, item in order]


def reads(items: list[Document]) -> int:
    """How many of the items are metered."""
    return sum(any(kind in item for kind in READS) for item in items)


def _trouble(item: Document) -> QuickBooksError:
    """What may befall one item alone: somebody changed its object just now, or the service broke down."""
    if any("SyncToken" in body for body in item.values() if isinstance(body, dict)):
        return stale()
    return QuickBooksError("10000", "An application error has occurred while processing your request")


def _answer(company: Company, item: Document, trouble: QuickBooksError | None) -> Document:
    try:
        if trouble:
            raise trouble
        return {**_done(company, item), "bId": item["bId"]}
    except QuickBooksError as error:
        return {"Fault": error.fault(company.switches.language), "bId": item["bId"]}


def _done(company: Company, item: Document) -> Document:
    if "Query" in item:
        return {"QueryResponse": search.run(company, str(item["Query"]))}
    if "CDCQuery" in item:
        asked = item["CDCQuery"]
        return {"CDCResponse": [captured(company, str(asked.get("Entities", "")), str(asked.get("ChangedSince", "")))]}
    kind = next((name for name in item if name in ENTITIES), None)
    if kind is None:
        raise QuickBooksError("2000", "Unsupported Object Name : the batch item has no known object")
    if company.subscription_ended:
        raise subscription_ended()
    return {kind: _write(company, kind, item)}


def _write(company: Company, kind: str, item: Document) -> Any:
    entity, body, operation = ENTITIES[kind], item[kind], item.get("operation")
    options = frozenset(str(item.get("optionsData", "")).replace(" ", "").split(",")) - {""}
    match operation:
        case "delete":
            return operations.delete(company, entity, body)
        case "void" if entity.void_by == "operation":
            return shown(company, operations.void(company, entity, body))
        case "update" if "void" in options and entity.void_by == "include":
            return shown(company, operations.void(company, entity, body))
        case "create":
            return shown(company, operations.write(company, entity, {**body, "Id": None}, options))
        case "update":
            if blank(body.get("Id")):
                raise missing("Id")
            return shown(company, write_settings(company, entity, body, options))
    raise operations.unsupported(str(operation))


def subscription_ended() -> QuickBooksError:
    """The company may only be read (6190)."""
    return QuickBooksError("6190", "Subscription period has ended or canceled or there was a billing problem")
