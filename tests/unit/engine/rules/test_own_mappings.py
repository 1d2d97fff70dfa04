"""Properties that people map to each other: carried like any other field, and never at the cost of what was there."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.rules import Direction, FieldType
from counterfoil.domain.rules.vendor_field import VendorField
from counterfoil.engine.rules.document import written
from counterfoil.engine.rules.invalid import InvalidRuleError
from counterfoil.engine.rules.keeper import Author
from counterfoil.engine.rules.known_fields import KnownFields
from counterfoil.engine.rules.resync import resync
from tests.builders import a_connection
from tests.unit.engine.test_explain import explain
from tests.unit.engine.world import World

INVOICE, CUSTOMER = EntityKind.INVOICE, EntityKind.CUSTOMER
ANN = Author(who="Ann", why="Purchase orders")
ORDER, CREW, TRACKING = "po_number", "CustomField.1", "TrackingNum"


OPTIONS = {"n": "North branch", "s": "South branch", "w": "West branch"}
LISTS = {"ClassRef": {"HubSpot": "1"}, "DepartmentRef": {"North": "1", "South": "2"}}


@pytest.fixture
def world() -> World:
    company = replace(a_connection().company, custom_fields={"1": "Crew #"}, lists=LISTS)
    made = World(a_connection(company=company))
    for name in (ORDER, "website"):
        made.properties[name] = VendorField(name=name, label=name)
    made.properties["branch"] = VendorField(name="branch", label="Branch", type=FieldType.ENUMERATION, options=OPTIONS)
    return made


def own(name: str, hubspot: str, quickbooks: str, **more: object) -> Mapping[str, object]:
    return {"id": name, "own": True, "hubspot": hubspot, "quickbooks": quickbooks, "direction": "both", **more}


PO = own("PO number", ORDER, CREW)


def save(world: World, *mappings: Mapping[str, object], kind: EntityKind = INVOICE, **changes: object) -> None:
    document = {**written(world.connection.rules[kind]), "mappings": list(mappings), **changes}
    world.rules.save(world.id, document, ANN)


def both_ways(world: World, *mappings: Mapping[str, object], winner: str = "hubspot") -> None:
    save(world, *mappings, direction="both", winner=winner)


def value(world: World, ref: RecordRef, name: str) -> str:
    return world.system(ref).records[ref].further.get(name, "")


def fill_in(world: World, ref: RecordRef, name: str, text: str) -> None:
    world.system(ref).fill_in(ref, name, text)


def finalised(world: World, order: str = "") -> RecordRef:
    invoice = world.finalised()
    fill_in(world, invoice, ORDER, order)
    return invoice


@pytest.mark.feature("F2", "X18")
def test_a_new_invoice_takes_its_purchase_order_along(world: World) -> None:
    save(world, PO)
    invoice = finalised(world, "4711")
    world.settle()
    assert value(world, world.twin(invoice), CREW) == "4711"
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("F2")
def test_an_edit_goes_either_way_and_is_never_carried_back(world: World) -> None:
    both_ways(world, PO)
    invoice = finalised(world, "4711")
    world.settle()
    fill_in(world, world.twin(invoice), CREW, "4712")
    world.settle()
    assert value(world, invoice, ORDER) == "4712"
    fill_in(world, invoice, ORDER, "4713")
    world.settle()
    assert value(world, world.twin(invoice), CREW) == "4713"
    writes = world.writes()
    world.settle()
    assert world.writes() == writes


@pytest.mark.feature("F2")
def test_an_edit_names_the_mapping(world: World) -> None:
    save(world, PO)
    invoice = finalised(world, "4711")
    world.settle()
    fill_in(world, invoice, ORDER, "4712")
    world.tell(invoice)
    assert "PO number changed in HubSpot: carried to QuickBooks." in world.outcome(invoice).reasons


@pytest.mark.feature("R1", "F2")
@pytest.mark.parametrize(("winner", "wins"), [("hubspot", "from HubSpot"), ("quickbooks", "from QuickBooks")])
def test_where_both_sides_changed_it_the_winner_decides(world: World, winner: str, wins: str) -> None:
    both_ways(world, PO, winner=winner)
    invoice = finalised(world, "4711")
    world.settle()
    fill_in(world, invoice, ORDER, "from HubSpot")
    fill_in(world, world.twin(invoice), CREW, "from QuickBooks")
    world.settle()
    assert value(world, invoice, ORDER) == value(world, world.twin(invoice), CREW) == wins


@pytest.mark.feature("F2", "F4")
def test_what_was_linked_before_is_carried_with_its_next_change_and_nothing_is_made_anew(world: World) -> None:
    invoice = finalised(world, "4711")
    world.settle()
    save(world, PO)
    world.settle()
    assert value(world, world.twin(invoice), CREW) == ""
    world.tell(invoice)
    assert value(world, world.twin(invoice), CREW) == "4711"
    assert len(world.quickbooks.every(INVOICE)) == 1


@pytest.mark.parametrize("blanks", ["keep", "clear"])
@pytest.mark.parametrize("direction", ["hubspot_to_quickbooks", "both"])
def test_what_only_quickbooks_has_survives_the_mapping(world: World, direction: str, blanks: str) -> None:
    invoice = finalised(world)
    world.settle()
    fill_in(world, world.twin(invoice), CREW, "4711")
    world.settle()
    save(world, {**PO, "direction": direction, "blanks": blanks}, direction=direction)
    world.tell(invoice)
    world.settle()
    assert value(world, world.twin(invoice), CREW) == "4711"
    assert value(world, invoice, ORDER) == ("4711" if direction == "both" else "")


@pytest.mark.parametrize(("blanks", "left"), [("keep", "4711"), ("clear", "")])
def test_a_value_that_is_cleared_clears_the_other_side_only_if_asked_to(world: World, blanks: str, left: str) -> None:
    save(world, {**PO, "blanks": blanks})
    invoice = finalised(world, "4711")
    world.settle()
    fill_in(world, invoice, ORDER, "")
    world.settle()
    assert value(world, world.twin(invoice), CREW) == left
    fill_in(world, invoice, ORDER, "4711")
    world.settle()
    assert value(world, world.twin(invoice), CREW) == "4711"


def test_one_way_leaves_what_is_edited_on_the_other_side_alone(world: World) -> None:
    both_ways(world, {**PO, "direction": "hubspot_to_quickbooks"})
    invoice = finalised(world, "4711")
    world.settle()
    fill_in(world, world.twin(invoice), CREW, "by hand")
    world.settle()
    assert (value(world, invoice, ORDER), value(world, world.twin(invoice), CREW)) == ("4711", "by hand")
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("F1", "F2")
def test_a_mapping_that_is_off_is_left_out_and_goes_on_where_it_was(world: World) -> None:
    both_ways(world, PO)
    invoice = finalised(world, "4711")
    world.settle()
    save(world, {**PO, "enabled": False})
    fill_in(world, invoice, ORDER, "4712")
    world.settle()
    assert value(world, world.twin(invoice), CREW) == "4711"
    save(world, PO)
    world.tell(invoice)
    assert value(world, world.twin(invoice), CREW) == "4712"


@pytest.mark.feature("F1")
def test_a_predefined_mapping_that_is_off_is_carried_neither_way(world: World) -> None:
    both_ways(world, {"id": "memo", "enabled": False})
    invoice = world.finalised(memo="Thank you")
    world.settle()
    twin = world.twin(invoice)
    world.hubspot.edit(invoice, memo="Thanks")
    world.settle()
    assert world.invoice(twin).memo != "Thanks"
    world.quickbooks.edit(twin, memo="Paid by Friday")
    world.settle()
    assert world.invoice(invoice).memo == "Thanks"
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("X18")
def test_every_invoice_is_given_a_class(world: World) -> None:
    constant = own("class", "", "ClassRef.name", direction="hubspot_to_quickbooks", constant="HubSpot")
    before = world.finalised()
    world.settle()
    save(world, constant)
    invoice = world.finalised()
    world.settle()
    assert value(world, world.twin(invoice), "ClassRef.name") == "HubSpot"
    assert value(world, world.twin(before), "ClassRef.name") == ""
    world.tell(before)
    assert value(world, world.twin(before), "ClassRef.name") == "HubSpot"
    fill_in(world, world.twin(invoice), "ClassRef.name", "Retail")
    world.settle()
    world.tell(invoice)
    assert value(world, world.twin(invoice), "ClassRef.name") == "Retail"


@pytest.mark.feature("F2", "X18")
def test_options_are_called_what_they_are_called_on_the_other_side(world: World) -> None:
    both_ways(world, own("location", "branch", "DepartmentRef.name", choices={"n": "North", "s": "South"}))
    invoice = world.finalised()
    fill_in(world, invoice, "branch", "n")
    world.settle()
    assert value(world, world.twin(invoice), "DepartmentRef.name") == "North"
    fill_in(world, world.twin(invoice), "DepartmentRef.name", "South")
    world.settle()
    assert value(world, invoice, "branch") == "s"


@pytest.mark.feature("F3")
def test_a_value_that_nothing_stands_for_is_a_named_failure(world: World) -> None:
    save(world, own("location", "branch", "DepartmentRef.name", choices={"n": "North"}))
    invoice = world.finalised()
    fill_in(world, invoice, "branch", "w")
    world.settle()
    assert world.outcome(invoice).category == "E15"
    assert world.outcome(invoice).explanation == "The mapping location does not say what w is called in QuickBooks."
    assert not world.quickbooks.every(INVOICE)
    fill_in(world, invoice, "branch", "n")
    world.settle()
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("F3")
def test_a_value_that_is_too_long_is_a_named_failure(world: World) -> None:
    save(world, PO)
    invoice = finalised(world, "4711")
    world.settle()
    fill_in(world, invoice, ORDER, "4" * 32)
    world.settle()
    assert world.outcome(invoice).category == "E15"
    assert world.outcome(invoice).explanation == "The PO number has 32 characters, QuickBooks takes 31."
    assert value(world, world.twin(invoice), CREW) == "4711"


@pytest.mark.feature("F3")
def test_what_merely_informs_is_shortened_with_a_remark(world: World) -> None:
    save(world, {**PO, "informs": True})
    invoice = finalised(world, "Order " + "4" * 40)
    world.settle()
    assert value(world, world.twin(invoice), CREW) == "Order " + "4" * 24 + "…"
    assert value(world, invoice, ORDER) == "Order " + "4" * 40
    [remark] = world.outcome(invoice).remarks
    assert "PO number" in remark
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


def test_customers_have_mappings_of_their_own(world: World) -> None:
    website = own("website", "website", "WebAddr.URI")
    save(world, website, kind=CUSTOMER, direction="both", create="always")
    contact = world.contact()
    fill_in(world, contact, "website", "https://cool.example")
    world.settle()
    customer = world.twin(contact)
    assert value(world, customer, "WebAddr.URI") == "https://cool.example"
    fill_in(world, customer, "WebAddr.URI", "https://cooler.example")
    world.settle()
    assert value(world, contact, "website") == "https://cooler.example"
    assert {ref.system for ref in (contact, customer)} == set(System)


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
        (own("n", ORDER, "ShipDate"), "quickbooks", "What po_number has is a text; QuickBooks takes a date (2026-01-31)."),
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


def test_hubspot_is_asked_again_after_a_while_only(world: World) -> None:
    asked: list[str] = []

    def properties(connection_id: str, kind: EntityKind) -> Mapping[str, VendorField]:
        asked.append(f"{connection_id} {kind}")
        return {}

    fields = KnownFields(properties=properties, clock=world.clock)
    for minutes in (0, 9, 2):
        world.clock.advance(timedelta(minutes=minutes))
        fields.of(world.connection, INVOICE)
    assert asked == [f"{world.id} invoice"] * 2
