"""The routes for programs, documented as OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1)."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter

from counterfoil_console.bootstrap import Console
from counterfoil_console.web import answers
from counterfoil_console.web.access import Access
from counterfoil_console.web.answers import Answer
from counterfoil_console.web.api import (
    accounts,
    connections,
    dead_letters,
    deciding,
    documents,
    exports,
    ledgers,
    notices,
    people,
    plans,
    rules,
    standing,
)
from counterfoil_console.web.api.once import HEADER, LONGEST_KEY
from counterfoil_console.web.api.operations import Operation
from counterfoil_console.web.cookies import SESSION
from counterfoil_console.web.routes import Routes, Visit

SUBJECTS = (
    standing.routes,
    documents.routes,
    connections.routes,
    exports.routes,
    deciding.routes,
    plans.routes,
    rules.routes,
    accounts.routes,
    people.routes,
    dead_letters.routes,
    ledgers.routes,
    notices.routes,
)
_SCHEMAS = "#/components/schemas/{model}"
_VARIABLE = re.compile(r"<(\w+)>")
_REFUSALS = {
    "400": "The request cannot be understood.",
    "401": "The token is unknown or has ended.",
    "403": "The token's role does not allow this.",
    "404": "There is no such connection, record, plan or rule.",
    "500": "Something went wrong here; `reference` is for support. An act is sent again with the same key.",
    "502": "A vendor refused, or did not answer.",
    "422": "Fields do not fit; `faults` says why, by field. Or the idempotency key was used for another request.",
}
_TOO_MANY = {"429": {"description": "Too many requests in a short time: wait. What it says is API Gateway's, not ours."}}
_REFUSED_ACTS = {
    "409": "It cannot be done as things are, or the same is being done just now; `type` says which.",
    "413": "The body is larger than anything that is sent here.",
}
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "faults": {"type": "object", "additionalProperties": {"type": "string"}},
        "reference": {"type": "string"},
    },
}
_SECURITY = {
    "token": {"type": "http", "scheme": "bearer"},
    "session": {"type": "apiKey", "in": "cookie", "name": SESSION, "description": "Acts also show X-CSRF."},
}
_KEY = {
    "name": HEADER,
    "in": "header",
    "required": True,
    "description": "Any text of your own for this request: sent again with it within a day, it is carried out once.",
    "schema": {"type": "string", "maxLength": LONGEST_KEY},
}

type _Wanted = tuple[str, Literal["validation", "serialization"], TypeAdapter[Any]]

routes = Routes()


@routes.get("/api/openapi.json", Access.VIEWER)
def openapi(_visit: Visit, _console: Console) -> Answer:
    """What programs may call."""
    return answers.data(document())


@cache
def document() -> dict[str, object]:
    """The whole document."""
    operations = [one for subject in SUBJECTS for one in subject.operations]
    answered: list[_Wanted] = [(one.name, "serialization", TypeAdapter(one.answers)) for one in operations]
    taken: list[_Wanted] = [(one.name, "validation", TypeAdapter(one.takes)) for one in operations]
    schemas, definitions = TypeAdapter.json_schemas([*answered, *taken], ref_template=_SCHEMAS)
    models = definitions.get("$defs", {})
    for one in operations:
        _resolved(schemas[one.name, "validation"], models)["additionalProperties"] = False
    return {
        "openapi": "3.1.1",
        "info": {"title": "Counterfoil", "version": "1"},
        "paths": _paths(operations, schemas, models),
        "components": {"schemas": {**models, "Problem": _PROBLEM}, "securitySchemes": _SECURITY},
        "security": [{"token": []}, {"session": []}],
    }


def _paths(operations: Iterable[Operation], schemas: Any, models: Any) -> dict[str, dict[str, object]]:
    paths: dict[str, dict[str, object]] = {}
    for one in operations:
        path = paths.setdefault(_VARIABLE.sub(r"{\1}", one.path), {})
        path[one.method.lower()] = _described(one, schemas, models)
    return paths


def _described(one: Operation, schemas: Any, models: Any) -> dict[str, object]:
    taken, answered = schemas[one.name, "validation"], {one.media: {"schema": schemas[one.name, "serialization"]}}
    described: dict[str, object] = {
        "operationId": one.name,
        "summary": one.summary,
        "responses": _responses(
            {one.media: {"schema": answered}}, {**_REFUSALS, **_REFUSED_ACTS} if one.acts else _REFUSALS
        ),
    }
    if not one.acts:
        return described | {"parameters": [*_in_path(one), *_in_query(_resolved(taken, models))]}
    in_person: dict[str, object] = {"security": [{"session": []}]} if one.in_person else {}
    body = {"required": bool(_resolved(taken, models).get("required")), "content": _json(taken)}
    return described | in_person | {"parameters": [*_in_path(one), _KEY], "requestBody": body}


def _responses(content: Mapping[str, Any], refusals: Mapping[str, str]) -> dict[str, object]:
    problem = {"application/problem+json": {"schema": {"$ref": _SCHEMAS.format(model="Problem")}}}
    refused = {status: {"description": text, "content": problem} for status, text in refusals.items()}
    return {"200": {"description": "The answer.", "content": content}, **refused, **_TOO_MANY}


def _json(schema: Any) -> dict[str, object]:
    return {"application/json": {"schema": schema}}


def _in_path(operation: Operation) -> list[dict[str, object]]:
    names = _VARIABLE.findall(operation.path)
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _in_query(schema: Any) -> list[dict[str, object]]:
    """The fields of what an operation takes."""
    required = schema.get("required", ())
    return [
        {"name": name, "in": "query", "required": name in required, "schema": field}
        for name, field in schema.get("properties", {}).items()
    ]


def _resolved(schema: Any, models: Any) -> Any:
    """What a reference stands for."""
    reference: str = schema.get("$ref", "")
    return models[reference.rpartition("/")[2]] if reference else schema
