"""Items that a lost create made in QuickBooks: they bear no marker, and may be told of before anybody looks for them."""

from datetime import timedelta

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.records.product import CUSTOM_LINE_ITEM_NAME, Product
from counterfoil.domain.write import Write
from tests.builders import a_line, a_product
from tests.fake_systems import Fault
from tests.unit.engine.books import assert_true
from tests.unit.engine.connected import LEASE
from tests.unit.engine.world import World

PRODUCT = EntityKind.PRODUCT
SEARCHABLE = timedelta(minutes=3)
"""By then HubSpot's search shows what was made."""
NO_ANSWER = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.LOOKING, text="no answer")


def lose(world: World, name: str) -> None:
    """The answer to the create of this item gets lost."""

    def is_it(write: Write) -> bool:
        return isinstance(write.record, Product) and write.record.name == name

    world.quickbooks.faults.append(Fault(failure=NO_ANSWER, matches=is_it, happens=True))


def item(world: World, name: str) -> RecordRef:
    (found,) = (one.ref for one in world.quickbooks.every(PRODUCT) if one.fields["name"] == name)
    return found


def sell_and_lose_a_hose(world: World) -> tuple[RecordRef, RecordRef]:
    """A new product is sold, and the answer to its item's create gets lost; the product and the invoice."""
    product = world.hubspot.put(PRODUCT, a_product(name="Hose", sku="HOSE"))
    invoice = world.finalised(lines=(a_line(product=product),))
    lose(world, "Hose")
    world.tell(invoice)
    return product, invoice


def test_an_item_told_of_first_is_that_of_the_product_it_was_made_for(carrying: World) -> None:
    product, invoice = sell_and_lose_a_hose(carrying)
    assert carrying.status(invoice) is OutcomeStatus.WAITING
    carrying.tell(item(carrying, "Hose"))
    carrying.settle()
    assert carrying.twin(product) == item(carrying, "Hose")
    assert [one.ref for one in carrying.hubspot.every(PRODUCT)] == [product]
    assert_true(carrying)


def test_an_item_that_became_another_products_needs_a_person(carrying: World) -> None:
    _, invoice = sell_and_lose_a_hose(carrying)
    carrying.quickbooks.edit(item(carrying, "Hose"), sku="HOSE-2")
    carrying.tell(item(carrying, "Hose"))
    carrying.settle()
    assert carrying.link(item(carrying, "Hose")).source is System.QUICKBOOKS
    assert (carrying.status(invoice), carrying.outcome(invoice).category) == (
        OutcomeStatus.FAILING,
        ErrorCategory.DISPLAY_NAME_TAKEN,
    )


def test_the_item_of_custom_lines_is_no_product_whatever_it_is_given(carrying: World) -> None:
    invoice = carrying.finalised()
    lose(carrying, CUSTOM_LINE_ITEM_NAME)
    carrying.tell(invoice)
    carrying.quickbooks.edit(item(carrying, CUSTOM_LINE_ITEM_NAME), sku="CUSTOM")
    carrying.tell(item(carrying, CUSTOM_LINE_ITEM_NAME))
    carrying.settle()
    assert carrying.hubspot.every(PRODUCT) == []
    assert_true(carrying)


def test_an_item_of_that_name_that_is_a_products_needs_a_person(carrying: World) -> None:
    known = carrying.quickbooks.put(PRODUCT, a_product(name="Odds and ends", sku="ODD"))
    carrying.clock.advance(SEARCHABLE)
    carrying.tell(known)
    carrying.quickbooks.edit(known, name=CUSTOM_LINE_ITEM_NAME)
    invoice = carrying.finalised()
    carrying.tell(invoice)
    assert (carrying.status(invoice), carrying.outcome(invoice).category) == (
        OutcomeStatus.FAILING,
        ErrorCategory.DISPLAY_NAME_TAKEN,
    )


def test_an_item_is_known_although_its_product_was_renamed_since(carrying: World) -> None:
    product, invoice = sell_and_lose_a_hose(carrying)
    made = item(carrying, "Hose")
    carrying.hubspot.edit(product, name="Garden hose")
    carrying.clock.advance(LEASE)
    carrying.tell(invoice)
    carrying.settle()
    assert carrying.twin(product) == made
    assert carrying.quickbooks.show(made).fields["name"] == "Garden hose"
    assert_true(carrying)


def test_an_item_that_a_person_renamed_since_is_known_by_its_sku(carrying: World) -> None:
    product, invoice = sell_and_lose_a_hose(carrying)
    made = item(carrying, "Hose")
    carrying.quickbooks.edit(made, name="Hose & Sons")
    carrying.clock.advance(LEASE)
    carrying.tell(invoice)
    carrying.settle()
    assert carrying.twin(product) == made
    assert len([one for one in carrying.quickbooks.every(PRODUCT) if one.fields["sku"]]) == 1


def test_an_item_that_a_person_made_inactive_since_is_not_made_again(carrying: World) -> None:
    product, invoice = sell_and_lose_a_hose(carrying)
    made = item(carrying, "Hose")
    carrying.quickbooks.edit(made, active=False)
    carrying.clock.advance(LEASE)
    carrying.tell(invoice)
    carrying.settle()
    assert carrying.link(product).ref(System.QUICKBOOKS) == made
    assert (carrying.status(invoice), carrying.outcome(invoice).category) == (OutcomeStatus.FAILING, "E14")
    carrying.quickbooks.edit(made, active=True)
    carrying.tell(invoice)
    carrying.settle()
    assert [line.product for line in carrying.invoice(carrying.twin(invoice)).lines] == [made]
    assert carrying.status(product) is carrying.status(invoice) is OutcomeStatus.IN_SYNC


def test_a_new_item_waits_until_hubspots_search_shows_its_product(carrying: World) -> None:
    new = carrying.quickbooks.put(PRODUCT, a_product(name="Hose", sku="HOSE"))
    carrying.tell(new)
    assert carrying.status(new) is OutcomeStatus.WAITING
    carrying.settle()
    assert carrying.status(new) is OutcomeStatus.IN_SYNC
    assert [one.fields["sku"] for one in carrying.hubspot.every(PRODUCT)] == ["HOSE"]


def test_an_answer_that_is_repeated_for_what_became_another_products_makes_a_new_item(carrying: World) -> None:
    invoice = carrying.finalised()
    lose(carrying, CUSTOM_LINE_ITEM_NAME)
    carrying.tell(invoice)
    made = item(carrying, CUSTOM_LINE_ITEM_NAME)
    carrying.quickbooks.edit(made, name="Odds and ends", sku="ODD")
    carrying.clock.advance(SEARCHABLE)
    carrying.tell(made)
    carrying.settle()
    assert carrying.status(invoice) is OutcomeStatus.IN_SYNC
    assert item(carrying, CUSTOM_LINE_ITEM_NAME) != made
