"""A stored object as an answer shows it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from infra.sandbox.kernel.exact_json import number
from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.custom_fields import shown_fields
from infra.sandbox.quickbooks.entities import REFERENCE_TARGETS
from infra.sandbox.quickbooks.wire import ZERO, Document, envelope_time

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
    if "Template" in stored:  # a recurring transaction shows itself in the envelope of its kind
        return {stored["Type"]: shown(company, template_of(stored))}
    document: Document = {"domain": "QBO", "sparse": False, **_shown(company, stored)}
    if "UnappliedAmt" in stored:
        document["Line"] = [_with_extras(company, stored, line) for line in document["Line"]]
    if "SourceCurrencyCode" in stored:  # the one kind without an id
        document = {name: value for name, value in document.items() if name not in {"Id", "SyncToken"}}
    if stored.get("CustomField"):
        document["CustomField"] = _shown(company, shown_fields(company, stored["CustomField"]))
    if company.switches.extra_members:
        document["NewMemberOfTheFuture"] = {"value": "1"}
    omitted = company.switches.omitted_members.split()
    return {name: value for name, value in document.items() if name not in omitted}


def template_of(stored: Document) -> Document:
    """The transaction a recurring one repeats, with the recurring one's id and version."""
    own = {name: stored[name] for name in ("Id", "SyncToken", "MetaData")}
    return {**stored["Template"], **own, "RecurDataRef": {"value": stored["Id"]}}


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


def with_link(company: Company, stored: Document) -> Document:
    """An invoice with the address where its customer can pay, if online payment is on and an e-mail is known."""
    document = shown(company, stored)
    enabled = company.preference("SalesFormsPrefs.ETransactionPaymentEnabled")
    if enabled and "BillEmail" in stored and stored.get("AllowOnlineCreditCardPayment") is True:
        document["InvoiceLink"] = f"https://connect.intuit.com/portal/asei/{company.realm_id}/{stored['Id']}"
    return document


def _with_extras(company: Company, payment: Document, line: Document) -> Document:
    """What a payment's answer tells about each document it settles; the open balance includes this payment."""
    link = line["LinkedTxn"][0]
    settled = company.records.get(link["TxnType"], link["TxnId"]) or {}
    open_balance = settled.get("Balance", ZERO) + company.links.of_payment(payment["Id"]).get(
        (link["TxnType"], link["TxnId"]), ZERO
    )
    extras = {
        "txnId": link["TxnId"],
        "txnOpenBalance": f"{open_balance:.2f}",
        "txnReferenceNumber": settled.get("DocNumber") or "",
    }
    return {**line, "LineEx": {"any": [_name_value(name, value) for name, value in extras.items()]}}


def _name_value(name: str, value: str) -> Document:
    return {
        "name": "{http://schema.intuit.com/finance/v3}NameValue",
        "declaredType": "com.intuit.schema.finance.v3.NameValue",
        "scope": "javax.xml.bind.JAXBElement$GlobalScope",
        "value": {"Name": name, "Value": value},
        "nil": False,
        "globalScope": True,
        "typeSubstituted": False,
    }


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
