"""Customers below others, copies, and people of one name, as QuickBooksSystem writes them over the twin."""

from dataclasses import replace

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.write import Operation, Write
from infra.sandbox.kernel.faults import FaultKind
from tests.builders import a_customer, quickbooks
from tests.contract.systems.quickbooks_world import QuickBooksWorld
from tests.contract.systems.steps import change, failed, written

ADA = {"display_name": "Ada Byron", "given_name": "Ada", "family_name": "Byron"}


@pytest.fixture
def world() -> QuickBooksWorld:
    """A company of its own for every test, where people of one name get numbers."""
    world = QuickBooksWorld()
    world.system = world.reading({}, number_namesakes=True)
    return world


def new(source: str, **values: object) -> Write:
    """The create of a contact's customer."""
    return Write(
        key=f"key of {source}",
        operation=Operation.CREATE,
        system=System.QUICKBOOKS,
        kind=EntityKind.CUSTOMER,
        source=RecordRef(System.HUBSPOT, EntityKind.CUSTOMER, source),
        record=a_customer(**{**ADA, "email": f"{source}@x.example", **values}),
    )


def named(world: QuickBooksWorld, *writes: Write) -> list[str]:
    return [snapshot.fields["display_name"] for snapshot in written(world, *writes)]


@pytest.mark.feature("X10")
def test_a_contact_below_its_company(world: QuickBooksWorld) -> None:
    parent = quickbooks(EntityKind.CUSTOMER, world.customer_id)
    [made] = written(world, new("1", parent=parent))
    row = world.stored("Customer", made.ref.id)
    assert (row["Job"], row["ParentRef"]["value"], row["BillWithParent"]) == (True, parent.id, True)
    assert row["FullyQualifiedName"] == "Payer:Ada Byron"


@pytest.mark.feature("X10")
def test_copies_of_an_invoice_as_far_as_there_is_room(world: QuickBooksWorld) -> None:
    write = world.create(EntityKind.INVOICE, "1")
    addresses = ("mary@first.example", f"{'long' * 20}@first.example", "charles@first.example")
    [made] = written(world, replace(write, record=replace(write.record, copies_to=addresses)))  # type: ignore[arg-type]
    copies = world.stored("Invoice", made.ref.id)["BillEmailCc"]["Address"]
    assert copies == "mary@first.example, charles@first.example"


@pytest.mark.feature("X10", "P2")
def test_the_second_person_of_a_name_gets_a_number(world: QuickBooksWorld) -> None:
    assert named(world, new("1")) == ["Ada Byron"]
    assert named(world, new("2"), new("3", display_name="ada  byron")) == ["Ada Byron (2)", "ada byron (3)"]
    world.make("Vendor", {"DisplayName": "Ada Byron (4)"})
    assert named(world, new("4")) == ["Ada Byron (5)"]


@pytest.mark.feature("X10", "P2")
def test_two_of_one_name_in_one_call(world: QuickBooksWorld) -> None:
    assert sorted(named(world, new("1"), new("2"), new("3"))) == ["Ada Byron", "Ada Byron (2)", "Ada Byron (3)"]


@pytest.mark.feature("X10", "P2")
def test_names_of_inactive_people_stay_taken(world: QuickBooksWorld) -> None:
    [first, second] = written(world, new("1"), new("2"))
    for one in (first, second):
        world.change("Customer", one.ref.id, {"Active": False})
    assert named(world, new("3")) == ["Ada Byron (3)"]


@pytest.mark.feature("X10", "P2")
@pytest.mark.parametrize("key", ["key of 2", "another key"])
def test_a_lost_answer_gives_nobody_two_numbers(world: QuickBooksWorld, key: str) -> None:
    written(world, new("1"))
    world.plan(FaultKind.DROPPED_AFTER, world.creating)
    lost = replace(new("2", display_name="Ada Byron (2)"), key="key of 2 Ada Byron (2)")
    assert failed(world, lost).cure is Cure.LOOKING
    assert named(world, replace(new("2"), key=key)) == ["Ada Byron (2)"]
    names = {row["DisplayName"] for row in world.bookkeeper.rows("Customer")}
    assert names == {"Payer", "Ada Byron", "Ada Byron (2)"}


@pytest.mark.feature("X10", "P2")
def test_a_person_who_is_renamed_keeps_their_number_or_gets_one(world: QuickBooksWorld) -> None:
    _, second = written(world, new("1"), new("2"))
    [mary] = written(world, new("3", display_name="Mary Shelley", family_name="Shelley"))
    assert named(world, change(mary, Operation.UPDATE, display_name="Ada Byron")) == ["Ada Byron (3)"]
    [again] = written(world, change(second, Operation.UPDATE, display_name="Ada Byron"))
    assert again.fields["display_name"] == "Ada Byron (2)"


@pytest.mark.feature("E2", "P2")
def test_firms_of_one_name_are_told_apart_by_people(world: QuickBooksWorld) -> None:
    firm = {"display_name": "Payer", "company_name": "Payer"}
    assert failed(world, new("1", **firm)).category is ErrorCategory.DISPLAY_NAME_TAKEN
    assert failed(world, new("2", **firm, given_name="", family_name="")).category is ErrorCategory.DISPLAY_NAME_TAKEN


@pytest.mark.feature("E2", "P2")
def test_without_the_option_a_person_is_told(world: QuickBooksWorld) -> None:
    world.system = world.reading({})
    written(world, new("1"))
    assert failed(world, new("2")).category is ErrorCategory.DISPLAY_NAME_TAKEN
