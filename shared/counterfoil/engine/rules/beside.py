"""What else is wrong with a document of which a part has the wrong shape: nobody should have to mend it twice."""

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from pydantic import ValidationError

Place = tuple[int | str, ...]
_CLAUSE = {"field": "createdate", "operator": "is_known"}
_DEPTH_OF_GROUP = len(("filters", "hubspot", "groups", 0))
_DEPTH_OF_CLAUSE = len(("filters", "hubspot", "groups", 0, "clauses", 0))


def misshapen(error: ValidationError) -> frozenset[Place]:
    """The parts that have the wrong shape, none within another: clauses, groups, mappings, or members of the document."""
    parts = {_part(one["loc"]) for one in error.errors()}
    return frozenset(part for part in parts if all(part[:depth] not in parts for depth in range(len(part))))


def well_shaped(document: Mapping[str, Any], parts: frozenset[Place], usual: Mapping[str, Any]) -> Mapping[str, Any]:
    """The document with something of the right shape in the place of these parts, so that the places of all others stay.

    `usual` are the members of the rule as it is.
    """
    whole = deepcopy(json.loads(json.dumps(document)))
    for part in parts:
        _replace(whole, part, usual)
    return dict(whole)


def is_within(path: str, parts: Sequence[str]) -> bool:
    """Whether a path leads into one of these parts."""
    return any(path == part or path.startswith((f"{part}.", f"{part}[")) for part in parts)


def _part(loc: Place) -> Place:
    match loc:
        case ("filters", _, "groups", int(), "clauses", int(), *_):
            return loc[:_DEPTH_OF_CLAUSE]
        case ("filters", _, "groups", int(), *_):
            return loc[:_DEPTH_OF_GROUP]
        case ("filters", str(), *_) | ("mappings", int(), *_):
            return loc[:2]
        case _:
            return loc[:1]


def _replace(whole: dict[str, Any], part: Place, usual: Mapping[str, Any]) -> None:
    match part:
        case ("filters", system, "groups", int(group), "clauses", int(clause)):
            whole["filters"][system]["groups"][group]["clauses"][clause] = _CLAUSE
        case ("filters", system, "groups", int(group)):
            whole["filters"][system]["groups"][group] = {"clauses": [_CLAUSE]}
        case ("filters", system):
            whole["filters"].pop(system, None)
        case ("mappings", int(place)):
            whole["mappings"][place] = {"id": f"?{place}", "own": True}
        case (str(name),) if name in usual:
            whole[name] = usual[name]
        case _:
            whole.pop(str(part[0]), None)
