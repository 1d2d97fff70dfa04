"""People's own mappings at QuickBooks: custom fields, entries of lists by their names, and what else an invoice has."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from counterfoil.adapters.quickbooks.profile import company_profile
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules.members import asked_members
from counterfoil.domain.rules.vendor_field import company_fields
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.write import Operation
from tests.contract.systems.quickbooks_world import QuickBooksWorld
from tests.contract.systems.steps import change, failed, written

INVOICE = EntityKind.INVOICE
CREW, ORDER, CLASS = "CustomField.1", "CustomField.2", "ClassRef.name"


def custom(*names: str) -> dict[str, object]:
    members = [
        {"Name": f"SalesFormsPrefs.{name}{place}", "Type": kind, f"{kind.removesuffix('Type')}Value": value}
        for place, label in enumerate(names, start=1)
        for name, kind, value in (("UseSalesCustom", "BooleanType", True), ("SalesCustomName", "StringType", label))
    ]
    return {"CustomField": [{"CustomField": members}]}


@pytest.fixture
def world() -> QuickBooksWorld:
    """A company with two custom fields, a class, a location, and terms."""
    made = QuickBooksWorld()
    made.bookkeeper.set_preferences(SalesFormsPrefs=custom("Crew #", "PO number"))
    made.make("Class", {"Name": "HubSpot"})
    made.make("Department", {"Name": "North"})
    made.company = company_profile(made.http, made.realm_id)
    made.system = made.reading({INVOICE: frozenset({CREW, ORDER, CLASS, "DepartmentRef.name", "SalesTermRef.name"})})
    return made


def made_with(world: QuickBooksWorld, **own: str) -> Snapshot:
    """An invoice with these values, which are named as QuickBooks does but for the dots."""
    names = {name.replace("_", "."): value for name, value in own.items()}
    [made] = written(world, replace(world.create(INVOICE, "1"), own=names))
    return made


def changed(world: QuickBooksWorld, before: Snapshot, own: Mapping[str, str]) -> Snapshot:
    [after] = written(world, replace(change(before, Operation.UPDATE), own=own))
    return after


def test_the_profile_knows_what_can_be_mapped(world: QuickBooksWorld) -> None:
    fields = company_fields(INVOICE, world.company.custom_fields, world.company.lists)
    assert (fields[CREW].label, fields[ORDER].label) == ("Crew #", "PO number")
    assert "CustomField.3" not in fields
    assert set(fields[CLASS].options) == {"HubSpot"}
    assert set(fields["DepartmentRef.name"].options) == {"North"}
    assert set(fields["SalesTermRef.name"].options) == {"Net 30"}


@pytest.mark.feature("F2", "X18")
def test_a_new_invoice_has_custom_fields_class_location_and_terms(world: QuickBooksWorld) -> None:
    reads = world.metered()
    made = made_with(
        world, CustomField_2="4711", ClassRef_name="HubSpot", DepartmentRef_name="North", SalesTermRef_name="Net 30"
    )
    assert made.extra == {
        CREW: "", ORDER: "4711", CLASS: "HubSpot", "DepartmentRef.name": "North", "SalesTermRef.name": "Net 30",
    }  # fmt: skip
    assert world.metered() == reads


@pytest.mark.feature("F2")
def test_other_custom_fields_keep_what_people_wrote_there(world: QuickBooksWorld) -> None:
    made = made_with(world, CustomField_1="102", CustomField_2="4711")
    after = changed(world, made, {ORDER: "4712"})
    assert (after.extra[CREW], after.extra[ORDER]) == ("102", "4712")
    cleared = changed(world, after, {ORDER: ""})
    assert (cleared.extra[CREW], cleared.extra[ORDER]) == ("102", "")


def test_all_custom_fields_together_need_no_reading(world: QuickBooksWorld) -> None:
    made = made_with(world, CustomField_1="102")
    reads = world.metered()
    assert changed(world, made, {CREW: "103", ORDER: "4711"}).extra[ORDER] == "4711"
    assert world.metered() == reads


@pytest.mark.feature("F3")
def test_a_class_that_is_not_there_is_named(world: QuickBooksWorld) -> None:
    failure = failed(world, replace(world.create(INVOICE, "1"), own={CLASS: "Retail"}))
    assert failure.category is ErrorCategory.VALUE_DOES_NOT_FIT
    assert failure.text == "The company's QuickBooks has no active class called Retail."


@pytest.mark.parametrize(("switch", "left"), [("clear", ""), ("ignore", "HubSpot")])
def test_whether_a_class_can_be_taken_away_is_not_documented(world: QuickBooksWorld, switch: str, left: str) -> None:
    world.switches.empty_reference = switch
    made = made_with(world, ClassRef_name="HubSpot")
    assert changed(world, made, {CLASS: ""}).extra[CLASS] == left


@pytest.mark.feature("F2")
def test_shipping(world: QuickBooksWorld) -> None:
    own = {"TrackingNum": "1Z 999", "ShipMethodRef.value": "UPS", "ShipDate": "2026-11-05"}
    world.system = world.reading({INVOICE: frozenset(own)})
    [made] = written(world, replace(world.create(INVOICE, "1"), own=own))
    assert made.extra == own
    without = changed(world, made, dict.fromkeys(own, ""))
    assert without.extra == dict.fromkeys(own, "")


@pytest.mark.feature("X18")
def test_every_line_has_the_class(world: QuickBooksWorld) -> None:
    name = "Line.ClassRef.name"
    world.make("Class", {"Name": "Web"})
    world.company = company_profile(world.http, world.realm_id)
    world.system = world.reading({INVOICE: frozenset({name})})
    record = world.an_invoice(number="INV-9", lines=world.an_invoice().lines * 2, total=Decimal(200), balance=Decimal(200))
    [made] = written(world, replace(world.create(INVOICE, "9", record), own={name: "HubSpot"}))
    assert made.extra == {name: "HubSpot"}
    after = changed(world, made, {name: "Web"})
    assert (after.extra, after.fields) == ({name: "Web"}, made.fields)
    described = change(after, Operation.UPDATE, lines=(replace(record.lines[0], description="New"), record.lines[1]))
    [again] = written(world, replace(described, own={name: "Web"}))
    assert (again.extra, again.fields["lines"]) == ({name: "Web"}, made.fields["lines"])
    assert changed(world, again, {name: ""}).extra == {name: ""}


def test_lines_of_several_classes_say_none_of_them(world: QuickBooksWorld) -> None:
    name = "Line.ClassRef.name"
    world.system = world.reading({INVOICE: frozenset({name})})
    made = made_with(world, Line_ClassRef_name="HubSpot")
    lines = world.stored("Invoice", made.ref.id)["Line"]
    lines[0]["SalesItemLineDetail"].pop("ClassRef")
    more = {**lines[0], "Id": None, "SalesItemLineDetail": {**lines[0]["SalesItemLineDetail"], "ClassRef": {"value": "1"}}}
    world.change("Invoice", made.ref.id, {"Line": [lines[0], more]})
    [shown] = world.shown(INVOICE, made.ref.id)
    assert shown.extra == {name: ""}


@pytest.mark.feature("X18")
def test_each_line_has_its_own_class_and_one_without_keeps_what_it_has(world: QuickBooksWorld) -> None:
    name = "EachLine.ClassRef.name"
    world.make("Class", {"Name": "Web"})
    world.company = company_profile(world.http, world.realm_id)
    world.system = world.reading({INVOICE: frozenset({name})})
    record = world.an_invoice(number="INV-9", lines=world.an_invoice().lines * 3, total=Decimal(300), balance=Decimal(300))
    record = replace(record, discount=Decimal(5), total=Decimal(295), balance=Decimal(295))
    [made] = written(world, replace(world.create(INVOICE, "9", record), own={name: "\nHubSpot\nWeb"}))
    assert made.extra == {name: "\nHubSpot\nWeb"}
    after = changed(world, made, {name: "Web\n\nHubSpot"})
    assert (after.extra, after.fields) == ({name: "Web\nHubSpot\nHubSpot"}, made.fields)
    failure = failed(world, replace(change(after, Operation.UPDATE), own={name: "Web\nRetail"}))
    assert failure.text == "The company's QuickBooks has no active class called Retail."


def test_the_class_of_each_line_is_mapped_and_not_asked_for(world: QuickBooksWorld) -> None:
    lists = world.company.lists
    assert set(company_fields(INVOICE, {}, lists)["EachLine.ClassRef.name"].options) == {"HubSpot"}
    asked = asked_members(INVOICE, {}, lists)
    assert ("Line.ClassRef.name" in asked, "EachLine.ClassRef.name" in asked) == (True, False)
