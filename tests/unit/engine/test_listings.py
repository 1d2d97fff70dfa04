"""What lists show of a record comes from the sync itself: number, whom it is for, amount; no list reads a vendor."""

from datetime import timedelta
from decimal import Decimal

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.listing import Listing, sought
from counterfoil.domain.outcome import OutcomeStatus
from tests.builders import a_payment
from tests.unit.engine.world import World

BUSY = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING, text="throttled", code="3001")


def test_an_invoice_is_listed_with_its_number_customer_and_total(world: World) -> None:
    ref = world.finalised(customer_name="Grace Hopper", number="INV-7")
    world.tell(ref)
    expected = Listing(
        name="INV-7", detail="Grace Hopper", amount=Decimal(100), currency="USD", counterpart_amount=Decimal(100)
    )
    assert world.outcome(ref).listing == expected


def test_a_customer_is_listed_by_name_and_address(world: World) -> None:
    contact = world.contact(display_name="Grace Hopper", email="grace@navy.example")
    world.tell(world.finalised(customer=contact))
    assert world.outcome(contact).listing == Listing(name="Grace Hopper", detail="grace@navy.example")


def test_a_payment_is_listed_with_its_reference_and_amount(world: World) -> None:
    invoice = world.finalised()
    world.tell(invoice)
    paid = a_payment(amount=Decimal("12.50"), invoice=invoice, reference="WIRE-1")
    payment = world.hubspot.put(EntityKind.PAYMENT, paid)
    world.tell(payment)
    listing = world.outcome(payment).listing
    assert (listing.name, listing.amount, listing.currency) == ("WIRE-1", Decimal("12.5"), "USD")


def test_what_nobody_could_read_is_listed_as_it_was(world: World) -> None:
    ref = world.finalised(customer_name="Grace Hopper")
    world.tell(ref)
    known = world.outcome(ref)
    world.hubspot.dead = BUSY
    world.clock.advance(timedelta(minutes=1))
    world.tell(ref)
    waiting = world.outcome(ref)
    assert waiting.status is OutcomeStatus.WAITING
    assert (waiting.listing, waiting.label) == (known.listing, known.label)


def test_what_an_earlier_listing_knew_is_kept_where_nothing_newer_is_known() -> None:
    earlier = Listing(name="INV-1", detail="Ann", amount=Decimal(5), currency="USD")
    assert Listing().beside(earlier) == earlier
    assert Listing(name="INV-2").beside(earlier) == Listing(name="INV-2", detail="Ann", amount=Decimal(5), currency="USD")
    in_euros = Listing(amount=Decimal(7), currency="EUR")
    assert in_euros.beside(earlier) == Listing(name="INV-1", detail="Ann", amount=Decimal(7), currency="EUR")


def test_a_name_is_looked_up_whatever_its_case_spelling_and_spaces() -> None:
    assert sought("  Ann\n EXAMPLE ") == sought("ann example")
    assert sought("Cafe\u0301") == sought("CAFÉ")
