"""HubSpot's error envelope.

Shape: https://developers.hubspot.com/docs/api-reference/error-handling and the ErrorData schema of the OpenAPI files.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from infra.sandbox.kernel import exact_json

Context = Mapping[str, Sequence[str]]


@dataclass(eq=False, slots=True)
class HubSpotError(Exception):
    """An answer other than success; `body` gives it as HubSpot writes it."""

    status: int
    message: str
    category: str | None = None
    context: Context = field(default_factory=dict)
    errors: Sequence[Mapping[str, Any]] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)
    sub_category: str | None = None

    def body(self, correlation_id: str) -> dict[str, Any]:
        """The envelope of a whole failed request; empty parts are left out."""
        optional = {
            "context": dict(self.context),
            "links": dict(self.links),
            "errors": list(self.errors),
            "category": self.category,
            "subCategory": self.sub_category,
        }
        shown = {name: value for name, value in optional.items() if value}
        return {"status": "error", "message": self.message, "correlationId": correlation_id, **shown, **self.extra}

    def item(self, **context: Sequence[str]) -> dict[str, Any]:
        """The same error as one entry of a batch answer's `errors`."""
        item: dict[str, Any] = {"status": "error", "category": self.category or "VALIDATION_ERROR"}
        if self.sub_category:
            item["subCategory"] = self.sub_category
        return item | {
            "message": self.message,
            "context": {**self.context, **context},
            "links": dict(self.links),
            "errors": list(self.errors),
        }


@dataclass(frozen=True, slots=True)
class PropertyProblem:
    """One property value that HubSpot will not take."""

    name: str
    code: str
    message: str
    value: str | None = None


def invalid(message: str, **context: Sequence[str]) -> HubSpotError:
    """400 VALIDATION_ERROR."""
    return HubSpotError(400, message, "VALIDATION_ERROR", context)


def invalid_properties(portal_id: int, problems: Sequence[PropertyProblem]) -> HubSpotError:
    """400 that lists every bad property at once, in the message as JSON and in `errors`."""
    listed = [_listed(portal_id, problem) for problem in problems]
    return HubSpotError(
        400,
        f"Property values were not valid: {exact_json.dumps(listed).decode()}",
        "VALIDATION_ERROR",
        errors=[
            {"message": problem.message, "code": problem.code, "context": {"propertyName": [problem.name]}}
            for problem in problems
        ],
    )


def _listed(portal_id: int, problem: PropertyProblem) -> dict[str, Any]:
    shown = {} if problem.value is None else {"propertyValue": problem.value}
    return {
        "isValid": False,
        "message": problem.message,
        "error": problem.code,
        "name": problem.name,
        "localizedErrorMessage": problem.message,
        **shown,
        "portalId": portal_id,
    }


def missing_required(object_label: str, names: Sequence[str]) -> HubSpotError:
    """400 for a create that leaves out what its object type requires."""
    message = f"Error creating {object_label}. Some required properties were not set."
    detail = {"message": message, "code": "REQUIRED_PROPERTY_MISSING", "context": {"properties": list(names)}}
    return HubSpotError(400, message, "VALIDATION_ERROR", {"properties": list(names)}, errors=[detail])


def record_not_found(record_id: str) -> HubSpotError:
    """404; numeric ids and other ids are answered differently."""
    if record_id.isascii() and record_id.isdigit():
        return HubSpotError(404, "resource not found")
    message = "Object not found.  objectId are usually numeric."
    return HubSpotError(404, message, "OBJECT_NOT_FOUND", {"id": [record_id]})


def records_missing(object_label: str, ids: Sequence[str]) -> HubSpotError:
    """The batch entry for ids that name no record."""
    message = f"Could not get some {object_label} objects, they may be deleted or not exist. Check that ids are valid."
    return HubSpotError(404, message, "OBJECT_NOT_FOUND", {"ids": list(ids)})


def contact_exists(existing_id: str) -> HubSpotError:
    """409 for a second contact with the same e-mail."""
    return HubSpotError(409, f"Contact already exists. Existing ID: {existing_id}", "CONFLICT")


def missing_scopes(required: Sequence[str]) -> HubSpotError:
    """403; any one of `required` would have done."""
    detail = {
        "message": "One or more of the following scopes are required.",
        "context": {"requiredGranularScopes": list(required)},
    }
    message = (
        "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: "
        "https://developers.hubspot.com/scopes."
    )
    return HubSpotError(
        403, message, "MISSING_SCOPES", errors=[detail], links={"scopes": "https://developers.hubspot.com/scopes"}
    )


def rate_limited(policy: str) -> HubSpotError:
    """429 under the policy `TEN_SECONDLY_ROLLING`, `SECONDLY` or `DAILY`."""
    names = {"TEN_SECONDLY_ROLLING": "ten_secondly_rolling", "SECONDLY": "secondly", "DAILY": "daily"}
    message = f"You have reached your {names[policy]} limit."
    return HubSpotError(429, message, extra={"errorType": "RATE_LIMIT", "policyName": policy})
