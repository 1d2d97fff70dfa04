"""What is wrong with the mappings of a rule, as far as the rule itself shows it; the vendors' fields are not asked here."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from counterfoil.domain.identity import System
from counterfoil.domain.rules.direction import Direction
from counterfoil.domain.rules.mapping import FieldMapping, predefined_mappings
from counterfoil.domain.rules.predefined import PREDEFINED
from counterfoil.domain.rules.rule import SyncRule
from counterfoil.domain.rules.vendor_field import (
    OF_A_LINE_ITEM,
    OF_EACH_LINE,
    OF_EVERY_LINE,
    quickbooks_field,
    quickbooks_names,
)
from counterfoil.domain.texts import faults, words

Faults = Iterator[tuple[str, str]]

OURS = "counterfoil_"
"""What the names of the product's own properties begin with."""


def faults_of_mappings(rule: SyncRule) -> Faults:
    """Every fault of the mappings, with its path and text."""
    known = {one.id: one for one in predefined_mappings(rule.kind)}
    for place, mapping in enumerate(rule.mappings):
        path = f"mappings[{place}]"
        yield from (
            _faults_of_own(path, mapping, rule, known) if mapping.own else _faults_of_predefined(path, mapping, rule, known)
        )
    for name, count in Counter(mapping.id for mapping in rule.mappings).items():
        if count > 1:
            yield "mappings", faults.NAMED_TWICE(name=name)
    yield from _shared_targets(rule)


def _faults_of_predefined(path: str, mapping: FieldMapping, rule: SyncRule, known: dict[str, FieldMapping]) -> Faults:
    if mapping.id not in known:
        yield f"{path}.id", faults.UNKNOWN_FIELD(kinds=words.SEVERAL[rule.kind], names=sorted(known))
    elif replace(mapping, enabled=True) != known[mapping.id]:
        yield path, faults.PREDEFINED()


def _faults_of_own(path: str, mapping: FieldMapping, rule: SyncRule, known: dict[str, FieldMapping]) -> Faults:
    if mapping.id in known:
        yield f"{path}.id", faults.NAME_OF_PREDEFINED()
    if not mapping.id.strip():
        yield f"{path}.id", faults.NO_NAME()
    if not (mapping.hubspot.strip() or mapping.constant):
        yield f"{path}.hubspot", faults.NO_PROPERTY()
    if not mapping.quickbooks.strip():
        yield f"{path}.quickbooks", faults.NO_FIELD()
    yield from _faults_of_constant(path, mapping)
    yield from _faults_of_choices(path, mapping)
    yield from _faults_of_target(path, mapping, rule)
    yield from _faults_of_lines(path, mapping)


def _faults_of_lines(path: str, mapping: FieldMapping) -> Faults:
    """What each line has goes from HubSpot's line items to the lines that they became, and no other way."""
    if mapping.of_each_line is not mapping.hubspot.startswith(OF_A_LINE_ITEM):
        yield f"{path}.hubspot", faults.LINES_TO_LINES(hubspot=f"{OF_A_LINE_ITEM}...", quickbooks=f"{OF_EACH_LINE}...")
    if not mapping.of_each_line:
        return
    if mapping.direction is not Direction.HUBSPOT_TO_QUICKBOOKS:
        yield f"{path}.direction", faults.LINES_ONE_WAY()
    if mapping.blanks == "clear":
        yield f"{path}.blanks", faults.LINES_KEEP_BLANKS()


def _faults_of_constant(path: str, mapping: FieldMapping) -> Faults:
    if not mapping.constant:
        return
    if mapping.hubspot:
        yield f"{path}.constant", faults.CONSTANT_AND_PROPERTY()
    if mapping.direction is not Direction.HUBSPOT_TO_QUICKBOOKS:
        yield f"{path}.direction", faults.CONSTANT_ONE_WAY()
    if mapping.choices:
        yield f"{path}.choices", faults.CONSTANT_WITHOUT_CHOICES()


def _faults_of_choices(path: str, mapping: FieldMapping) -> Faults:
    for option, value in mapping.choices.items():
        if not (option.strip() and value.strip()):
            yield f"{path}.choices", faults.NO_NAME()
    if mapping.direction.carries_from(System.QUICKBOOKS):
        for value, count in Counter(mapping.choices.values()).items():
            if count > 1:
                yield f"{path}.choices", faults.STANDS_FOR_SEVERAL(value=value)


def _faults_of_target(path: str, mapping: FieldMapping, rule: SyncRule) -> Faults:
    field = quickbooks_field(rule.kind, mapping.quickbooks)
    if mapping.quickbooks.strip() and field is None:
        names = quickbooks_names(rule.kind)
        yield f"{path}.quickbooks", faults.NOT_MAPPABLE(kinds=words.SEVERAL[rule.kind], names=names)
    if field and field.longest and len(mapping.constant) > field.longest:
        yield f"{path}.constant", faults.TOO_LONG(length=len(mapping.constant), system="QuickBooks", longest=field.longest)
    if mapping.direction.carries_from(System.QUICKBOOKS):
        if mapping.hubspot.startswith(OURS):
            yield f"{path}.hubspot", faults.READ_ONLY(name=mapping.hubspot, system="HubSpot")
        for one in PREDEFINED[rule.kind]:
            if mapping.hubspot and mapping.hubspot == one.hubspot and one.name not in rule.left_out:
                yield f"{path}.hubspot", faults.TAKEN(name=mapping.hubspot, field=one.name)


def _shared_targets(rule: SyncRule) -> Faults:
    """Two mappings onto one target would overwrite each other for ever."""
    for system in System:
        targets = Counter(
            mapping.property_of(system).replace(OF_EACH_LINE, OF_EVERY_LINE)
            for mapping in rule.own_mappings
            if mapping.property_of(system) and mapping.direction.carries_from(system.other)
        )
        for name, count in targets.items():
            if count > 1:
                yield "mappings", faults.SHARED_TARGET(name=name, system=system.brand)
