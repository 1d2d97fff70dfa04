"""Constants, options, lines and lengths of what people map to each other."""

from decimal import Decimal

import pytest

from counterfoil.domain.identity import System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.engine.rules.document import written
from counterfoil.engine.rules.resync import resync
from tests.builders import a_line
from tests.unit.engine.rules.mapped import (
    ANN,
    CREW,
    CUSTOMER,
    INVOICE,
    ORDER,
    PO,
    a_world,
    both_ways,
    fill_in,
    finalised,
    own,
    save,
    value,
)
from tests.unit.engine.world import World


@pytest.fixture
def world() -> World:
    return a_world()


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


@pytest.mark.feature("X18")
def test_lines_that_are_written_anew_keep_the_class_of_every_line(world: World) -> None:
    constant = own("class", "", "Line.ClassRef.name", direction="hubspot_to_quickbooks", constant="HubSpot")
    save(world, constant)
    invoice = world.finalised()
    world.settle()
    world.hubspot.edit(invoice, total=Decimal(120), balance=Decimal(120), lines=(a_line("120.00"),))
    world.settle()
    [*_, write] = world.quickbooks.written
    assert (write.fields >= {"lines"}, write.own) == (True, {"Line.ClassRef.name": "HubSpot"})


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


BRANCH = own(
    "class",
    "line.branch",
    "EachLine.ClassRef.name",
    direction="hubspot_to_quickbooks",
    choices={"n": "HubSpot", "s": "Web"},
)


@pytest.mark.feature("F4", "X1", "X18")
def test_each_line_has_its_own_class_which_a_plan_shows(world: World) -> None:
    invoice, empty = world.finalised(lines=(a_line("40.00"), a_line("60.00"))), world.finalised()
    fill_in(world, invoice, "line.branch", "n\ns")
    world.settle()
    before = world.connection.rules[INVOICE]
    draft = world.rules.draft(world.id, {**written(before), "mappings": [BRANCH]}, ANN).rule
    offered = resync(before, draft)
    assert offered is not None
    job = world.plan(offered)
    rows = world.rows(job)
    assert [(one.field, one.before, one.after) for one in rows[invoice].changes] == [("class", "", "HubSpot / Web")]
    assert not rows[empty].acts
    world.rules.restore(world.id, INVOICE, draft.version, ANN)
    world.apply(job)
    assert value(world, world.twin(invoice), "EachLine.ClassRef.name") == "HubSpot\nWeb"
    fill_in(world, invoice, "line.branch", "\nn")
    world.settle()
    assert value(world, world.twin(invoice), "EachLine.ClassRef.name") == "\nHubSpot"


@pytest.mark.feature("F3", "X18")
def test_the_value_of_one_line_that_nothing_stands_for_is_a_named_failure(world: World) -> None:
    save(world, BRANCH)
    invoice = world.finalised()
    fill_in(world, invoice, "line.branch", "n\n\nw")
    world.settle()
    assert world.outcome(invoice).category == "E15"
    assert world.outcome(invoice).explanation == "The mapping class does not say what w is called in QuickBooks."


@pytest.mark.feature("X18")
def test_lines_that_are_written_anew_keep_their_own_classes(world: World) -> None:
    save(world, BRANCH)
    invoice = world.finalised()
    fill_in(world, invoice, "line.branch", "s")
    world.settle()
    world.hubspot.edit(invoice, total=Decimal(120), balance=Decimal(120), lines=(a_line("120.00"),))
    world.settle()
    [*_, write] = world.quickbooks.written
    assert (write.fields >= {"lines"}, write.own) == (True, {"EachLine.ClassRef.name": "Web"})
