"""Values of a person's own mappings: as compared, under the mapping's id, and as each system spells them.

Both sides are compared as QuickBooks spells them, so that a chosen option and what it stands for are equal.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.records.record import Fields
from counterfoil.domain.rules.line_values import apart, each
from counterfoil.domain.rules.mapping import FieldMapping
from counterfoil.domain.rules.rule import SyncRule
from counterfoil.domain.rules.values import spelled
from counterfoil.domain.rules.vendor_field import CUSTOM_FIELD, is_of_lines, quickbooks_field
from counterfoil.domain.short import shortened
from counterfoil.domain.texts import refusals

LONGEST_IN_HUBSPOT = 65_536
"""Characters of a text property."""
_LINES = frozenset({"lines", "descriptions"})


def own_fields(rule: SyncRule, system: System, extra: Mapping[str, str], numbers: AbstractSet[str] = frozenset()) -> Fields:
    """What a record of `system` has for each own mapping, by the mappings' ids; `extra` are its values by vendor's names.

    A property or custom field that was not shown is no blank one: nothing is known of it, and it is missing here as well.
    What stands for one of QuickBooks' `numbers`, members by name, is spelled as a number on both sides: HubSpot keeps "7.00"
    as it was typed.
    """
    told = [one for one in rule.own_mappings if _is_told(one, system, extra)]
    values = {one.id: _compared(one, system, extra) for one in told}
    return values | {one.id: spelled(values[one.id]) for one in told if one.quickbooks in numbers}


def without_property(rule: SyncRule, extra: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of the own mappings whose property HubSpot did not show with a record: it has none of that name any more."""
    return tuple(one.id for one in rule.own_mappings if not _is_told(one, System.HUBSPOT, extra))


def _is_told(mapping: FieldMapping, system: System, extra: Mapping[str, str]) -> bool:
    name = mapping.property_of(system)
    if system is System.HUBSPOT:
        return name in extra or bool(mapping.constant) or mapping.of_each_line
    return name in extra or not name.startswith(CUSTOM_FIELD)


def _compared(mapping: FieldMapping, system: System, extra: Mapping[str, str]) -> str:
    if system is System.HUBSPOT and mapping.constant:
        return mapping.constant
    value = extra.get(mapping.property_of(system), "")
    if not mapping.of_each_line:
        return _translated(mapping, system, value.strip())
    return each(value, lambda one: _translated(mapping, system, one))


def _translated(mapping: FieldMapping, system: System, value: str) -> str:
    return mapping.choices.get(value, value) if system is System.HUBSPOT else value


def carries(mapping: FieldMapping, rule: SyncRule, source: System) -> bool:
    """Whether the values of an own mapping go from `source` to the other side."""
    return rule.direction.carries_from(source) and mapping.direction.carries_from(source)


def own_to_write(rule: SyncRule, fields: Fields, names: Iterable[str], target: System) -> Mapping[str, str] | Failure:
    """The values of the own mappings `names` as `target` spells them, by its own names; else why one does not fit (E15)."""
    written: dict[str, str] = {}
    for mapping in (found for name in sorted(names) if (found := rule.own(name))):
        spelled = _spelled(mapping, fields.get(mapping.id, ""), rule.kind, target)
        if isinstance(spelled, Failure):
            return spelled
        written[mapping.property_of(target)] = spelled
    return written


def outgoing(rule: SyncRule, source: System) -> frozenset[str]:
    """The ids of the own mappings whose values go from `source` to the other side."""
    return frozenset(one.id for one in rule.own_mappings if carries(one, rule, source))


def lost_with(rule: SyncRule, names: AbstractSet[str], source: Fields, target: System) -> frozenset[str]:
    """The own mappings whose values stand on lines, and are lost where lines are written anew without them."""
    if not names & _LINES:
        return frozenset()
    return frozenset(name for name in filled(rule, source, target) if _is_of_lines(rule.own(name)))


def filled(rule: SyncRule, fields: Fields, target: System) -> list[str]:
    """The ids of the own mappings that give a new record at `target` a value."""
    return [name for name in sorted(outgoing(rule, target.other)) if fields.get(name)]


def too_long(rule: SyncRule, fields: Fields, target: System) -> tuple[str, ...]:
    """The ids of the own mappings whose values merely inform and are shortened at `target`."""
    informing = [one for one in rule.own_mappings if one.informs and carries(one, rule, target.other)]
    return tuple(one.id for one in informing if len(fields.get(one.id, "")) > _longest(one, rule.kind, target))


def _is_of_lines(mapping: FieldMapping | None) -> bool:
    return mapping is not None and is_of_lines(mapping.quickbooks)


def _spelled(mapping: FieldMapping, value: str, kind: EntityKind, target: System) -> str | Failure:
    if value and mapping.choices:
        return _chosen_for_lines(mapping, value) if mapping.of_each_line else _chosen(mapping, value, target)
    longest = _longest(mapping, kind, target)
    if mapping.informs or len(value) <= longest:
        return shortened(value, longest)
    return _misfit(refusals.TOO_LONG(field=mapping.id, length=len(value), system=target.brand, longest=longest))


def _chosen(mapping: FieldMapping, value: str, target: System) -> str | Failure:
    """What stands in `target` for a value that is compared as QuickBooks spells it."""
    options = [option for option, stands_for in mapping.choices.items() if stands_for == value]
    if not options:
        return _misfit(refusals.NOT_CHOSEN(field=mapping.id, value=value, system=target.brand))
    return value if target is System.QUICKBOOKS else options[0]


def _chosen_for_lines(mapping: FieldMapping, values: str) -> str | Failure:
    """Values of lines go to QuickBooks only, where a line without one keeps what it has."""
    for value in filter(None, apart(values)):
        if isinstance(misfit := _chosen(mapping, value, System.QUICKBOOKS), Failure):
            return misfit
    return values


def _longest(mapping: FieldMapping, kind: EntityKind, target: System) -> int:
    field = quickbooks_field(kind, mapping.quickbooks) if target is System.QUICKBOOKS else None
    return field.longest if field and field.longest else LONGEST_IN_HUBSPOT


def _misfit(text: str) -> Failure:
    return Failure(category=ErrorCategory.VALUE_DOES_NOT_FIT, cure=Cure.PERSON, text=text)
