"""The table from HubSpot's refusals to failures."""

from datetime import timedelta
from typing import Any

import pytest

from counterfoil.adapters.http import Answer
from counterfoil.adapters.hubspot.errors import existing_id, record_failure, translate
from counterfoil.domain.errors import Cure, ErrorCategory, Failure


def answer(status: int, body: Any = None, **headers: str) -> Answer:
    return Answer(status, body, "request-1", headers)


def failure(status: int, body: Any = None, **headers: str) -> Failure:
    found = translate(answer(status, body, **headers))
    assert found is not None
    return found


def bad_value(code: str) -> dict[str, Any]:
    detail = {"message": "no", "code": code, "context": {"propertyName": ["x"]}}
    return {
        "status": "error",
        "message": "Property values were not valid",
        "category": "VALIDATION_ERROR",
        "errors": [detail],
    }


@pytest.mark.parametrize("status", [200, 201, 204, 207])
def test_success_is_no_failure(status: int) -> None:
    assert translate(answer(status, {"status": "COMPLETE", "errors": [{"category": "VALIDATION_ERROR"}]})) is None


def test_an_error_body_is_a_failure_whatever_its_status() -> None:
    assert failure(200, {"status": "error", "message": "no", "category": "VALIDATION_ERROR"}).cure is Cure.PERSON


@pytest.mark.parametrize(
    ("status", "body", "category"),
    [
        (401, {"category": "INVALID_AUTHENTICATION"}, ErrorCategory.NEEDS_RECONNECT),
        (401, {"category": "EXPIRED_AUTHENTICATION"}, ErrorCategory.NEEDS_RECONNECT),
        (401, None, ErrorCategory.NEEDS_RECONNECT),
        (403, {"category": "MISSING_SCOPES"}, ErrorCategory.PROPERTY_REFUSED),
        (403, {"message": "no processor"}, ErrorCategory.PROPERTY_REFUSED),
        (400, bad_value("PROPERTY_DOESNT_EXIST"), ErrorCategory.PROPERTY_REFUSED),
        (400, bad_value("READ_ONLY_VALUE"), ErrorCategory.PROPERTY_REFUSED),
        (400, bad_value("INVALID_EMAIL"), ErrorCategory.VALUE_DOES_NOT_FIT),
        (400, bad_value("INVALID_OPTION"), ErrorCategory.VALUE_DOES_NOT_FIT),
        (400, bad_value("SOMETHING_NEW"), ErrorCategory.UNEXPECTED),
        (400, {"category": "VALIDATION_ERROR"}, ErrorCategory.UNEXPECTED),
        (404, {"message": "resource not found"}, ErrorCategory.RECORD_DELETED),
        (404, {"category": "OBJECT_NOT_FOUND"}, ErrorCategory.RECORD_DELETED),
        (409, {"message": "Contact already exists. Existing ID: 7", "category": "CONFLICT"}, ErrorCategory.AMBIGUOUS_MATCH),
        (418, None, ErrorCategory.UNEXPECTED),
    ],
)
def test_what_only_a_person_can_cure(status: int, body: Any, category: ErrorCategory) -> None:
    found = failure(status, body)
    assert (found.category, found.cure) == (category, Cure.PERSON)
    assert found.request_id == "request-1"
    assert found.retry_after is None


def test_a_new_record_that_belongs_to_one_that_is_gone_is_resolved_anew() -> None:
    body = {
        "status": "error",
        "message": "One or more associations are invalid",
        "category": "VALIDATION_ERROR",
        "context": {"INVALID_OBJECT_IDS": ["CONTACT=5 is not valid"], "objectId": ["5"], "objectType": ["0-1"]},
    }
    found = failure(400, body)
    assert (found.category, found.cure) == (ErrorCategory.RECORD_DELETED, Cure.RESOLVING)
    assert found.code == "INVALID_OBJECT_IDS"


@pytest.mark.parametrize("status", [500, 502, 503, 504, 521, 523, 524])
def test_a_server_error_may_have_had_its_effect(status: int) -> None:
    found = failure(status, {"status": "error", "category": "VALIDATION_ERROR"})
    assert (found.category, found.cure) == (ErrorCategory.VENDOR_UNAVAILABLE, Cure.LOOKING)


@pytest.mark.parametrize(
    ("status", "body", "headers", "pause"),
    [
        (429, {"errorType": "RATE_LIMIT", "policyName": "TEN_SECONDLY_ROLLING"}, {}, timedelta(seconds=10)),
        (429, {"errorType": "RATE_LIMIT", "policyName": "SECONDLY"}, {}, timedelta(seconds=1)),
        (429, {"errorType": "RATE_LIMIT", "policyName": "DAILY"}, {}, timedelta(minutes=15)),
        (429, {"category": "RATE_LIMITS"}, {"Retry-After": "42"}, timedelta(seconds=42)),
        (429, None, {"retry-after": "soon"}, timedelta(seconds=10)),
        (423, None, {}, timedelta(seconds=2)),
        (477, None, {"Retry-After": "3600"}, timedelta(hours=1)),
    ],
)
def test_a_busy_hubspot_says_when_to_come_back(status: int, body: Any, headers: dict[str, str], pause: timedelta) -> None:
    found = failure(status, body, **headers)
    assert (found.category, found.cure) == (ErrorCategory.VENDOR_UNAVAILABLE, Cure.WAITING)
    assert found.retry_after == pause


def test_the_most_particular_code_decides_and_is_kept() -> None:
    found = failure(400, bad_value("READ_ONLY_VALUE"))
    assert found.code == "READ_ONLY_VALUE"
    assert failure(400, bad_value("SOMETHING_NEW")).code == "SOMETHING_NEW"


def test_the_record_in_the_way_is_named() -> None:
    assert (
        existing_id(failure(409, {"message": "Contact already exists. Existing ID: 123", "category": "CONFLICT"})) == "123"
    )
    assert existing_id(failure(400, bad_value("INVALID_EMAIL"))) == ""


def test_a_taken_unique_value_may_be_our_own_lost_create() -> None:
    message = "Property values were not valid: 451 already has that value."
    found = record_failure({"status": "error", "category": "VALIDATION_ERROR", "message": message}, "request-2")
    assert (found.cure, found.request_id, existing_id(found)) == (Cure.LOOKING, "request-2", "451")
