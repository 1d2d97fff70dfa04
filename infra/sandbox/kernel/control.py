"""The `/_twin/` routes: a test's or a demo's hand on clock, faults, meter, switches and webhooks.

GET    /_twin/calls?latest=N      totals, counts by route, the latest N calls
DELETE /_twin/calls               count afresh
GET    /_twin/clock               {"now": ISO-8601}
PUT    /_twin/clock               {"now": ISO-8601, "freeze": bool} or {"advance_seconds": number}
GET    /_twin/switches            every switch with its value
PUT    /_twin/switches            {name: value, ...}; an unknown name is refused
GET    /_twin/faults              what is still planned
POST   /_twin/faults              one Fault: {"kind": "throttled", "route": "POST .*/batch", "times": 2}; every third
                                  call fails: {"kind": "server_error", "every": 3, "times": null}; every call takes
                                  25 seconds: {"kind": "slow_before", "seconds": 25, "times": null}
DELETE /_twin/faults              forget what is still planned
POST   /_twin/actions/<action>    what this twin alone can do; see its own `control`
"""

import dataclasses
from datetime import datetime
from typing import TYPE_CHECKING, Any

from werkzeug.routing import Rule
from werkzeug.wrappers import Request, Response

from infra.sandbox.kernel import exact_json
from infra.sandbox.kernel.faults import Fault, FaultKind

if TYPE_CHECKING:
    from infra.sandbox.kernel.application import TwinApplication


class ControlError(Exception):
    """A control request that names something this twin does not have."""


def control_rules(twin: "TwinApplication") -> list[Rule]:
    """The control routes of one twin."""
    control = _Control(twin)
    return [
        Rule("/_twin/calls", methods=["GET", "DELETE"], endpoint=control.calls),
        Rule("/_twin/clock", methods=["GET", "PUT"], endpoint=control.clock),
        Rule("/_twin/switches", methods=["GET", "PUT"], endpoint=control.switches),
        Rule("/_twin/faults", methods=["GET", "POST", "DELETE"], endpoint=control.faults),
        Rule("/_twin/actions/<action>", methods=["POST"], endpoint=control.action),
    ]


def json_response(value: Any, status: int = 200) -> Response:
    """`value` as an exact JSON answer."""
    return Response(exact_json.dumps(value), status=status, content_type="application/json;charset=utf-8")


class _Control:
    def __init__(self, twin: "TwinApplication") -> None:
        self._twin = twin

    def calls(self, request: Request) -> Response:
        meter = self._twin.kernel.meter
        if request.method == "DELETE":
            meter.reset()
            return Response(status=204)
        latest = int(request.args.get("latest", "0"))
        return json_response({**meter.summary(), "latest": meter.latest(latest) if latest else []})

    def clock(self, request: Request) -> Response:
        clock = self._twin.kernel.clock
        if request.method == "PUT":
            body = exact_json.loads(request.get_data())
            if "advance_seconds" in body:
                clock.advance(float(body["advance_seconds"]))
            else:
                clock.set(datetime.fromisoformat(body["now"]), freeze=bool(body.get("freeze", False)))
        return json_response({"now": clock.now().isoformat()})

    def switches(self, request: Request) -> Response:
        switches = self._twin.switches()
        if request.method == "PUT":
            known = {field.name for field in dataclasses.fields(switches)}
            body = exact_json.loads(request.get_data())
            if unknown := sorted(set(body) - known):
                return json_response({"message": f"unknown switches: {', '.join(unknown)}"}, 400)
            for name, value in body.items():
                setattr(switches, name, float(value) if isinstance(getattr(switches, name), float) else value)
        return json_response(dataclasses.asdict(switches))

    def faults(self, request: Request) -> Response:
        plan = self._twin.kernel.faults
        if request.method == "DELETE":
            plan.clear()
            return Response(status=204)
        if request.method == "GET":
            return json_response([dataclasses.asdict(fault) for fault in list(plan.planned)])
        body = exact_json.loads(request.get_data())
        try:
            plan.add(_fault(**body))
        except (TypeError, ValueError) as error:
            return json_response({"message": f"no such fault: {error}"}, 400)
        return Response(status=204)

    def action(self, request: Request, action: str) -> Response:
        arguments = exact_json.loads(request.get_data() or b"{}")
        try:
            with self._twin.kernel.lock:
                return json_response(self._twin.control(action, arguments))
        except ControlError as error:
            return json_response({"message": str(error)}, 400)


def _fault(*, kind: str, seconds: Any = 0, every: int = 1, **other: Any) -> Fault:
    """The fault a request describes. Raises ValueError or TypeError for what no fault has."""
    if every < 1:
        raise ValueError(f"every={every} is less than 1")
    return Fault(kind=FaultKind(kind), seconds=float(seconds), every=every, **other)
