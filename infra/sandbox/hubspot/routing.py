"""Routes of the authorised APIs: object types resolved, scopes checked, errors turned into HubSpot's envelope."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from werkzeug.routing import Rule
from werkzeug.wrappers import Request, Response

from infra.sandbox.hubspot.backend import ApiCall, Backend
from infra.sandbox.hubspot.errors import HubSpotError, missing_scopes
from infra.sandbox.hubspot.object_types import ObjectType, object_type
from infra.sandbox.kernel.control import json_response

DATED = '<any("2025-09","2026-03","2026-09"):version>'
_OBJECT_TYPE_ARGUMENTS = ("kind", "origin", "target")


class Access(StrEnum):
    """What a route needs to be granted."""

    READ = "read"
    WRITE = "write"
    SCHEMA_READ = "schema read"
    SCHEMA_WRITE = "schema write"
    TAX_RATES = "tax_rates.read"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Route:
    """One handler under one or more paths."""

    method: str
    paths: tuple[str, ...]
    handler: Callable[..., Response]
    access: Access


def aliases(legacy: str, dated: str, suffix: str) -> tuple[str, str]:
    """The path under a v-number and under a date."""
    return f"{legacy}{suffix}", f"{dated.replace('{version}', DATED)}{suffix}"


def rules(routes: Iterable[Route], backend: Backend) -> list[Rule]:
    """The routes as werkzeug rules."""
    return [
        Rule(path, methods=[route.method], endpoint=_endpoint(route, backend)) for route in routes for path in route.paths
    ]


def answer_error(error: HubSpotError, correlation_id: str) -> Response:
    """The error as an answer; the correlation id is also a header."""
    response = json_response(error.body(correlation_id), error.status)
    response.headers["x-hubspot-correlation-id"] = correlation_id
    return response


def _endpoint(route: Route, backend: Backend) -> Callable[..., Response]:
    def serve(request: Request, version: str = "v3", **arguments: Any) -> Response:
        try:
            call = _call(request, backend, version)
            resolved = _resolved(arguments)
            kinds = [found for found in resolved.values() if isinstance(found, ObjectType)]
            _check_scopes(call, route.access, kinds)
            with call.journal.atomic():
                return route.handler(call, **resolved)
        except HubSpotError as error:
            return answer_error(error, backend.identifiers.uuid7(backend.clock.now()))

    return serve


def _call(request: Request, backend: Backend, version: str) -> ApiCall:
    token = request.environ["twin.token"]
    return ApiCall(request, backend, backend.portals[token.grant.portal_id], token, version)


def _resolved(arguments: dict[str, Any]) -> dict[str, Any]:
    return {name: object_type(value) if name in _OBJECT_TYPE_ARGUMENTS else value for name, value in arguments.items()}


def _check_scopes(call: ApiCall, access: Access, kinds: Sequence[ObjectType]) -> None:
    granted = set(call.token.grant.scopes)
    for required in _required(access, kinds):
        if not granted.intersection(required):
            raise missing_scopes(required)


def _required(access: Access, kinds: Sequence[ObjectType]) -> list[list[str]]:
    match access:
        case Access.ANY:
            return []
        case Access.TAX_RATES:
            return [[access]]
        case Access.READ | Access.WRITE:
            return [_suffixed(kind.scopes, access) for kind in kinds]
        case Access.SCHEMA_READ:
            return [[*_suffixed(kind.schema_scopes, "read"), *_suffixed(kind.scopes, "read")] for kind in kinds]
        case Access.SCHEMA_WRITE:
            return [_suffixed(kind.schema_scopes, "write") for kind in kinds]


def _suffixed(scopes: Iterable[str], access: str) -> list[str]:
    return [f"{scope}.{access}" if scope.startswith("crm.") else scope for scope in scopes]
