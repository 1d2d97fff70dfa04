"""Promises of own mappings: every fault has its place, and what has none carries every value that can be there."""

import re

from hypothesis import given

from counterfoil.domain.errors import ErrorCategory, Failure
from counterfoil.domain.identity import System
from counterfoil.domain.rules import FieldMapping, FieldType, SyncRule
from counterfoil.domain.rules.faults import faults_of
from counterfoil.domain.rules.faults_of_fields import VendorFields, faults_of_fields
from counterfoil.domain.rules.own import carries, filled, outgoing, own_fields, own_to_write, too_long
from tests.property.mappings import WORDS, known_fields, rules

PLACE = re.compile(r"mappings(\[(\d+)\](\.(id|hubspot|quickbooks|direction|choices|constant|blanks))?)?")


def places(rule: SyncRule) -> dict[str, int]:
    return {one.id: place for place, one in enumerate(rule.mappings)}


@given(rules(), known_fields())
def test_every_fault_has_its_place_and_a_sentence(rule: SyncRule, known: VendorFields) -> None:
    for fault in (*faults_of(rule), *faults_of_fields(rule, known, places(rule))):
        place = PLACE.fullmatch(fault.path)
        assert place, fault.path
        assert int(place[2] or 0) < len(rule.mappings)
        assert fault.text[0] == fault.text[0].upper()
        assert fault.text.endswith(".")


@given(rules(), known_fields())
def test_what_is_off_is_nobodys_fault(rule: SyncRule, known: VendorFields) -> None:
    named = {int(found[2]) for one in faults_of_fields(rule, known, places(rule)) if (found := PLACE.fullmatch(one.path))}
    assert not [place for place in named if not rule.mappings[place].enabled]


@given(rules(), known_fields())
def test_every_option_of_a_faultless_mapping_can_be_carried(rule: SyncRule, known: VendorFields) -> None:
    if faults_of(rule) or faults_of_fields(rule, known, places(rule)):
        return
    for mapping in rule.own_mappings:
        for source in System:
            if carries(mapping, rule, source):
                _each_option_is_carried(mapping, rule, source, known)


def _each_option_is_carried(mapping: FieldMapping, rule: SyncRule, source: System, known: VendorFields) -> None:
    given_field = known[source].get(mapping.property_of(source))
    options = given_field.options if given_field and given_field.type is FieldType.ENUMERATION else {}
    spoken = set(options) & (set(mapping.choices) if source is System.HUBSPOT else set(mapping.choices.values()))
    for option in spoken if mapping.choices else options:
        compared = own_fields(rule, source, {mapping.property_of(source): option})
        written = own_to_write(rule, compared, [mapping.id], source.other)
        assert not isinstance(written, Failure)
        target = known[source.other][mapping.property_of(source.other)]
        assert target.type is not FieldType.ENUMERATION or written[target.name].strip() in {*target.options, ""}


@given(rules(), WORDS)
def test_what_was_written_is_equal_to_what_it_was_written_from(rule: SyncRule, value: str) -> None:
    for source in System:
        for mapping in rule.own_mappings:
            compared = own_fields(rule, source, {mapping.property_of(source): value})
            written = own_to_write(rule, compared, [mapping.id], source.other)
            if isinstance(written, Failure):
                assert written.category is ErrorCategory.VALUE_DOES_NOT_FIT
            elif mapping.property_of(source.other) and mapping.id not in too_long(rule, compared, source.other):
                shown = own_fields(rule, source.other, written)[mapping.id]
                assert shown in {compared[mapping.id].strip(), mapping.constant or shown} or mapping.informs


@given(rules(), WORDS)
def test_a_new_record_is_given_what_is_carried_and_not_blank(rule: SyncRule, value: str) -> None:
    for source in System:
        extra = {mapping.property_of(source): value for mapping in rule.own_mappings}
        compared = own_fields(rule, source, extra)
        names = filled(rule, compared, source.other)
        assert set(names) <= outgoing(rule, source)
        assert all(compared[name] for name in names)


@given(rules(), WORDS)
def test_what_was_carried_and_read_back_is_nothing_new(rule: SyncRule, value: str) -> None:
    """Either way, and once more; a constant is never read back."""
    for source in System:
        for mapping in (one for one in rule.own_mappings if not one.constant):
            compared = own_fields(rule, source, {mapping.property_of(source): value})
            written = own_to_write(rule, compared, [mapping.id], source.other)
            if isinstance(written, Failure):
                continue
            shown = own_fields(rule, source.other, written)
            again = own_to_write(rule, shown, [mapping.id], source.other)
            assert not isinstance(again, Failure)
            assert own_fields(rule, source.other, again) == shown
