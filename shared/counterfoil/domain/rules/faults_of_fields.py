"""What is wrong with a person's own mappings, as far as only the vendors' fields show it."""

from collections.abc import Iterator, Mapping

from counterfoil.domain.identity import System
from counterfoil.domain.rules.faults import Fault
from counterfoil.domain.rules.filter import FieldType
from counterfoil.domain.rules.mapping import FieldMapping
from counterfoil.domain.rules.own import carries
from counterfoil.domain.rules.rule import SyncRule
from counterfoil.domain.rules.vendor_field import VendorField
from counterfoil.domain.texts import faults, words

VendorFields = Mapping[System, Mapping[str, VendorField]]
"""What each vendor has of a kind's fields, by name."""

MOST_NAMES = 20
"""So many are told of what there is instead."""

_Faults = Iterator[tuple[str, str]]


def faults_of_fields(rule: SyncRule, known: VendorFields, places: Mapping[str, int]) -> tuple[Fault, ...]:
    """Every fault of the own mappings that are switched on; `places` says where a document names them, by their ids."""
    return tuple(
        Fault(f"mappings[{places[mapping.id]}].{member}", text)
        for mapping in rule.own_mappings
        for member, text in _faults_of(mapping, rule, known)
    )


def _faults_of(mapping: FieldMapping, rule: SyncRule, known: VendorFields) -> _Faults:
    found = {system: known[system].get(mapping.property_of(system)) for system in System}
    for system in System:
        if found[system] is None and mapping.property_of(system):
            names = sorted(name for name, field in known[system].items() if not field.read_only)
            yield (
                system,
                faults.NO_SUCH_FIELD(name=mapping.property_of(system), system=system.brand, names=names[:MOST_NAMES]),
            )
    for source in System:
        if carries(mapping, rule, source) and (target := found[source.other]):
            yield from _faults_of_target(mapping, source, found[source], target)


def _faults_of_target(mapping: FieldMapping, source: System, given: VendorField | None, target: VendorField) -> _Faults:
    if target.read_only:
        yield source.other, faults.READ_ONLY(name=target.name, system=source.other.brand)
    if target.in_part:
        yield source.other, faults.NOT_FOR_ALL(name=target.name, system=source.other.brand)
    if mapping.constant and not _is_option(mapping.constant, target):
        yield "constant", faults.NO_SUCH_OPTION(value=mapping.constant, name=target.label, system=source.other.brand)
    if given is None:
        return
    if mapping.choices:
        yield from _faults_of_choices(mapping, source, given, target)
    elif not _is_taken(given, target, source):
        yield source.other, _why_not(given, target, source)


def _why_not(given: VendorField, target: VendorField, source: System) -> str:
    if given.type is target.type or target.type is FieldType.TEXT:
        odd = [option for option in given.options if not _is_option(option, target) or _is_longer(option, target)]
        return faults.NEEDS_CHOICES(names=odd, name=target.label, system=source.other.brand)
    return faults.TYPES_DIFFER(
        name=given.label,
        type=words.FIELD_TYPE[given.type],
        target=target.label,
        system=source.other.brand,
        wanted=words.FIELD_TYPE[target.type],
    )


def _faults_of_choices(mapping: FieldMapping, source: System, given: VendorField, target: VendorField) -> _Faults:
    """The options are HubSpot's, what they stand for is QuickBooks'; each must be there, whichever way they go."""
    hubspot, quickbooks = (given, target) if source is System.HUBSPOT else (target, given)
    for option, value in mapping.choices.items():
        if not _is_option(option, hubspot):
            yield "choices", faults.NO_SUCH_OPTION(value=option, name=hubspot.label, system=System.HUBSPOT.brand)
        if not _is_option(value, quickbooks):
            yield "choices", faults.NO_SUCH_OPTION(value=value, name=quickbooks.label, system=System.QUICKBOOKS.brand)
        if source is System.HUBSPOT and _is_longer(value, target):
            yield "choices", faults.TOO_LONG(length=len(value), system=source.other.brand, longest=target.longest)


def _is_option(value: str, field: VendorField) -> bool:
    return field.type is not FieldType.ENUMERATION or value in field.options


def _is_taken(given: VendorField, target: VendorField, source: System) -> bool:
    """Whether what the source holds can be what the target takes, whatever it is; a text may name an entry of a list."""
    if target.type is FieldType.TEXT:
        return not any(_is_longer(option, target) for option in given.options)
    if target.type is FieldType.ENUMERATION:
        named = given.type is FieldType.TEXT and source is System.HUBSPOT
        return named or (given.type is FieldType.ENUMERATION and given.options.keys() <= target.options.keys())
    return given.type is target.type


def _is_longer(value: str, target: VendorField) -> bool:
    return bool(target.longest) and len(value) > target.longest
