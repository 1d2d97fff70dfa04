"""What is wrong with the mappings of a rule."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from counterfoil.domain.identity import System
from counterfoil.domain.rules.mapping import FieldMapping, predefined_mappings
from counterfoil.domain.rules.rule import SyncRule
from counterfoil.domain.texts import faults, words

Faults = Iterator[tuple[str, str]]


def faults_of_mappings(rule: SyncRule) -> Faults:
    """Every fault of the mappings, with its path and text."""
    known = {one.id: one for one in predefined_mappings(rule.kind)}
    for place, mapping in enumerate(rule.mappings):
        path = f"mappings[{place}]"
        yield from _faults_of_own(path, mapping, known) if mapping.own else _faults_of_predefined(path, mapping, rule, known)
    for name, count in Counter(mapping.id for mapping in rule.mappings).items():
        if count > 1:
            yield "mappings", faults.NAMED_TWICE(name=name)
    yield from _shared_targets(rule)


def _faults_of_predefined(path: str, mapping: FieldMapping, rule: SyncRule, known: dict[str, FieldMapping]) -> Faults:
    if mapping.id not in known:
        yield f"{path}.id", faults.UNKNOWN_FIELD(kinds=words.SEVERAL[rule.kind], names=sorted(known))
    elif replace(mapping, enabled=True) != known[mapping.id]:
        yield path, faults.PREDEFINED()


def _faults_of_own(path: str, mapping: FieldMapping, known: dict[str, FieldMapping]) -> Faults:
    if mapping.id in known:
        yield f"{path}.id", faults.NAME_OF_PREDEFINED()
    for member, value in (("id", mapping.id), ("hubspot", mapping.hubspot), ("quickbooks", mapping.quickbooks)):
        if not value.strip():
            yield f"{path}.{member}", faults.NO_NAME()


def _shared_targets(rule: SyncRule) -> Faults:
    """Two mappings onto one target would overwrite each other for ever."""
    for system in System:
        targets = Counter(
            mapping.property_of(system)
            for mapping in rule.own_mappings
            if mapping.property_of(system) and mapping.direction.carries_from(system.other)
        )
        for name, count in targets.items():
            if count > 1:
                yield "mappings", faults.SHARED_TARGET(name=name, system=system.brand)
