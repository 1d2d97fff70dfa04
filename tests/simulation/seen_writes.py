"""What kinds of writes happen: to the vendors, as the requests show it, and to the product's own stores."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

import httpx2

from counterfoil.adapters.quickbooks.mapping.common import ENTITIES
from counterfoil.bootstrap.bundle import Bundle
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.write import Operation
from counterfoil.engine.ports import (
    ChangeQueue,
    CheckStore,
    ChoiceStore,
    ConnectionStore,
    CursorStore,
    LedgerStore,
    LinkStore,
    OutcomeStore,
    PlanQueue,
    PlanStore,
    PollQueue,
    ReportedLog,
    ReportMemory,
)
from tests.simulation.writes import Sort, writes_of

_OBJECTS = re.compile(r"^/crm/objects/[^/]+/(?P<objects>\w+)/batch/(?P<action>create|update|upsert|archive)$")
_ASSOCIATIONS = re.compile(r"^/crm/associations/[^/]+/(?P<one>\w+)/(?P<other>\w+)/batch/(?P<action>create|archive)$")
_PLACES = {"create": "associate", "archive": "dissociate"}
_OF_OUTCOMES = frozenset(
    {
        *("latest", "blocked", "counts", "tally", "days", "page", "token_behind", "search", "activity", "due", "waiting"),
        *("history", "open", "longest_failing", "payments"),
    }
)
PORTS: Mapping[str, tuple[type, frozenset[str]]] = MappingProxyType(
    {
        "links": (LinkStore, frozenset({"find"})),
        "outcomes": (OutcomeStore, _OF_OUTCOMES),
        "choices": (ChoiceStore, frozenset({"of"})),
        "plan_jobs": (PlanStore, frozenset({"get", "newest", "rows", "page", "token_behind", "linked", "counts"})),
        "poll_queue": (PollQueue, frozenset()),
        "plan_queue": (PlanQueue, frozenset()),
        "connections": (ConnectionStore, frozenset({"get", "find", "some", "every", "versions"})),
        "cursors": (CursorStore, frozenset({"get", "every", "of"})),
        "checks": (CheckStore, frozenset({"latest"})),
        "ledgers": (LedgerStore, frozenset({"nights", "latest"})),
        "reported": (ReportedLog, frozenset({"seen"})),
        "queue": (ChangeQueue, frozenset()),
        "reports": (ReportMemory, frozenset({"failures"})),
    }
)
"""The stores and queues that functions write to, as the bundle names them: their ports, and what only reads of those."""


def store_writes() -> set[str]:
    """Every method of the stores' ports that writes, such as "links.reserve"."""
    return {
        f"{name}.{method}"
        for name, (port, reads) in PORTS.items()
        for method in vars(port)
        if not method.startswith("_") and method not in reads
    }


def kinds_of(system: System, request: httpx2.Request) -> Iterator[str]:
    """The kinds of what a request writes, such as "quickbooks void Invoice"; none for one that reads."""
    found = writes_of(system, request)
    path = request.url.path
    if not found:
        return
    if system is System.QUICKBOOKS:
        yield from (f"quickbooks {one.operation} {_entity(one.kind)}" for one in found)
    elif match := _OBJECTS.match(path):
        verbs = {
            "show" if one.sort is Sort.DISPLAY else "void" if one.operation is Operation.VOID else match["action"]
            for one in found
        }
        yield from (f"hubspot {verb} {match['objects']}" for verb in sorted(verbs))
    elif match := _ASSOCIATIONS.match(path):
        yield f"hubspot {_PLACES[match['action']]} {match['one']} {match['other']}"
    elif path.startswith("/crm/properties/"):
        yield "hubspot define properties"
    else:
        yield f"hubspot {request.method} {path}"


def _entity(kind: EntityKind | None) -> str:
    return ENTITIES[kind] if kind else "something"


class _Noting:
    """A store that notes which of its methods are called."""

    def __init__(self, inner: Any, name: str, seen: set[str]) -> None:
        self._inner, self._name, self._seen = inner, name, seen

    def __getattr__(self, name: str) -> Any:
        self._seen.add(f"{self._name}.{name}")
        return getattr(self._inner, name)


def noting(seen: set[str]) -> type[Bundle]:
    """A bundle that notes in `seen` what is called of its stores."""

    def noted(name: str) -> Any:
        inner = getattr(Bundle, name).func
        return cached_property(lambda self: _Noting(inner(self), name, seen))

    made = type("NotingBundle", (Bundle,), {})
    for name in PORTS:
        attribute = noted(name)
        attribute.__set_name__(made, name)
        setattr(made, name, attribute)
    return made
