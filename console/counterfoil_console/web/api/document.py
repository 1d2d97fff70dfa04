"""The routes for programs, documented as OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1)."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter

from counterfoil_console.bootstrap import Console
from counterfoil_console.web import answers
from counterfoil_console.web.access import Access
from counterfoil_console.web.answers import Answer
from counterfoil_console.web.api import standing
from counterfoil_console.web.api.operations import Operation
from counterfoil_console.web.routes import Routes, Visit

SUBJECTS = (standing.routes,)
_SCHEMAS = "#/components/schemas/{model}"
_VARIABLE = re.compile(r"<(\w+)>")
_REFUSALS: dict[str, object] = {
    "401": {"description": "The token is unknown or has ended."},
    "403": {"description": "The token's role does not allow this."},
    "404": {"description": "There is no such connection or record."},
    "422": {"description": "Fields do not fit; `faults` says why, by field."},
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
    return {
        "openapi": "3.1.1",
        "info": {"title": "Counterfoil", "version": "1"},
        "paths": _paths(operations, schemas, models),
        "components": {"schemas": models, "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        "security": [{"token": []}],
    }


def _paths(operations: Iterable[Operation], schemas: Any, models: Any) -> dict[str, dict[str, object]]:
    return {
        _VARIABLE.sub(r"{\1}", one.path): {
            "get": {
                "operationId": one.name,
                "summary": one.summary,
                "parameters": [*_in_path(one), *_in_query(_resolved(schemas[one.name, "validation"], models))],
                "responses": _responses(schemas[one.name, "serialization"]),
            }
        }
        for one in operations
    }


def _responses(schema: Any) -> dict[str, object]:
    answer = {"description": "The answer.", "content": {"application/json": {"schema": schema}}}
    return {"200": answer, **_REFUSALS}


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
