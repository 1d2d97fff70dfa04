"""A stored object as an answer shows it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from infra.sandbox.kernel.exact_json import number
from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.entities import REFERENCE_TARGETS
from infra.sandbox.quickbooks.wire import Document, envelope_time

JAVA_ENUMS = {
    "NeedToPrint": "NEED_TO_PRINT",
    "NotSet": "NOT_SET",
    "NeedToSend": "NEED_TO_SEND",
    "EmailSent": "EMAIL_SENT",
    "PrintComplete": "PRINT_COMPLETE",
    "SalesItemLineDetail": "SALES_ITEM_LINE_DETAIL",
    "SubTotalLineDetail": "SUB_TOTAL_LINE_DETAIL",
    "DiscountLineDetail": "DISCOUNT_LINE_DETAIL",
    "StringType": "STRING_TYPE",
}


def shown(company: Company, stored: Document) -> Document:
    """Amounts as numbers, references with their names, and what every object carries."""
    document: Document = {"domain": "QBO", "sparse": False, **_shown(company, stored)}
    if "SourceCurrencyCode" in stored:  # the one kind without an id
        document = {name: value for name, value in document.items() if name not in {"Id", "SyncToken"}}
    if company.switches.extra_members:
        document["NewMemberOfTheFuture"] = {"value": "1"}
    return document


def tombstone(stored: Document) -> Document:
    """A deleted object as change data capture shows it."""
    return {"domain": "QBO", **stored}


def enveloped(company: Company, content: Mapping[str, Any]) -> Document:
    """`content` with the time of the answer."""
    return {**content, "time": envelope_time(company.clock.now())}


def java_spelled(value: Any) -> Any:
    """Enumerations as the documented void answer spells them.

    https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice#void-an-invoice
    """
    if isinstance(value, dict):
        return {name: java_spelled(member) for name, member in value.items()}
    if isinstance(value, list):
        return [java_spelled(element) for element in value]
    return JAVA_ENUMS.get(value, value) if isinstance(value, str) else value


def _shown(company: Company, value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _member(company, name, member) for name, member in value.items() if member is not None}
    if isinstance(value, list):
        return [_shown(company, element) for element in value]
    return number(value) if isinstance(value, Decimal) else value


def _member(company: Company, name: str, value: Any) -> Any:
    target = REFERENCE_TARGETS.get(name)
    if target and isinstance(value, Mapping) and "value" in value:
        entity, label = target
        referred = company.records.get(entity, value["value"])
        return {"value": value["value"], "name": referred[label]} if referred else dict(value)
    return _shown(company, value)
