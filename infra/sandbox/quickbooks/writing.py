"""One write request: which of create, update, delete and void it is, and its answer.

https://developer.intuit.com/app/developer/qbo/docs/learn/rest-api-features
"""

from collections.abc import Mapping
from typing import Any

from werkzeug.wrappers import Request, Response

from infra.sandbox.kernel import exact_json
from infra.sandbox.kernel.control import json_response
from infra.sandbox.quickbooks import operations, recurring, settings
from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.entity import Entity
from infra.sandbox.quickbooks.errors import QuickBooksError
from infra.sandbox.quickbooks.presentation import enveloped, java_spelled, shown
from infra.sandbox.quickbooks.wire import Document


def write(company: Company, entity: Entity, body: Document, arguments: Mapping[str, str]) -> Response:
    """Do what `operation` and `include` say. Raises the fault that QuickBooks would answer."""
    operation = arguments.get("operation")
    options = frozenset(arguments.get("include", "").split(",")) - {""}
    if entity.name == recurring.KIND:
        return _answer(company, entity, recurring.write(company, body, removing=operation == "delete"))
    if operation == "delete":
        return _answer(company, entity, operations.delete(company, entity, body))
    if operation == "void" or "void" in options:
        return _void(company, entity, body, "operation" if operation == "void" else "include")
    stored = settings.write_settings(company, entity, body, options)
    return _answer(company, entity, shown(company, stored))


def _void(company: Company, entity: Entity, body: Document, form: str) -> Response:
    """Each kind is voided in its own way, and refuses the others in its own way."""
    if entity.void_by == form:
        document = shown(company, operations.void(company, entity, body))
        spelled = java_spelled(document) if company.switches.void_enums == "java" else document
        return _answer(company, entity, spelled)
    if entity.refused_void == "nothing":
        return json_response(enveloped(company, {"BatchItemResponse": []}))
    if entity.refused_void == "fault in success":
        error = QuickBooksError("10000", "java.lang.UnsupportedOperationException")
        return json_response(enveloped(company, {"Fault": error.fault()}))
    raise operations.unsupported("void")


def _answer(company: Company, entity: Entity, document: Document) -> Response:
    return json_response(enveloped(company, {entity.name: document}))


def body_of(request: Request, kind: str | None = None) -> dict[str, Any]:
    """The JSON object of a request; one wrapped in the name of its kind is unwrapped. Raises 2010."""
    try:
        body = exact_json.loads(request.get_data())
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise QuickBooksError("2010", "Property Name:failed to parse json object", "")
    inner = body.get(kind) if len(body) == 1 else None
    return inner if isinstance(inner, dict) else body
