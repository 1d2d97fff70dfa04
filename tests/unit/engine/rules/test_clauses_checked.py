"""What clauses ask for is checked against what both vendors have; every fault is told with its path, and nothing changes."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import CustomerOptions, FieldType, Filter, Group, Holder
from counterfoil.domain.rules.admission import admits
from counterfoil.domain.rules.clauses import Moment
from counterfoil.domain.rules.vendor_field import VendorField
from counterfoil.engine.rules.document import written
from counterfoil.engine.rules.invalid import InvalidRuleError
from counterfoil.engine.rules.keeper import Author
from tests.builders import NOON
from tests.unit.engine.rules.mapped import CREW, ORDER, PO, a_world, own
from tests.unit.engine.world import World

CUSTOMER, INVOICE = EntityKind.CUSTOMER, EntityKind.INVOICE
ANN = Author(who="Ann", why="Only what is approved")


def a_field(name: str, kind: FieldType = FieldType.TEXT, *options: str) -> VendorField:
    return VendorField(name=name, label=name, type=kind, options={one: one.title() for one in options})


@pytest.fixture
def world() -> World:
    made = a_world()
    made.properties["hs_due_date"] = a_field("hs_due_date", FieldType.DATETIME)
    made.properties_around[Holder.COMPANY] = {"country": a_field("country")}
    made.properties_around[Holder.DEAL] = {"dealstage": a_field("dealstage", FieldType.ENUMERATION, "won", "lost")}
    return made


def document(
    world: World, *clauses: Mapping[str, Any], source: str = "hubspot", kind: EntityKind = INVOICE
) -> dict[str, Any]:
    groups = [{"clauses": [clause]} for clause in clauses]
    return {**written(world.connection.rules[kind]), "filters": {source: {"groups": groups}}}


def faults(world: World, *clauses: Mapping[str, Any], source: str = "hubspot") -> dict[str, str]:
    """What is told of the clauses, each in a group of its own, by the rest of its path; nothing was changed by it."""
    before = world.connection
    with pytest.raises(InvalidRuleError) as refused:
        world.rules.save(world.id, document(world, *clauses, source=source), ANN)
    assert world.connection == before
    return {one.path.removeprefix(f"filters.{source}."): one.text for one in refused.value.faults}


@pytest.mark.feature("L1", "X15")
def test_what_the_vendors_have_can_be_asked_for(world: World) -> None:
    here = document(
        world,
        {"field": "branch", "type": "enumeration", "operator": "is_any_of", "values": ["n", "s"]},
        {"field": "branch", "operator": "is_known"},
        {"field": "hs_due_date", "type": "date", "operator": "in_last_days", "values": ["30"]},
        {"on": "company", "field": "country", "operator": "is", "values": ["US"]},
        {"on": "deal", "field": "dealstage", "type": "enumeration", "operator": "is_not", "values": ["lost"]},
    )
    world.rules.save(world.id, here, ANN)
    there = document(
        world,
        {"field": "TxnDate", "type": "date", "operator": "after", "values": ["2026-01-31"]},
        {"field": "CustomField.Crew #", "operator": "is", "values": ["4711"]},
        {"field": CREW, "operator": "is", "values": ["4711"]},
        {"field": "DepartmentRef.name", "type": "enumeration", "operator": "is", "values": ["North"]},
        {"on": "customer", "field": "BillAddr.Country", "operator": "is", "values": ["US"]},
        source="quickbooks",
    )
    world.rules.save(world.id, there, ANN)


@pytest.mark.feature("L1", "X15")
def test_what_a_vendor_does_not_have_is_refused_for_the_record_and_for_associates(world: World) -> None:
    asked = (
        {"field": "aproved", "operator": "is_known"},
        {"on": "company", "field": "branch", "operator": "is", "values": ["n"]},
        {"on": "deal", "field": "country", "operator": "is_known"},
    )
    assert faults(world, *asked) == {
        "groups[0].clauses[0].field": "HubSpot has no aproved in use; there are: branch, hs_due_date, po_number, website.",
        "groups[1].clauses[0].field": "HubSpot has no branch in use; there are: country.",
        "groups[2].clauses[0].field": "HubSpot has no country in use; there are: dealstage.",
    }


def test_quickbooks_members_are_known_as_well_and_nobody_is_asked_for_them(world: World) -> None:
    told = faults(
        world,
        {"field": "TxnDates", "operator": "is_known"},
        {"field": "CustomField.2", "operator": "is_known"},
        {"on": "customer", "field": "TxnDate", "operator": "is_known"},
        source="quickbooks",
    )
    assert {path.removesuffix(".clauses[0].field"): text[:28] for path, text in told.items()} == {
        "groups[0]": "QuickBooks has no TxnDates i",
        "groups[1]": "QuickBooks has no CustomFiel",
        "groups[2]": "QuickBooks has no TxnDate in",
    }


@pytest.mark.feature("L1", "X15")
def test_the_type_and_its_operators_are_those_of_the_field(world: World) -> None:
    asked = (
        {"field": "branch", "operator": "contains", "values": ["n"]},
        {"field": ORDER, "type": "number", "operator": "is", "values": ["7"]},
        {"field": "branch", "type": "enumeration", "operator": "is_any_of", "values": ["n", "x"]},
    )
    assert faults(world, *asked) == {
        "groups[0].clauses[0].type": "What Branch has is an option: name that type.",
        "groups[0].clauses[0].operator": (
            "For an option there are only: is, is_any_of, is_known, is_none_of, is_not, is_unknown."
        ),
        "groups[1].clauses[0].type": "What po_number has is a text: name that type.",
        "groups[2].clauses[0].values[1]": "In HubSpot, Branch cannot be x.",
    }


@pytest.mark.feature("X15")
def test_all_faults_are_told_at_once_those_of_mappings_too(world: World) -> None:
    wrong = document(world, {"field": "", "operator": "is"}, {"field": "nothing", "operator": "is_known"})
    wrong["mappings"] = [own("PO", "p_o", CREW)]
    with pytest.raises(InvalidRuleError) as refused:
        world.rules.check(world.id, wrong)
    assert [one.path for one in refused.value.faults] == [
        "filters.hubspot.groups[0].clauses[0].field",
        "filters.hubspot.groups[0].clauses[0].values",
        "filters.hubspot.groups[1].clauses[0].field",
        "mappings[0].hubspot",
    ]


def test_what_is_wrong_by_itself_is_told_even_while_hubspot_cannot_be_asked(world: World) -> None:
    failure = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING, text="HubSpot did not answer.")
    world.properties_asked = VendorError(failure)
    right = {"field": "branch", "operator": "is_known"}
    with pytest.raises(InvalidRuleError):
        world.rules.check(world.id, document(world, right, {"field": " ", "operator": "is_known"}))
    with pytest.raises(VendorError):
        world.rules.check(world.id, document(world, right))


@pytest.mark.feature("L1", "X10")
def test_where_companies_are_customers_what_either_has_can_be_asked_for(world: World) -> None:
    world.properties_around[Holder.COMPANY]["tier"] = a_field("tier")
    asked = document(world, {"field": "tier", "operator": "is", "values": ["gold"]}, kind=CUSTOMER)
    with pytest.raises(InvalidRuleError):
        world.rules.check(world.id, asked)
    asked["options"] = {"customer_is": "company"}
    options = world.rules.check(world.id, asked).options
    assert isinstance(options, CustomerOptions)
    assert options.of_companies


@pytest.mark.feature("X15")
def test_what_a_vendor_has_no_more_is_told_when_an_older_version_is_restored(world: World) -> None:
    named = document(world, {"field": "branch", "operator": "is_known"})
    kept = world.rules.save(world.id, named, ANN)
    world.rules.save(world.id, document(world), ANN)
    del world.properties["branch"]
    before = world.connection

    with pytest.raises(InvalidRuleError) as refused:
        world.rules.restore(world.id, INVOICE, kept.rule.version, ANN)

    assert [fault.path for fault in refused.value.faults] == ["filters.hubspot.groups[0].clauses[0].field"]
    assert world.connection == before


@pytest.mark.feature("X15", "F3")
def test_a_mapping_that_fits_no_more_is_told_when_an_older_version_is_restored(world: World) -> None:
    mapped = {**written(world.connection.rules[INVOICE]), "mappings": [PO]}
    kept = world.rules.save(world.id, mapped, ANN)
    world.rules.save(world.id, document(world), ANN)
    del world.properties[ORDER]

    with pytest.raises(InvalidRuleError, match="no po_number in use"):
        world.rules.restore(world.id, INVOICE, kept.rule.version, ANN)


@pytest.mark.feature("L4")
@pytest.mark.parametrize(
    ("source", "clause", "label"),
    [
        ("hubspot", {"field": "branch", "type": "enumeration", "operator": "is_known"}, "Branch"),
        ("hubspot", {"field": "branch", "type": "enumeration", "operator": "is_known", "label": "Something"}, "Branch"),
        ("quickbooks", {"field": "TxnDate", "type": "date", "operator": "is_known"}, "Transaction date"),
        ("quickbooks", {"field": CREW, "operator": "is_known"}, "Crew #"),
    ],
)
def test_a_clause_keeps_what_its_field_is_called(world: World, source: str, clause: Mapping[str, Any], label: str) -> None:
    """Whoever reads why a record was left out need not know the vendor's own names."""
    world.rules.save(world.id, document(world, clause, source=source), ANN)

    (kept,) = world.connection.rules[INVOICE].filters[System(source)].clauses
    assert (kept.field, kept.label) == (clause["field"], label)
    refusal = admits(Filter((Group((kept,)),)), {Holder.SELF: [{}]}, Moment(NOON.date(), ZoneInfo("UTC")))
    assert label in refusal.text
    assert clause["field"] not in refusal.text
    world.rules.save(world.id, written(world.connection.rules[INVOICE]), ANN)
    assert len(world.rules.history(world.id, INVOICE)) == 2
