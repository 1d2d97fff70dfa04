"""QuickBooks' refusals, translated once: from its fault codes to what a person or the engine must do.

Codes decide; messages are localised and only read where the code says nothing (6000).
Source: https://developer.intuit.com/app/developer/qbo/docs/develop/troubleshooting/error-codes
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from counterfoil.adapters.http import Answer
from counterfoil.adapters.quickbooks.business_rules import meant_by
from counterfoil.adapters.quickbooks.mapping.common import NUMBERED, key_of
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System

REQUEST_ID_HEADER = "intuit_tid"
DUPLICATE_NUMBER = "6140"
DUPLICATE_NAME = "6240"
BUSINESS_RULE = "6000"
_UNREADABLE = "4002"
_SYSTEM_FAILURE = "10000"
_UNSUPPORTED = "500"
_GATEWAY = {408, 502, 503, 504}
"""Statuses of those who stand between and gave up waiting; the request behind them may still be carried out."""

_Meaning = tuple[ErrorCategory, Cure]
_THROTTLE_PAUSE = timedelta(seconds=60)
_BUSY = (ErrorCategory.VENDOR_UNAVAILABLE, Cure.WAITING)
_UNCERTAIN = (ErrorCategory.VENDOR_UNAVAILABLE, Cure.LOOKING)
_DEAD_GRANT = (ErrorCategory.NEEDS_RECONNECT, Cure.PERSON)
_MISFIT = (ErrorCategory.VALUE_DOES_NOT_FIT, Cure.PERSON)
_CLOSED = (ErrorCategory.BOOKS_CLOSED, Cure.PERSON)
_ACCOUNT = (ErrorCategory.UNKNOWN_ACCOUNT, Cure.PERSON)
_TAX = (ErrorCategory.TAX_REQUIRED, Cure.PERSON)
# The customer may be in another currency than was known: it is read again, and perhaps there is another one.
_CURRENCY = (ErrorCategory.CURRENCY_MISMATCH, Cure.RESOLVING)
_UNKNOWN = (ErrorCategory.UNEXPECTED, Cure.PERSON)

_BY_CODE: dict[str, _Meaning] = {
    **dict.fromkeys(("100", "110", "120", "3100", "3200", "3202"), _DEAD_GRANT),
    **dict.fromkeys(("130", "140", "150", "3001"), _BUSY),
    **dict.fromkeys(("2040", "2050", "2060", "2070", "2180", "2190", "2210"), _MISFIT),
    **dict.fromkeys(("6200", "6210"), _CLOSED),
    **dict.fromkeys(("6010", "6430"), _ACCOUNT),
    **dict.fromkeys(("6100", "6170"), _TAX),
    "600": _UNCERTAIN,
    "2220": _CURRENCY,
    "5010": (ErrorCategory.READ_AGAIN, Cure.READING),
    DUPLICATE_NUMBER: (ErrorCategory.NUMBER_TAKEN, Cure.PERSON),
    DUPLICATE_NAME: (ErrorCategory.DISPLAY_NAME_TAKEN, Cure.PERSON),
    "610": (ErrorCategory.RECORD_DELETED, Cure.RESOLVING),
    "2500": (ErrorCategory.UNEXPECTED, Cure.RESOLVING),
    "6270": (ErrorCategory.NOT_IN_STOCK_YET, Cure.PERSON),
    "6540": (ErrorCategory.PAYMENT_DEPOSITED, Cure.PERSON),
    "6190": (ErrorCategory.SUBSCRIPTION_LAPSED, Cure.PERSON),
    **dict.fromkeys(("6080", "6250"), (ErrorCategory.CUSTOMER_MISSING, Cure.PERSON)),
    _SYSTEM_FAILURE: _UNCERTAIN,
}
# What only the words of a refusal say (6000).
_BY_CATEGORY: dict[ErrorCategory | None, _Meaning] = {
    ErrorCategory.TAX_REQUIRED: _TAX,
    ErrorCategory.SERVICE_DATE_NEEDED: (ErrorCategory.SERVICE_DATE_NEEDED, Cure.PERSON),
    ErrorCategory.CURRENCY_MISMATCH: _CURRENCY,
}
_ASSIGNED_TO = re.compile(r"TxnId=(\d+)")


def translate(answer: Answer) -> Failure | None:
    """The failure that a whole answer means; None for success. A 200 may hold a fault all the same."""
    if fault := fault_of(answer.body):
        return fault_failure(fault, answer.request_id, answer.status)
    if answer.status < 300 and answer.body is not None:
        return None
    category, cure = (
        _BUSY if answer.status == 429 else _UNCERTAIN if _may_have_happened(answer.status) else _by_status(answer)
    )
    return Failure(
        category=category,
        cure=cure,
        vendor_text=f"HTTP status {answer.status} without a readable answer",
        code=str(answer.status),
        request_id=answer.request_id,
        retry_after=_THROTTLE_PAUSE if answer.status == 429 else None,
    )


def fault_of(body: object) -> Mapping[str, Any] | None:
    """The fault in an answer or in one item of a batch, in the service's or the gateway's spelling."""
    if not isinstance(body, Mapping):
        return None
    fault = body.get("Fault") or body.get("fault")
    return fault if isinstance(fault, Mapping) else None


def fault_failure(fault: Mapping[str, Any], request_id: str, status: int = 400) -> Failure:
    """The failure that a fault means. `existing` is set where the fault names the document in the way.

    It names documents of every type by an id alone, so that a change of another type's with that id calls up as well.
    """
    first = _first_error(fault)
    code = str(first.get("code") or "")
    text = _told(first) or f"HTTP status {status}"
    category, cure = _meaning(code, text, status)
    existing = _existing(code, text)
    return Failure(
        category=category,
        cure=cure,
        vendor_text=text,
        code=code,
        request_id=request_id,
        existing=existing,
        blockers=(key_of(NUMBERED[0], existing.id),) if existing else (),
        ended=bool(code) and status not in _GATEWAY,
        retry_after=_THROTTLE_PAUSE if cure is Cure.WAITING else None,
    )


def _first_error(fault: Mapping[str, Any]) -> Mapping[str, Any]:
    errors = fault.get("Error") or fault.get("error")
    first = errors[0] if isinstance(errors, list) and errors else None
    return first if isinstance(first, Mapping) else {}


def is_unreadable(failure: Failure) -> bool:
    """Whether one stored value made a whole answer fail, so that smaller questions show the rest."""
    return failure.code == _UNREADABLE or (failure.code == _SYSTEM_FAILURE and "inactive" in failure.vendor_text)


def is_refusal(failure: Failure) -> bool:
    """Whether QuickBooks understood a question and does not answer it, for a reason that nobody foresaw."""
    return failure.category is ErrorCategory.UNEXPECTED and failure.cure is Cure.PERSON


def is_unsupported(failure: Failure) -> bool:
    """Whether QuickBooks does not do what was asked, such as to tell changes of too long ago."""
    return failure.code == _UNSUPPORTED and failure.cure is Cure.PERSON


def _meaning(code: str, text: str, status: int) -> _Meaning:
    if code in _BY_CODE:
        return _BY_CODE[code]
    if code == BUSINESS_RULE:
        return _BY_CATEGORY.get(meant_by(text), _UNKNOWN)
    if status == 429:
        return _BUSY
    return _UNCERTAIN if status >= 500 else _DEAD_GRANT if status == 401 else _UNKNOWN


def _may_have_happened(status: int) -> bool:
    """A broken or unreadable answer says nothing about the write behind it."""
    return status >= 500 or status < 300


def _told(error: Mapping[str, Any]) -> str:
    """Message and detail; a detail that begins with the message, as QuickBooks likes to, says it all."""
    message, detail = (str(error.get(name) or error.get(name.lower()) or "") for name in ("Message", "Detail"))
    return detail if detail.startswith(message) else ": ".join(filter(None, (message, detail)))


def _by_status(answer: Answer) -> _Meaning:
    """A 403 without a fault may be a proxy's: it does not say that the permission has ended."""
    return _DEAD_GRANT if answer.status == 401 else _UNKNOWN


def _existing(code: str, text: str) -> RecordRef | None:
    found = _ASSIGNED_TO.search(text) if code == DUPLICATE_NUMBER else None
    return RecordRef(System.QUICKBOOKS, EntityKind.INVOICE, found[1]) if found else None
