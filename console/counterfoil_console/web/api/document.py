"""The routes for programs, documented as OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1)."""

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from counterfoil_console.bootstrap import Console
from counterfoil_console.web import answers
from counterfoil_console.web.access import Access
from counterfoil_console.web.answers import Answer
from counterfoil_console.web.api import standing
from counterfoil_console.web.api.operations import Operation
from counterfoil_console.web.routes import Routes, Visit

SUBJECTS = (standing.routes,)
ADDRESS = "/api/openapi.json"
_SCHEMAS = "#/components/schemas/{model}"
_VARIABLE = re.compile(r"<(\w+)>")

routes = Routes()


@routes.get(ADDRESS, Access.VIEWER)
def openapi(_visit: Visit, _console: Console) -> Answer:
    """What programs may call."""
    return answers.data(document())


@cache
def document() -> dict[str, object]:
    """The whole document."""
    operations = [one for subject in SUBJECTS for one in subject.operations]
    adapters: list[tuple[str, str, TypeAdapter[Any]]] = [
        (one.name, "serialization", TypeAdapter(one.answers)) for one in operations
    ] + [(f"{one.name}?", "validation", TypeAdapter(one.takes)) for one in operations]
    schemas, definitions = TypeAdapter.json_schemas(adapters, ref_template=_SCHEMAS)  # type: ignore[arg-type]
    return {
        "openapi": "3.1.1",
        "info": {"title": "Counterfoil", "version": "1"},
        "paths": _paths(operations, schemas),
        "components": {
            "schemas": definitions.get("$defs", {}),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"token": []}],
    }


def _paths(operations: Iterable[Operation], schemas: Any) -> dict[str, dict[str, object]]:
    paths: dict[str, dict[str, object]] = {}
    for one in operations:
        paths.setdefault(_VARIABLE.sub(r"{\1}", one.path), {})[one.method.lower()] = {
            "operationId": one.name,
            "summary": one.summary,
            "description": f"For whoever is {one.access} or more.",
            "parameters": [*_in_path(one), *_in_query(one, schemas[f"{one.name}?", "validation"])],
            "responses": {
                "200": {
                    "description": "the answer",
                    "content": {"application/json": {"schema": schemas[one.name, "serialization"]}},
                }
            },
        }
    return paths


def _in_path(operation: Operation) -> list[dict[str, object]]:
    names = _VARIABLE.findall(operation.path)
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _in_query(operation: Operation, schema: Any) -> list[dict[str, object]]:
    """The fields of what it takes, each with its own schema."""
    ...
