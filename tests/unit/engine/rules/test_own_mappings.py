"""Properties that people map to each other: carried like any other field, and never at the cost of what was there."""

import pytest

from counterfoil.domain.outcome import OutcomeStatus
from tests.unit.engine.rules.mapped import ANN, CREW, INVOICE, ORDER, PO, a_world, both_ways, fill_in, finalised, save, value
from tests.unit.engine.world import World


@pytest.fixture
def world() -> World:
    return a_world()


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


@pytest.mark.feature("F2", "O1")
@pytest.mark.parametrize("there", [True, False])
def test_an_edit_that_is_worked_on_while_the_rule_is_off_is_carried_once_it_is_on(world: World, *, there: bool) -> None:
    both_ways(world, PO)
    invoice = finalised(world, "4711")
    world.settle()
    edited = world.twin(invoice) if there else invoice
    world.rules.switch_off(world.id, INVOICE, ANN)
    fill_in(world, edited, CREW if there else ORDER, "4712")
    world.tell(edited)
    assert world.status(invoice) is OutcomeStatus.EXCLUDED
    world.rules.switch_on(world.id, INVOICE, ANN)
    world.settle()
    assert value(world, invoice, ORDER) == value(world, world.twin(invoice), CREW) == "4712"


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
