"""HubSpot's refusals, translated once: from its codes and categories to what a person or the engine must do.

Codes decide, messages never; the two exceptions are ids that HubSpot gives nowhere but in a message.
Source: https://developers.hubspot.com/docs/api-reference/error-handling
"""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from counterfoil.adapters.http import Answer
from counterfoil.domain.errors import Cure, ErrorCategory, Failure

REQUEST_ID_HEADER = "x-hubspot-correlation-id"
ALREADY_HAS_VALUE = "ALREADY_HAS_VALUE"

_Meaning = tuple[ErrorCategory, Cure]
_DEAD_GRANT = (ErrorCategory.NEEDS_RECONNECT, Cure.PERSON)
_REFUSED = (ErrorCategory.PROPERTY_REFUSED, Cure.PERSON)
_MISFIT = (ErrorCategory.VALUE_DOES_NOT_FIT, Cure.PERSON)
_BUSY = (ErrorCategory.VENDOR_UNAVAILABLE, Cure.WAITING)
_UNCERTAIN = (ErrorCategory.VENDOR_UNAVAILABLE, Cure.LOOKING)
_GONE = (ErrorCategory.RECORD_DELETED, Cure.PERSON)
_UNKNOWN = (ErrorCategory.UNEXPECTED, Cure.PERSON)

_BY_CODE: dict[str, _Meaning] = {
    **dict.fromkeys(("INVALID_AUTHENTICATION", "EXPIRED_AUTHENTICATION", "REVOKED_AUTHENTICATION"), _DEAD_GRANT),
    **dict.fromkeys(("MISSING_SCOPES", "PROPERTY_DOESNT_EXIST", "READ_ONLY_VALUE", "FORBIDDEN"), _REFUSED),
    **dict.fromkeys(("INVALID_OPTION", "INVALID_INTEGER", "INVALID_LONG", "INVALID_NUMBER", "INVALID_EMAIL"), _MISFIT),
    **dict.fromkeys(("INVALID_DATE", "INVALID_STRING", "PROPERTY_VALUE_TOO_LONG"), _MISFIT),
    **dict.fromkeys(("RATE_LIMIT", "RATE_LIMITS"), _BUSY),
    "CONFLICT": (ErrorCategory.AMBIGUOUS_MATCH, Cure.PERSON),
    # A unique property already has this value elsewhere: an earlier try of the same write may have been carried out.
    ALREADY_HAS_VALUE: (ErrorCategory.AMBIGUOUS_MATCH, Cure.LOOKING),
    "OBJECT_NOT_FOUND": _GONE,
    # A new record is to be associated with one that is not there any more.
    "INVALID_OBJECT_IDS": (ErrorCategory.RECORD_DELETED, Cure.RESOLVING),
}
_BY_STATUS: dict[int, _Meaning] = {
    401: _DEAD_GRANT,
    403: _REFUSED,
    404: _GONE,
    409: _BY_CODE["CONFLICT"],
    423: _BUSY,
    429: _BUSY,
    477: _BUSY,
}
# What is wrong with one record of a batch and then with every other.
NO_SUCH_PROPERTY = "PROPERTY_DOESNT_EXIST"
FORBIDDEN = {"FORBIDDEN", "403"}
"""What the account does not do for any program, whatever it is granted."""
_TRUE_OF_ALL = {"MISSING_SCOPES", NO_SUCH_PROPERTY}
# How long to wait when no Retry-After says so: https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines
_PAUSE_BY_POLICY = {"SECONDLY": timedelta(seconds=1), "DAILY": timedelta(minutes=15)}
_PAUSE_BY_STATUS = {423: timedelta(seconds=2), 429: timedelta(seconds=10), 477: timedelta(seconds=10)}
_EXISTING = re.compile(r"Existing ID: (\d+)|(\d+) already has that value")


def translate(answer: Answer) -> Failure | None:
    """The failure that a whole answer means; None for success, also for a batch of which only a part went well."""
    body = answer.body if isinstance(answer.body, Mapping) else {}
    if answer.status < 300 and body.get("status") != "error":
        return None
    return _failure(answer.status, body, answer.request_id, _pause(answer.status, body, answer.headers))


def record_failure(error: Mapping[str, Any], request_id: str) -> Failure:
    """The failure that one entry of a batch answer's `errors` means for the records it names."""
    return _failure(0, error, request_id, None)


def existing_id(failure: Failure) -> str:
    """The id of the record that stands in the way, "" when HubSpot names none."""
    found = _EXISTING.search(failure.vendor_text)
    return next(filter(None, found.groups()), "") if found else ""


def may_be_of_one(failure: Failure) -> bool:
    """Whether a batch was refused for what may be wrong with one of its records only."""
    return (
        failure.cure in {Cure.PERSON, Cure.RESOLVING}
        and failure.category is not ErrorCategory.NEEDS_RECONNECT
        and failure.code not in _TRUE_OF_ALL
    )


def _failure(status: int, body: Mapping[str, Any], request_id: str, pause: timedelta | None) -> Failure:
    codes = tuple(_codes(body))
    category, cure = _meaning(status, codes)
    return Failure(
        category=category,
        cure=cure,
        vendor_text=str(body.get("message") or f"HTTP status {status}"),
        code=next((code for code in codes if code in _BY_CODE), codes[0] if codes else str(status)),
        request_id=request_id or str(body.get("correlationId") or ""),
        retry_after=pause if cure is Cure.WAITING else None,
    )


def _meaning(status: int, codes: tuple[str, ...]) -> _Meaning:
    if status >= 500:
        return _UNCERTAIN
    known = (_BY_CODE[code] for code in codes if code in _BY_CODE)
    return next(known, _BY_STATUS.get(status, _UNKNOWN))


def _codes(body: Mapping[str, Any]) -> Iterator[str]:
    """Every code in an error, the most particular ones first."""
    if "already has that value" in str(body.get("message")):
        yield ALREADY_HAS_VALUE
    for detail in body.get("errors") or ():
        if isinstance(detail, Mapping):
            yield from (str(detail[name]) for name in ("code", "subCategory") if detail.get(name))
    for name in ("subCategory", "category", "errorType"):
        if body.get(name):
            yield str(body[name])
    if isinstance(context := body.get("context"), Mapping):
        yield from (str(name) for name in context)


def _pause(status: int, body: Mapping[str, Any], headers: Mapping[str, str]) -> timedelta | None:
    asked = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    if asked.isdecimal():
        return timedelta(seconds=int(asked))
    return _PAUSE_BY_POLICY.get(str(body.get("policyName")), _PAUSE_BY_STATUS.get(status))
