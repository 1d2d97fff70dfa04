"""What happens when somebody maps something new: it is checked, offered as a plan, and explained."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import Direction, Holder
from counterfoil.domain.rules.vendor_field import VendorField
from counterfoil.engine.rules.document import written
from counterfoil.engine.rules.invalid import InvalidRuleError
from counterfoil.engine.rules.known_fields import KnownFields
from counterfoil.engine.rules.resync import resync
from tests.unit.engine.rules.mapped import (
    ANN,
    CREW,
    INVOICE,
    ORDER,
    PO,
    a_world,
    finalised,
    own,
    save,
    value,
)
from tests.unit.engine.test_explain import explain
from tests.unit.engine.world import World


@pytest.fixture
def world() -> World:
    return a_world()


@pytest.mark.feature("F4", "X1")
def test_a_new_mapping_offers_a_plan_over_what_was_linked_long_ago(world: World) -> None:
    old, empty = finalised(world, "4711"), finalised(world)
    world.settle()
    document = {**written(world.connection.rules[INVOICE]), "mappings": [PO]}
    before = world.connection.rules[INVOICE]
    draft = world.rules.draft(world.id, document, ANN).rule
    offered = resync(before, draft)
    assert offered is not None
    job = world.plan(offered)
    rows = world.rows(job)
    assert [(one.field, one.before, one.after) for one in rows[old].changes] == [("PO number", "", "4711")]
    assert not rows[empty].acts
    assert value(world, world.twin(old), CREW) == ""
    world.rules.restore(world.id, INVOICE, draft.version, ANN)
    world.apply(job)
    assert value(world, world.twin(old), CREW) == "4711"
    assert not [row for row in world.rows(world.plan()).values() if row.acts]


def test_nothing_is_offered_where_nothing_new_is_mapped(world: World) -> None:
    before = world.connection.rules[INVOICE]
    save(world, PO)
    after = world.connection.rules[INVOICE]
    assert resync(before, after) is not None
    assert resync(after, after) is None
    assert resync(after, before) is None
    assert resync(before, replace(after, direction=Direction.OFF)) is None


@pytest.mark.feature("F2", "X2")
def test_an_explanation_shows_own_mappings(world: World) -> None:
    save(world, PO)
    invoice = finalised(world, "4711")
    world.settle()
    [shown] = [one for one in explain(world, invoice).fields if one.field == "PO number"]
    assert set(shown.now.values()) == set(shown.agreed.values()) == {"4711"}


def faults(world: World, mapping: Mapping[str, object]) -> list[tuple[str, str]]:
    with pytest.raises(InvalidRuleError) as refused:
        save(world, mapping)
    assert not world.connection.rules[INVOICE].own_mappings
    return [(fault.path, fault.text) for fault in refused.value.faults]


@pytest.mark.feature("F3", "X15")
@pytest.mark.parametrize(
    ("mapping", "path", "text"),
    [
        ({**PO, "hubspot": "p_o"}, "hubspot", "HubSpot has no p_o in use; there are: branch, po_number, website."),
        ({**PO, "quickbooks": "CustomField.2"}, "quickbooks", "QuickBooks has no CustomField.2 in use; there are: "),
        (own("n", ORDER, "DocNumber"), "quickbooks", "QuickBooks has no such field of invoices to map; there are: "),
        (
            own("n", "branch", "DepartmentRef.name"),
            "quickbooks",
            "In QuickBooks, location cannot be n, s, w: say in choices",
        ),
        (
            own("n", ORDER, "ShipDate"),
            "quickbooks",
            "There is a text in po_number; shipping date in QuickBooks takes a date",
        ),
        (own("n", "branch", "DepartmentRef.name", choices={"e": "North"}), "choices", "In HubSpot, Branch cannot be e."),
        (
            own("n", "branch", "DepartmentRef.name", choices={"n": "East"}),
            "choices",
            "In QuickBooks, location cannot be East.",
        ),
    ],
)
def test_a_mapping_that_cannot_work_is_refused_with_its_path(
    world: World, mapping: Mapping[str, object], path: str, text: str
) -> None:
    [(place, said)] = faults(world, {**mapping, "direction": "hubspot_to_quickbooks"})
    place = place.removeprefix("mappings[0].")
    assert (place, said[: len(text)]) == (path, text)


OF_LINES = own("class", "line.branch", "EachLine.ClassRef.name", direction="hubspot_to_quickbooks")


@pytest.mark.feature("F3", "X15", "X18")
@pytest.mark.parametrize(
    ("mapping", "path", "text"),
    [
        ({**OF_LINES, "hubspot": "line.b"}, "hubspot", "HubSpot has no line.b in use; there are: branch, line.branch, "),
        (OF_LINES, "quickbooks", "In QuickBooks, class of each line cannot be n, s, w: say in choices what each option"),
        ({**OF_LINES, "choices": {"n": "Web", "s": "Mail"}}, "choices", "In QuickBooks, class of each line cannot be Mail."),
        ({**OF_LINES, "hubspot": ORDER}, "hubspot", "A property of line items (line....) goes to what each line has"),
        ({**OF_LINES, "quickbooks": "Line.ClassRef.name"}, "hubspot", "A property of line items (line....) goes to what"),
        ({**OF_LINES, "hubspot": "", "constant": "Web"}, "hubspot", "A property of line items (line....) goes to what"),
        ({**OF_LINES, "direction": "both"}, "direction", "What each line has goes from HubSpot to QuickBooks only."),
        ({**OF_LINES, "blanks": "clear"}, "blanks", "A line item without a value leaves its line as it is: blanks must be"),
    ],
)
def test_a_mapping_of_lines_that_cannot_work_is_refused_with_its_path(
    world: World, mapping: Mapping[str, object], path: str, text: str
) -> None:
    found = {place.removeprefix("mappings[0]."): said for place, said in faults(world, mapping)}
    assert found[path][: len(text)] == text


def test_lines_have_one_class_by_one_mapping(world: World) -> None:
    every = own("all", "", "Line.ClassRef.name", direction="hubspot_to_quickbooks", constant="Web")
    with pytest.raises(InvalidRuleError) as refused:
        save(world, every, {**OF_LINES, "choices": {"n": "Web"}})
    assert [fault.text for fault in refused.value.faults] == ["Several mappings write Line.ClassRef.name in QuickBooks."]


def test_hubspot_is_asked_for_line_items_where_a_mapping_names_one(world: World) -> None:
    asked: list[Holder] = []

    def properties(_connection: str, _kind: EntityKind, holder: Holder) -> Mapping[str, VendorField]:
        asked.append(holder)
        return {"branch": VendorField(name="branch", label="Branch")}

    save(world, {**OF_LINES, "choices": {"n": "Web"}})
    known = KnownFields(properties=properties, clock=world.clock).mapped(world.connection, world.connection.rules[INVOICE])
    assert asked == [Holder.LINE, Holder.SELF]
    assert known[System.HUBSPOT].keys() == {"branch", "line.branch"}


def test_hubspot_is_asked_again_after_a_while_only(world: World) -> None:
    asked: list[str] = []

    def properties(connection_id: str, kind: EntityKind, holder: Holder) -> Mapping[str, VendorField]:
        asked.append(f"{connection_id} {kind} {holder}")
        return {}

    fields = KnownFields(properties=properties, clock=world.clock)
    for minutes in (0, 9, 2):
        world.clock.advance(timedelta(minutes=minutes))
        fields.mapped(world.connection, world.connection.rules[INVOICE])
    assert asked == [f"{world.id} invoice self"] * 2
