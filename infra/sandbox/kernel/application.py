"""A twin as a WSGI application: routing, faults and metering around plain handler functions."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from threading import RLock
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from infra.sandbox.kernel.clock import Clock
from infra.sandbox.kernel.control import control_rules
from infra.sandbox.kernel.faults import Fault, FaultKind, FaultPlan
from infra.sandbox.kernel.meter import Call, CallMeter

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Handler = Callable[..., Response]
REFUSED_BEFORE = {FaultKind.THROTTLED, FaultKind.SERVER_ERROR, FaultKind.UNAVAILABLE, FaultKind.FAULT_IN_SUCCESS}


_HALF_FAILS = "twin.half_fails"


def fails(request: Request, number: int) -> bool:
    """Whether the item at this place of a batch, counted from 0, is among those that meet trouble."""
    return _HALF_FAILS in request.environ and number % 2 == 0


class ConnectionLostError(Exception):
    """The client gets no answer; the server closes the socket, an in-process transport raises a read error."""


@dataclass(slots=True)
class Cost:
    """What one answered call counts as; a handler may change it through `request.environ["twin.cost"]`."""

    metered: bool = False
    units: int = 1


@dataclass(slots=True)
class Kernel:
    """The parts every twin has."""

    clock: Clock = field(default_factory=Clock)
    faults: FaultPlan = field(default_factory=FaultPlan)
    meter: CallMeter = field(default_factory=CallMeter)
    lock: RLock = field(default_factory=RLock)


class TwinApplication(ABC):
    """One vendor's API. Requests are served one at a time; only injected waiting happens outside the lock."""

    def __init__(self, kernel: Kernel, rules: Iterable[Rule]) -> None:
        self.kernel = kernel
        every = [*rules, *control_rules(self)]
        self._handlers: list[Handler] = [rule.endpoint for rule in every]
        self._routes = _routes(tuple((rule.rule, frozenset(rule.methods or ())) for rule in every))

    @abstractmethod
    def fault_response(self, kind: FaultKind) -> Response:
        """The vendor's own answer for a refused request (429, 500, 503, or 200 with an error body)."""

    @abstractmethod
    def error_response(self, error: HTTPException) -> Response:
        """The vendor's own answer for an unknown path or method."""

    @abstractmethod
    def before(self, request: Request) -> Response | None:
        """The gateway: authorisation and rate limits. An answer here ends the request."""

    @abstractmethod
    def finish(self, request: Request, response: Response) -> None:
        """Add the headers that the vendor puts on every answer."""

    @abstractmethod
    def switches(self) -> Any:
        """The dataclass of this twin's switches for uncertain vendor behaviour."""

    @abstractmethod
    def control(self, action: str, arguments: Mapping[str, Any]) -> Any:
        """Twin-specific control actions (configure webhooks, act as a person in the vendor's own pages)."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        return self._serve(request)(environ, start_response)

    def _serve(self, request: Request) -> Response:
        if request.path.startswith("/_twin/"):
            return self._dispatch(request, "control")[1]
        call = (request.method, request.path, request.get_data())
        delays = self.kernel.faults.delays(*call)
        self._wait(delays, FaultKind.SLOW_BEFORE)
        fault = self.kernel.faults.take(*call)
        response = self._serve_badly(request, fault) if fault else self._answer(request)
        self._wait(delays, FaultKind.SLOW_AFTER)
        return response

    def _wait(self, delays: Iterable[Fault], kind: FaultKind) -> None:
        for delay in delays:
            if delay.kind is kind:
                self.kernel.clock.wait(delay.seconds)

    def _serve_badly(self, request: Request, fault: Fault) -> Response:
        match fault.kind:
            case kind if kind in REFUSED_BEFORE:
                return self._metered(request, f"fault:{kind}", self.fault_response(kind))
            case FaultKind.DROPPED_BEFORE:
                raise ConnectionLostError
            case FaultKind.HALF_FAILED:
                request.environ[_HALF_FAILS] = True
        response = self._answer(request)
        match fault.kind:
            case FaultKind.DROPPED_AFTER:
                raise ConnectionLostError
            case FaultKind.SERVER_ERROR_AFTER:
                return self.fault_response(FaultKind.SERVER_ERROR)
        return response

    def _answer(self, request: Request) -> Response:
        request.environ["twin.cost"] = Cost()
        with self.kernel.lock:
            refused = self.before(request)
            route, response = ("gateway", refused) if refused else self._dispatch(request, "unknown")
            return self._metered(request, route, response)

    def _dispatch(self, request: Request, fallback: str) -> tuple[str, Response]:
        adapter = self._routes.bind_to_environ(request.environ)
        try:
            rule, arguments = adapter.match(return_rule=True)
            return f"{request.method} {rule.rule}", self._handlers[rule.endpoint](request, **arguments)
        except HTTPException as error:
            return f"{request.method} {fallback}", self.error_response(error)

    def _metered(self, request: Request, route: str, response: Response) -> Response:
        cost = request.environ.get("twin.cost", Cost())
        self.finish(request, response)
        self.kernel.meter.record(
            Call(
                method=request.method,
                path=request.path,
                route=route,
                status=response.status_code,
                metered=cost.metered and response.status_code < 300,
                units=cost.units,
                request_id=response.headers.get("intuit_tid") or response.headers.get("x-hubspot-correlation-id") or "",
                at=self.kernel.clock.now().isoformat(),
                query=request.query_string.decode(errors="replace"),
            )
        )
        return response


@lru_cache(maxsize=8)
def _routes(paths: tuple[tuple[str, frozenset[str]], ...]) -> Map:
    """These paths with their methods; an endpoint is the position of its path. All twins of a kind share one, for making
    one takes long."""
    return Map([Rule(path, methods=methods, endpoint=place) for place, (path, methods) in enumerate(paths)],
               strict_slashes=False)  # fmt: skip
