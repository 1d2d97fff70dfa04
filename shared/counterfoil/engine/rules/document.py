"""A rule as a JSON document, which a team can keep beside its other files.

`kind`, `direction`, `winner`, `matching`, `create` and `after_unmatch` must be there. Without `filters` everything is
admitted; `mappings` that are not named are switched on; `options` that are not named are as at the beginning. What the
product keeps itself, such as the version, is no part of a document.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, field, fields
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Discriminator, TypeAdapter, ValidationError

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import (
    CreatePolicy,
    Direction,
    FieldMapping,
    Filter,
    Matching,
    Options,
    SyncRule,
    predefined_mappings,
)
from counterfoil.domain.rules.faults import Fault, faults_of
from counterfoil.domain.rules.options import options_of
from counterfoil.domain.texts import faults
from counterfoil.domain.values import dataclass
from counterfoil.engine.rules.beside import is_within, misshapen, well_shaped
from counterfoil.engine.rules.invalid import InvalidRuleError, misread, path_of

Document = Mapping[str, Any]
_KINDS = {str(kind): kind for kind in EntityKind}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """All that a person decides about a rule."""

    __pydantic_config__ = ConfigDict(strict=True, extra="forbid")

    kind: EntityKind
    direction: Direction
    winner: System
    matching: Matching
    create: CreatePolicy
    after_unmatch: Literal["hold", "keep"]
    filters: Mapping[System, Filter] = field(default_factory=lambda: MappingProxyType({}))
    mappings: tuple[FieldMapping, ...]
    options: Annotated[Options, Discriminator("of")]


@cache
def _choices() -> TypeAdapter[Choices]:
    """Built once, when it is first wanted."""
    return TypeAdapter(Choices)


_NAMES = tuple(member.name for member in fields(Choices))


def read_rule(document: object, current: Mapping[EntityKind, SyncRule]) -> SyncRule:
    """The rule that a document describes, with a mapping for every field.

    Raises InvalidRuleError with every fault in the document, each with the path to its place.
    """
    rule = understood_rule(document, current)
    if found := faults_of(rule):
        raise InvalidRuleError(found)
    return rule.with_every_mapping()


def understood_rule(document: object, current: Mapping[EntityKind, SyncRule]) -> SyncRule:
    """A document as a rule, right or wrong, with the version and the beginning of the current one of its kind.

    Raises InvalidRuleError where it has another shape than that of a rule, or is of a kind that has none.
    """
    try:
        choices = _read(document)
    except ValidationError as error:
        raise InvalidRuleError([*misread(error), *_faults_beside(document, error, current)]) from None
    if choices.kind not in current:
        raise InvalidRuleError([Fault("kind", faults.NO_RULE_OF_THEIR_OWN())])
    return _following(choices, current[choices.kind])


def _read(document: object) -> Choices:
    return _choices().validate_json(json.dumps(_completed(document)))


def _following(choices: Choices, before: SyncRule) -> SyncRule:
    chosen = {name: getattr(choices, name) for name in _NAMES}
    return SyncRule(version=before.version, switched_on_at=before.switched_on_at, **chosen)


def written(rule: SyncRule) -> Document:
    """The inverse of `read_rule`, with every predefined mapping and its switch."""
    choices = {name: getattr(rule, name) for name in _NAMES}
    document = _choices().dump_python(Choices(**choices), mode="json", fallback=dict, warnings="none")
    mappings = [
        shown if shown["own"] else {"id": shown["id"], "enabled": shown["enabled"]} for shown in document["mappings"]
    ]
    options = {name: value for name, value in asdict(rule.options).items() if name != "of"}
    return {**document, "mappings": mappings, "options": options}


def _faults_beside(document: object, error: ValidationError, current: Mapping[EntityKind, SyncRule]) -> list[Fault]:
    """What is wrong with all that has the right shape; nothing is known of a document whose kind is not."""
    if not isinstance(document, Mapping):
        return []
    kind = _KINDS.get(str(document.get("kind")))
    before = current.get(kind) if kind else None
    if before is None:
        return []
    odd = misshapen(error)
    if () in odd:  # it cannot be written as JSON at all
        return []
    try:
        choices = _read(well_shaped(document, odd, written(before)))
    except ValidationError:
        return []
    told = [path_of(part) for part in odd]
    return [fault for fault in faults_of(_following(choices, before)) if not is_within(fault.path, told)]


def places_of_mappings(document: Document) -> Mapping[str, int]:
    """Where a document that was read names its mappings, by their ids."""
    return {str(mapping["id"]): place for place, mapping in enumerate(document.get("mappings", ()))}


def _completed(document: object) -> object:
    """The document with what goes without saying: how predefined mappings look, and whose the options are."""
    if not isinstance(document, Mapping):
        return document
    kind = _KINDS.get(str(document.get("kind")), EntityKind.INVOICE)
    mappings, options = document.get("mappings", []), document.get("options", {})
    known = {one.id: {"direction": one.direction} for one in predefined_mappings(kind)}
    return {
        **document,
        "mappings": [_completed_mapping(one, known) for one in mappings] if isinstance(mappings, list) else mappings,
        "options": {"of": options_of(kind), **options} if isinstance(options, Mapping) else options,
    }


def _completed_mapping(mapping: object, known: Mapping[str, Document]) -> object:
    if not isinstance(mapping, Mapping) or mapping.get("own"):
        return mapping
    return {**known.get(str(mapping.get("id")), {}), **mapping}
