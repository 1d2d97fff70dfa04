"""Checks that need only the data of `entities`: members, lengths, enumerations, references, addresses of e-mail."""

import json
from collections.abc import Mapping
from typing import Any

from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.entity import Entity
from infra.sandbox.quickbooks.errors import QuickBooksError, missing, too_long
from infra.sandbox.quickbooks.members import IN_EVERY_OBJECT, refuse_unknown
from infra.sandbox.quickbooks.wire import Document, blank, date_of, decimal_of, ref_value

READ_ONLY = frozenset(
    {"domain", "sparse", "status", "Id", "SyncToken", "MetaData", "Balance", "HomeBalance", "HomeTotalAmt"}
    | {"BalanceWithJobs", "FullyQualifiedName", "Level", "UnappliedAmt", "RemainingCredit", "DeliveryInfo"}
    | {"InvoiceLink", "EInvoiceStatus", "invoiceStatus", "Classification", "CurrentBalance", "LinkedTxn"}
    | {"CurrentBalanceWithSubAccounts", "TxnSource", "time"}
)
AMOUNTS = frozenset(
    {"Amount", "Qty", "UnitPrice", "TotalAmt", "Deposit", "DiscountPercent", "TotalTax", "ExchangeRate", "PurchaseCost"}
    | {"QtyOnHand", "TaxInclusiveAmt", "TaxPercent", "NetAmountTaxable", "Rate"}
)
IDENTIFIERS = frozenset({"value", "Id", "TxnId", "TxnLineId", "DefinitionId"})
"""Ids are text in every answer, however they were sent; `value` is the id in a reference."""
DATES = ("TxnDate", "DueDate", "ShipDate", "InvStartDate", "OpenBalanceDate")
EMAILS = ("PrimaryEmailAddr", "BillEmail", "BillEmailCc", "BillEmailBcc")


def drafted(company: Company, entity: Entity, body: Document, before: Document | None) -> Document:
    """The object as the request wants it: a full update forgets what was not sent, a sparse one keeps it.

    Read-only members are ignored silently. `Line` is replaced as a whole by both.
    https://developer.intuit.com/app/developer/qbo/docs/learn/rest-api-features
    """
    if company.switches.unknown_members == "refuse":
        refuse_unknown(entity.name, body, IN_EVERY_OBJECT | READ_ONLY)
    writable = READ_ONLY if entity.name in {"Payment", "BillPayment"} else READ_ONLY | {"TotalAmt"}
    sent = {name: _plain(name, value) for name, value in body.items() if name not in writable}
    kept = before or {}
    if before and str(body.get("sparse", "")).lower() != "true":
        kept = {name: value for name, value in before.items() if name in writable}
    if company.switches.empty_reference == "ignore":
        sent = {name: value for name, value in sent.items() if not _is_empty_reference(name, value)}
    merged = {**kept, **sent}
    return {name: value for name, value in merged.items() if not blank(value) and not _is_empty_reference(name, value)}


def _is_empty_reference(name: str, value: Any) -> bool:
    return name.endswith("Ref") and isinstance(value, Mapping) and "value" in value and blank(value["value"])


def check(company: Company, entity: Entity, draft: Document) -> None:
    """Raise the fault for the first thing that is missing, too long, malformed or refers to nothing."""
    for member in entity.required:
        if blank(draft.get(member)) or (member.endswith("Ref") and ref_value(draft, member) is None):
            raise missing(member)
    for path, longest in entity.lengths.items():
        _check_length(path, _at(draft, path), longest)
    for member, allowed in entity.enums.items():
        if member in draft and draft[member] not in allowed:
            raise QuickBooksError("2170", f"Invalid Enumeration : {draft[member]}", member)
    for member in DATES:
        if member in draft:
            draft[member] = date_of(draft[member], member).isoformat()
    for member in EMAILS:
        _check_email(draft, member)
    for member, target in entity.references.items():
        refer(company, target, ref_value(draft, member), member)
    _check_characters(company, draft)


def refer(company: Company, entity: str, identifier: str | None, member: str) -> Document | None:
    """The object a reference means. Raises 2500 when there is none, 610 when it is inactive."""
    if identifier is None:
        return None
    found = company.records.get(entity, identifier)
    if found is None:
        code = company.switches.missing_reference_code
        raise QuickBooksError(code, f"Invalid Reference Id : {entity} element id {identifier} not found", member)
    if found.get("Active") is False:
        raise QuickBooksError(
            company.switches.inactive_reference_code,
            "Object Not Found : Something you're trying to use has been made inactive. "
            "Check the fields with accounts, customers, items, vendors or employees.",
            member,
        )
    return found


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return {member: _plain(member, inner) for member, inner in value.items()}
    if isinstance(value, list):
        return [_plain(name, element) for element in value]
    if name in AMOUNTS and not blank(value):
        return decimal_of(value, name)
    return str(value) if name in IDENTIFIERS and isinstance(value, int) else value


def _at(draft: Mapping[str, Any], path: str) -> Any:
    value: Any = draft
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _check_length(path: str, value: Any, longest: int) -> None:
    if not blank(value) and len(str(value)) > longest:
        raise too_long(path, 0, longest, len(str(value)))


def _check_email(draft: Document, member: str) -> None:
    address = _at(draft, f"{member}.Address")
    for one in str(address or "").split(","):
        local, at, domain = one.strip().rpartition("@")
        if one and not (at and local and "." in domain and " " not in one.strip()):
            detail = "Email Address does not conform to the RFC 822 standard"
            raise QuickBooksError("2210", f"{detail} : {address}", member)


def _check_characters(company: Company, draft: Document) -> None:
    if not (company.switches.latin1_only and company.in_us):
        return
    text = json.dumps(draft, default=str, ensure_ascii=False)
    if any(ord(character) > 0xFF for character in text):
        raise QuickBooksError("2040", "Invalid Characters : the text has characters outside ISO-8859-1")
