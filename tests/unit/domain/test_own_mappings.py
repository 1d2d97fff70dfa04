"""Own mappings against the fields that vendors have: every pair of types, options, lengths, and what nobody can write."""

from dataclasses import replace

import pytest

from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.kinds import KINDS
from counterfoil.domain.rules import Direction, FieldMapping, FieldType, SyncRule, predefined_mappings
from counterfoil.domain.rules.faults import faults_of
from counterfoil.domain.rules.faults_of_fields import faults_of_fields
from counterfoil.domain.rules.own import filled, own_fields, own_to_write, too_long
from counterfoil.domain.rules.predefined import PREDEFINED
from counterfoil.domain.rules.vendor_field import VendorField, company_fields, quickbooks_field, quickbooks_names
from tests.builders import a_rule

INVOICE = EntityKind.INVOICE
TEXT, NUMBER, DATE, OPTION = FieldType.TEXT, FieldType.NUMBER, FieldType.DATE, FieldType.ENUMERATION
OUT, BACK, BOTH = Direction.HUBSPOT_TO_QUICKBOOKS, Direction.QUICKBOOKS_TO_HUBSPOT, Direction.BOTH
MAPPING = FieldMapping(id="order", hubspot="po", quickbooks="TrackingNum", own=True)


def a_field(name: str, kind: FieldType, options: str = "", longest: int = 0, *, read_only: bool = False) -> VendorField:
    every = {one: one for one in options.split()}
    return VendorField(name=name, label=name, type=kind, longest=longest, read_only=read_only, options=every)


def hubspot(kind: FieldType, options: str = "", *, read_only: bool = False) -> VendorField:
    return a_field("po", kind, options, read_only=read_only)


def quickbooks(kind: FieldType, options: str = "", longest: int = 0) -> VendorField:
    return a_field("TrackingNum", kind, options, longest)


def ruled(*mappings: FieldMapping) -> SyncRule:
    return a_rule(INVOICE, BOTH, mappings=mappings)


def told(mapping: FieldMapping, here: VendorField | None, there: VendorField | None) -> list[str]:
    known = {
        System.HUBSPOT: {one.name: one for one in (here,) if one},
        System.QUICKBOOKS: {one.name: one for one in (there,) if one},
    }
    return [f"{one.path} {one.text}" for one in faults_of_fields(ruled(mapping), known, {mapping.id: 3})]


@pytest.mark.parametrize(
    ("direction", "here", "there"),
    [
        (BOTH, hubspot(TEXT), quickbooks(TEXT, longest=31)),
        (BOTH, hubspot(NUMBER), quickbooks(NUMBER)),
        (BOTH, hubspot(DATE), quickbooks(DATE)),
        (OUT, hubspot(NUMBER), quickbooks(TEXT)),
        (OUT, hubspot(OPTION, "a bb"), quickbooks(TEXT, longest=2)),
        (OUT, hubspot(OPTION, "a"), quickbooks(OPTION, "a b")),
        (BOTH, hubspot(OPTION, "a b"), quickbooks(OPTION, "a b")),
        (OUT, hubspot(TEXT), quickbooks(OPTION, "a b")),
        (BACK, hubspot(TEXT), quickbooks(OPTION, "a b")),
        (OUT, hubspot(TEXT, read_only=True), quickbooks(TEXT)),
    ],
)
def test_what_goes_together(direction: Direction, here: VendorField, there: VendorField) -> None:
    assert told(replace(MAPPING, direction=direction), here, there) == []


@pytest.mark.parametrize(
    ("direction", "here", "there", "faults"),
    [
        (
            BACK,
            hubspot(NUMBER),
            quickbooks(TEXT),
            ["hubspot There is a text in TrackingNum; po in HubSpot takes a number. Pick"],
        ),
        (
            BACK,
            hubspot(OPTION, "a"),
            quickbooks(TEXT),
            ["hubspot There is a text in TrackingNum; po in HubSpot takes an option. Pick"],
        ),
        (
            OUT,
            hubspot(TEXT),
            quickbooks(DATE),
            ["quickbooks There is a text in po; TrackingNum in QuickBooks takes a date (2026-01-31). Pick"],
        ),
        (OUT, hubspot(OPTION, "a b"), quickbooks(OPTION, "a"), ["quickbooks In QuickBooks, TrackingNum cannot be b: "]),
        (
            OUT,
            hubspot(OPTION, "a bbb"),
            quickbooks(TEXT, longest=2),
            ["quickbooks In QuickBooks, TrackingNum cannot be bbb"],
        ),
        (BACK, hubspot(TEXT, read_only=True), quickbooks(TEXT), ["hubspot Nobody can write po in HubSpot."]),
        (BOTH, None, quickbooks(TEXT), ["hubspot HubSpot has no po in use; there are: (empty)."]),
        (BOTH, hubspot(TEXT), None, ["quickbooks QuickBooks has no TrackingNum in use; there are: (empty)."]),
    ],
)
def test_what_does_not_go_together(
    direction: Direction, here: VendorField | None, there: VendorField | None, faults: list[str]
) -> None:
    found = told(replace(MAPPING, direction=direction), here, there)
    assert len(found) == len(faults)
    for said, expected in zip(found, faults, strict=True):
        assert said.startswith(f"mappings[3].{expected}")


def test_choices_must_be_there_on_both_sides_and_fit() -> None:
    chosen = replace(MAPPING, choices={"a": "A", "b": "much too long", "c": "C"}, direction=OUT)
    found = told(chosen, hubspot(OPTION, "a b"), quickbooks(TEXT, longest=5))
    assert found == [
        "mappings[3].choices This has 13 characters, QuickBooks takes 5.",
        "mappings[3].choices In HubSpot, po cannot be c.",
    ]
    back = replace(MAPPING, choices={"a": "A", "b": "B"}, direction=BACK)
    assert told(back, hubspot(OPTION, "a b"), quickbooks(OPTION, "A")) == [
        "mappings[3].choices In QuickBooks, TrackingNum cannot be B."
    ]


def test_a_constant_must_be_in_its_list() -> None:
    constant = replace(MAPPING, hubspot="", constant="HubSpot", direction=OUT)
    assert told(constant, None, quickbooks(OPTION, "HubSpot")) == []
    assert told(constant, None, quickbooks(TEXT)) == []
    assert told(constant, None, quickbooks(OPTION, "Web")) == [
        "mappings[3].constant In QuickBooks, TrackingNum cannot be HubSpot."
    ]


def test_a_mapping_that_is_off_is_not_asked_about() -> None:
    assert told(replace(MAPPING, enabled=False), None, None) == []


@pytest.mark.parametrize(
    ("mapping", "path", "text"),
    [
        (replace(MAPPING, constant="x", direction=OUT), "constant", "A mapping has a HubSpot property or a constant"),
        (replace(MAPPING, hubspot="", constant="x"), "direction", "A constant goes from HubSpot to QuickBooks only."),
        (replace(MAPPING, hubspot="", constant="x", direction=OUT, choices={"a": "b"}), "choices", "A constant needs no"),
        (replace(MAPPING, hubspot="", constant="x" * 32, direction=OUT), "constant", "This has 32 characters"),
        (replace(MAPPING, choices={"a": "X", "b": "X"}), "choices", "Several options stand for X, "),
        (replace(MAPPING, choices={"a": " "}), "choices", "A name is missing."),
        (replace(MAPPING, quickbooks="DocNumber"), "quickbooks", "QuickBooks has no such field of invoices to map; "),
        (replace(MAPPING, quickbooks="CustomField.x"), "quickbooks", "QuickBooks has no such field of invoices to map; "),
        (replace(MAPPING, hubspot="hs_comments"), "hubspot", "The predefined mapping memo writes hs_comments already"),
        (replace(MAPPING, hubspot="counterfoil_error"), "hubspot", "Nobody can write counterfoil_error in HubSpot."),
    ],
)
def test_what_the_rule_itself_shows(mapping: FieldMapping, path: str, text: str) -> None:
    [fault] = faults_of(ruled(mapping))
    assert fault.path == f"mappings[0].{path}"
    assert fault.text.startswith(text)


def test_what_is_read_only_or_switched_off_is_free() -> None:
    free = replace(MAPPING, hubspot="hs_comments")
    assert faults_of(ruled(replace(free, direction=OUT))) == ()
    assert faults_of(ruled(replace(MAPPING, choices={"a": "X", "b": "X"}, direction=OUT))) == ()
    assert faults_of(ruled(*predefined_mappings(INVOICE, {"memo"}), free)) == ()


def test_several_options_may_stand_for_one_value_on_the_way_out() -> None:
    rule = ruled(replace(MAPPING, choices={"a": "X", "b": "X"}, direction=OUT))
    assert own_fields(rule, System.HUBSPOT, {"po": "b"}) == {"order": "X"}
    assert own_to_write(rule, {"order": "X"}, ["order", "memo"], System.QUICKBOOKS) == {"TrackingNum": "X"}
    assert isinstance(own_to_write(rule, {"order": "b"}, ["order"], System.QUICKBOOKS), Failure)


@pytest.mark.parametrize("kind", EntityKind)
def test_every_predefined_field_is_shown_to_people(kind: EntityKind) -> None:
    rows = PREDEFINED[kind]
    assert [row.name for row in rows] == [row.name for row in KINDS[kind].fields]
    assert {row.name for row in rows if row.default} == {one.id for one in predefined_mappings(kind)}
    for row in rows:
        assert row.hubspot or row.quickbooks
        assert bool(row.locked) is (row.direction is not BOTH)


@pytest.mark.parametrize("kind", EntityKind)
def test_what_can_be_mapped_is_known_by_its_name(kind: EntityKind) -> None:
    names = quickbooks_names(kind)
    assert all(quickbooks_field(kind, name) for name in names)
    lists = {member: {"North": "1"} for member in ("ClassRef", "DepartmentRef", "SalesTermRef")}
    assert set(company_fields(kind, {"1": "A", "2": "B", "3": "C"}, lists)) == set(names)
    assert not any("Ref.name" in name for name in company_fields(kind, {}, {}))


@pytest.mark.parametrize("informs", [True, False])
def test_what_is_too_long_is_refused_or_shortened(*, informs: bool) -> None:
    rule = ruled(replace(MAPPING, informs=informs))
    fields = {"order": "4" * 32}
    written = own_to_write(rule, fields, ["order"], System.QUICKBOOKS)
    if informs:
        assert written == {"TrackingNum": "4" * 30 + "…"}
    else:
        assert isinstance(written, Failure)
    assert own_to_write(rule, fields, ["order"], System.HUBSPOT) == {"po": "4" * 32}
    assert too_long(rule, fields, System.QUICKBOOKS) == (("order",) if informs else ())


def test_a_new_record_is_given_what_is_there_and_goes_its_way() -> None:
    rule = ruled(MAPPING, replace(MAPPING, id="back", direction=BACK), replace(MAPPING, id="off", enabled=False))
    assert filled(rule, {"order": "4711", "back": "4712", "off": "4713"}, System.QUICKBOOKS) == ["order"]
    assert filled(rule, {"order": ""}, System.QUICKBOOKS) == []


@pytest.mark.parametrize(
    ("here", "same"),
    [
        ("7.00", "7"), (" 7 ", "7"), ("-0", "0"), ("1e3", "1000"), ("", ""), ("some", "some"), ("1e99999", "1e99999"),
        ("NaN", "NaN"), ("0.10", "0.1"),
    ],
)  # fmt: skip
def test_numbers_are_compared_as_numbers(here: str, same: str) -> None:
    pallets, numbers = replace(MAPPING, quickbooks="CustomField.1149601"), frozenset({"CustomField.1149601"})
    for system in System:
        assert own_fields(ruled(pallets), system, {pallets.property_of(system): here}, numbers) == {"order": same}
    assert own_fields(ruled(pallets), System.QUICKBOOKS, {}, numbers) == {}
    assert own_fields(ruled(MAPPING), System.HUBSPOT, {"po": "7.00"}, numbers) == {"order": "7.00"}


def test_only_classic_custom_fields_are_known_to_be_short() -> None:
    lengths = {key: field.longest for key in "14" if (field := quickbooks_field(INVOICE, f"CustomField.{key}"))}
    assert lengths == {"1": 31, "4": 0}


def test_custom_fields_beside_the_classic_ones_are_of_invoices_alone() -> None:
    region, order = "CustomField.1149602", "CustomField.1149601"
    further = {
        "1149601": VendorField(name=order, label="Order"),
        "1149602": VendorField(name=region, label="Region", type=OPTION),
    }
    options = {region: {"North": "1", "South": "2"}}
    found = company_fields(INVOICE, {}, options, further)
    assert (found[order].label, found[region].options) == ("Order", {"North": "North", "South": "South"})
    assert region not in company_fields(INVOICE, {}, {}, further)
    assert order not in company_fields(EntityKind.CUSTOMER, {}, options, further)
