"""`.../batch/{read,create,update,upsert,archive}`: up to 100 records, with an answer for each.

Multi-status rules: https://developers.hubspot.com/docs/api-reference/error-handling
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from werkzeug.wrappers import Response

from infra.sandbox.hubspot import crm
from infra.sandbox.hubspot.backend import ApiCall
from infra.sandbox.hubspot.errors import HubSpotError, invalid, records_missing
from infra.sandbox.hubspot.object_types import CONTACT, ObjectType
from infra.sandbox.hubspot.objects_api import associations_of, check_unique, lookup, properties_of
from infra.sandbox.hubspot.presentation import View, show, show_written, times
from infra.sandbox.hubspot.routing import Access, Route, aliases
from infra.sandbox.hubspot.values import text_list
from infra.sandbox.kernel.application import fails
from infra.sandbox.kernel.control import json_response

MOST_INPUTS = 100
Input = Mapping[str, Any]


@dataclass(slots=True)
class Outcome:
    """What became of a batch."""

    started: datetime
    results: list[dict[str, Any]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    errors: list[dict[str, Any]] = field(default_factory=list)

    def answer(self, call: ApiCall, kind: ObjectType, success: int) -> Response:
        """`success`, or 207 when something went wrong."""
        errors = [*([records_missing(kind.label, self.missing).item()] if self.missing else []), *self.errors]
        body: dict[str, Any] = {"status": "COMPLETE", "results": self.results}
        if errors:
            body |= {"numErrors": len(errors), "errors": errors}
        partial = bool(errors) and call.backend.switches.batch_answers_207
        return json_response(body | times(self.started, call.portal.now()), 207 if partial else success)


def traced(entry: Input) -> dict[str, list[str]]:
    """The context that ties an error to its input."""
    trace = entry.get("objectWriteTraceId")
    return {"objectWriteTraceId": [str(trace)]} if trace is not None else {}


def with_trace(shown: dict[str, Any], entry: Input) -> dict[str, Any]:
    """A result with the trace id of its input."""
    trace = entry.get("objectWriteTraceId")
    return shown | ({"objectWriteTraceId": str(trace)} if trace is not None else {})


def _read(call: ApiCall, kind: ObjectType) -> Response:
    inputs, body = call.inputs(MOST_INPUTS), call.body()
    view = View(text_list(body, "properties"), text_list(body, "propertiesWithHistory"))
    outcome, shown = Outcome(call.portal.now()), set()
    for entry in inputs:
        key = str(entry.get("id", ""))
        record = lookup(call.portal, kind, key, body.get("idProperty"), archived=call.flag("archived"))
        if record is None:
            outcome.missing.append(key)
        elif record.id not in shown:
            shown.add(record.id)
            outcome.results.append(show(call.portal, record, view))
    return outcome.answer(call, kind, 200)


def _create(call: ApiCall, kind: ObjectType) -> Response:
    inputs = call.inputs(MOST_INPUTS)
    traces = [entry.get("objectWriteTraceId") for entry in inputs]
    each_on_its_own = None not in traces and len(set(map(str, traces))) == len(traces)
    outcome = Outcome(call.portal.now())
    for number, entry in enumerate(inputs):
        try:
            _check_trouble(call, number)
            record = crm.create(call.portal, kind, properties_of(entry), call.actor, associations_of(entry))
        except HubSpotError as error:
            if not each_on_its_own:
                raise
            outcome.errors.append(error.item(**traced(entry)))
        else:
            outcome.results.append(with_trace(show_written(call.portal, record), entry))
    return outcome.answer(call, kind, 201)


def _each(call: ApiCall, inputs: Sequence[Input], write: Callable[[Input, Outcome], dict[str, Any] | None]) -> Outcome:
    _check_distinct(inputs)
    outcome = Outcome(call.portal.now())
    for number, entry in enumerate(inputs):
        try:
            _check_trouble(call, number)
            shown = write(entry, outcome)
        except HubSpotError as error:
            outcome.errors.append(error.item(**traced(entry), id=[str(entry.get("id", ""))]))
        else:
            outcome.results += [with_trace(shown, entry)] if shown else []
    return outcome


def _update(call: ApiCall, kind: ObjectType) -> Response:
    def write(entry: Input, outcome: Outcome) -> dict[str, Any] | None:
        key = str(entry.get("id", ""))
        record = lookup(call.portal, kind, key, entry.get("idProperty"))
        if record is None:
            outcome.missing.append(key)
            return None
        return show_written(call.portal, record, crm.update(call.portal, record, properties_of(entry), call.actor))

    return _each(call, call.inputs(MOST_INPUTS), write).answer(call, kind, 200)


def _upsert(call: ApiCall, kind: ObjectType) -> Response:
    inputs = call.inputs(MOST_INPUTS)
    for entry in inputs:
        _check_upsert_key(call, kind, entry.get("idProperty"))

    def write(entry: Input, _outcome: Outcome) -> dict[str, Any]:
        name, key = entry["idProperty"], str(entry.get("id", ""))
        record = lookup(call.portal, kind, key, name)
        if record is None:
            record = crm.create(call.portal, kind, {name: key, **properties_of(entry)}, call.actor)
            return show_written(call.portal, record) | {"new": True}
        written = crm.update(call.portal, record, properties_of(entry), call.actor)
        return show_written(call.portal, record, written) | {"new": False}

    return _each(call, inputs, write).answer(call, kind, 200)


def _check_trouble(call: ApiCall, number: int) -> None:
    if fails(call.request, number):
        raise HubSpotError(429, "You have reached your secondly limit.", "RATE_LIMITS")


def _check_upsert_key(call: ApiCall, kind: ObjectType, name: str | None) -> None:
    if not name:
        raise invalid("Some required fields were not set: [idProperty]")
    check_unique(call.portal, kind, name)
    if kind is CONTACT and name == "email" and not call.backend.switches.upsert_by_email:
        raise invalid("Partial upserts by email are not supported.", propertyName=["email"])


def _check_distinct(inputs: Sequence[Input]) -> None:
    keys = [(entry.get("idProperty"), str(entry.get("id", ""))) for entry in inputs]
    if twice := sorted({key for name, key in keys if keys.count((name, key)) > 1}):
        raise invalid(f"Duplicate IDs found in batch input: [{', '.join(twice)}]. IDs must be unique")


def _archive(call: ApiCall, kind: ObjectType) -> Response:
    for entry in call.inputs(MOST_INPUTS):
        record = call.portal.find(kind, str(entry.get("id", "")))
        if record:
            crm.archive(call.portal, record, call.actor)
    return Response(status=204)


def _batch(suffix: str) -> tuple[str, str]:
    return aliases("/crm/v3/objects/<kind>/batch", "/crm/objects/{version}/<kind>/batch", suffix)


ROUTES = (
    Route("POST", _batch("/read"), _read, Access.READ),
    Route("POST", _batch("/create"), _create, Access.WRITE),
    Route("POST", _batch("/update"), _update, Access.WRITE),
    Route("POST", _batch("/upsert"), _upsert, Access.WRITE),
    Route("POST", _batch("/archive"), _archive, Access.WRITE),
)
