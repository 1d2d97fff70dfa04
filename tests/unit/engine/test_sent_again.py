"""What was edited or removed in QuickBooks is sent again, or accepted, as somebody decides who has seen both versions."""

from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory, ImpossibleChoiceError
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus
from tests.builders import a_line
from tests.unit.engine.deciding import ADA, obey, pay
from tests.unit.engine.world import World


def edited_in_quickbooks(world: World) -> tuple[RecordRef, RecordRef]:
    invoice = world.finalised()
    world.tell(invoice)
    there = world.twin(invoice)
    world.quickbooks.edit(there, lines=(a_line("140.00"), a_line("10.00", name="Travel")), memo="Net 10")
    world.tell(there)
    assert world.outcome(invoice).category is ErrorCategory.EDITED_IN_QUICKBOOKS
    return invoice, there


@pytest.mark.feature("R3", "E4")
def test_both_versions_of_an_edited_invoice_are_kept_line_by_line(world: World) -> None:
    invoice, _ = edited_in_quickbooks(world)
    shown = [(one.what, one.hubspot, one.quickbooks) for one in world.outcome(invoice).versions]
    assert shown == [
        ("total", "100.00 USD", "150.00 USD"),
        ("line 1", "Design, 1 for 100.00 USD", "Design, 1 for 140.00 USD"),
        ("line 2", "", "Travel, 1 for 10.00 USD"),
    ]


@pytest.mark.feature("R3", "E4")
def test_hubspots_version_is_sent_again_once(world: World) -> None:
    invoice, there = edited_in_quickbooks(world)

    world.choosing.send_again(world.id, there, ADA)
    obey(world)
    world.settle()

    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    assert (world.invoice(there).total, world.invoice(there).memo) == (Decimal(100), "")
    assert any("Ada Byron had HubSpot's version sent" in one for one in world.outcome(invoice).reasons)
    world.quickbooks.edit(there, lines=(a_line("140.00"), a_line("10.00", name="Travel")))
    world.tell(there)
    assert world.outcome(invoice).category is ErrorCategory.EDITED_IN_QUICKBOOKS


@pytest.mark.feature("R3", "E4")
def test_edits_after_somebody_looked_are_not_overwritten(world: World) -> None:
    invoice, there = edited_in_quickbooks(world)
    world.choosing.send_again(world.id, invoice, ADA)
    world.quickbooks.edit(there, lines=(a_line("170.00"),))

    obey(world)

    assert world.outcome(invoice).category is ErrorCategory.EDITED_IN_QUICKBOOKS
    assert world.invoice(there).total == Decimal(170)


def removed_payment(world: World, *, whole: bool = True) -> tuple[RecordRef, RecordRef]:
    """A paid invoice, and its payment that was deleted in QuickBooks, or only taken off the invoice there."""
    invoice = world.finalised()
    payment = pay(world, invoice)
    world.tell(invoice)
    world.settle()
    removed = world.twin(payment)
    world.quickbooks.delete(removed.whole if whole else removed)
    world.settle()
    assert world.outcome(payment).category is ErrorCategory.EDITED_IN_QUICKBOOKS
    return invoice, payment


@pytest.mark.feature("R3", "E4")
def test_a_payment_that_was_removed_in_quickbooks_is_made_again(world: World) -> None:
    invoice, payment = removed_payment(world)

    world.choosing.send_again(world.id, payment, ADA)
    obey(world)
    world.settle()

    assert world.status(payment) is OutcomeStatus.IN_SYNC
    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    assert world.invoice(world.twin(invoice)).balance == 0


@pytest.mark.feature("R3", "E4", "X3")
def test_making_a_removed_payment_again_is_repeated_where_nobody_was_told_of_it(world: World) -> None:
    _, payment = removed_payment(world)
    world.choosing.send_again(world.id, payment, ADA)
    world.queue.take()

    world.choosing.send_again(world.id, payment, ADA)
    obey(world)

    assert world.status(payment) is OutcomeStatus.IN_SYNC
    assert len(world.quickbooks.every(EntityKind.PAYMENT)) == 1


@pytest.mark.feature("R3", "E4")
def test_money_that_was_only_taken_off_the_invoice_is_not_booked_a_second_time(world: World) -> None:
    _, payment = removed_payment(world, whole=False)

    world.choosing.send_again(world.id, payment, ADA)
    obey(world)
    world.settle()

    assert world.status(payment) is OutcomeStatus.FAILING
    assert len([ref for ref in world.quickbooks.records if ref.kind is EntityKind.PAYMENT]) == 1


@pytest.mark.feature("Y3", "E4")
def test_a_payment_that_was_removed_in_quickbooks_is_accepted(world: World) -> None:
    _, payment = removed_payment(world)

    world.choosing.accept(world.id, payment, ADA)
    obey(world)

    assert world.status(payment) is OutcomeStatus.EXCLUDED


def test_only_what_was_edited_is_sent_again(world: World) -> None:
    invoice = world.finalised()
    world.tell(invoice)
    with pytest.raises(ImpossibleChoiceError, match="needs nobody"):
        world.choosing.send_again(world.id, invoice, ADA)
    world.quickbooks.delete(world.twin(invoice))
    world.settle()
    with pytest.raises(ImpossibleChoiceError, match="itself was not edited"):
        world.choosing.send_again(world.id, invoice, ADA)


@pytest.mark.feature("R3", "E4", "M3")
@pytest.mark.parametrize("known", [True, False])
def test_what_was_edited_in_quickbooks_is_told_after_it_was_left_out(world: World, *, known: bool) -> None:
    """It was left out for having been edited, or edited while it was left out."""
    invoice = world.finalised()
    world.tell(invoice)
    there = world.twin(invoice)
    if known:
        world.quickbooks.edit(there, lines=(a_line("140.00"),))
        world.tell(there)
    world.choosing.leave_out(world.id, invoice, ADA)
    obey(world)
    world.quickbooks.edit(there, lines=(a_line("150.00"),))
    world.tell(there)
    assert world.status(invoice) is OutcomeStatus.EXCLUDED

    world.choosing.take_back(world.id, invoice, ADA)
    obey(world)
    assert world.outcome(invoice).category is ErrorCategory.EDITED_IN_QUICKBOOKS
    world.choosing.send_again(world.id, invoice, ADA)
    obey(world)
    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    assert world.invoice(there).total == Decimal(100)
