"""What a person decided about records is kept and obeyed, each with who, when and why."""

from datetime import timedelta
from decimal import Decimal

import pytest

from counterfoil.domain.choices import Verb
from counterfoil.domain.errors import ErrorCategory, ImpossibleChoiceError
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.link import LinkState
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.engine.choose.author import Author
from tests.builders import a_customer, a_line, a_payment, a_product, an_invoice, hubspot, quickbooks
from tests.unit.engine.world import World

ADA = Author("Ada Byron", "Entered twice")


@pytest.fixture
def world() -> World:
    return World()


def obey(world: World) -> None:
    """What was decided has called records up: they are worked on, with all that follows."""
    while batches := world.queue.take():
        world.clock.advance(timedelta(seconds=1))
        world.work(batches)


def pay(world: World, invoice: RecordRef) -> RecordRef:
    """The invoice is paid in HubSpot."""
    return world.hubspot.put(EntityKind.PAYMENT, a_payment(invoice=invoice))


def two_customers(world: World) -> tuple[RecordRef, RecordRef, RecordRef]:
    """An invoice whose contact may be either of two customers."""
    first, second = (
        world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name=name, email="ap@firm.example"))
        for name in ("Firm", "Firm abroad")
    )
    contact = world.contact(email="ap@firm.example", display_name="Firm")
    return contact, first, second


# Choosing between candidates


@pytest.mark.feature("M3", "E8")
def test_a_chosen_candidate_becomes_the_counterpart_and_the_invoice_follows(world: World) -> None:
    contact, _, second = two_customers(world)
    invoice = world.finalised(customer=contact)
    world.tell(invoice)
    assert world.outcome(invoice).category is ErrorCategory.AMBIGUOUS_MATCH

    world.choosing.choose(world.id, contact, second, ADA)
    obey(world)

    assert world.twin(contact) == second
    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    assert world.invoice(world.twin(invoice)).customer == second
    assert any("Ada Byron" in reason and "Entered twice" in reason for reason in world.outcome(contact).reasons)


@pytest.mark.feature("M3")
def test_the_candidates_are_kept_by_name_and_number_with_the_failure(world: World) -> None:
    contact, first, second = two_customers(world)
    invoice = world.finalised(customer=contact)
    world.tell(invoice)

    found = world.outcome(contact).candidates
    assert [one.ref for one in found] == [first, second]
    assert "Firm abroad" in found[1].name
    assert second.id in found[1].name


@pytest.mark.feature("M3", "E8")
def test_one_of_several_takes_the_place_of_a_counterpart_that_was_made_inactive(world: World) -> None:
    contact = world.contact(email="ap@firm.example", display_name="Firm of old")
    world.tell(world.finalised(customer=contact))
    lost = world.twin(contact)
    world.quickbooks.edit(lost, active=False)
    _, second = (
        world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name=name, email="ap@firm.example"))
        for name in ("Firm", "Firm abroad")
    )
    invoice = world.finalised(customer=contact)
    world.tell(lost)
    world.tell(invoice)
    assert world.outcome(contact).category is ErrorCategory.AMBIGUOUS_MATCH

    world.choosing.choose(world.id, contact, second, ADA)
    obey(world)

    assert world.twin(contact) == second
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


def test_only_a_candidate_may_be_chosen(world: World) -> None:
    contact, *_ = two_customers(world)
    world.tell(world.finalised(customer=contact))
    other = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Other", email=""))

    with pytest.raises(ImpossibleChoiceError, match="is not one of the records"):
        world.choosing.choose(world.id, contact, other, ADA)
    with pytest.raises(ImpossibleChoiceError, match="does not wait for a choice"):
        world.choosing.choose(world.id, world.contact(), other, ADA)
    assert world.queue.take() == []


# Linking by hand


@pytest.mark.feature("M3")
def test_two_records_are_linked_by_hand_whatever_their_keys_say(world: World) -> None:
    customer = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Firm", email="other@firm.example"))
    contact = world.contact()

    world.choosing.link(world.id, customer, contact, ADA)
    obey(world)
    invoice = world.finalised(customer=contact)
    world.tell(invoice)

    assert world.twin(contact) == customer
    assert world.invoice(world.twin(invoice)).customer == customer
    assert len(world.quickbooks.every(EntityKind.CUSTOMER)) == 1


@pytest.mark.feature("M3")
def test_invoices_that_both_exist_are_linked_and_compared(world: World) -> None:
    invoice = world.finalised()
    there = world.quickbooks.put(EntityKind.INVOICE, an_invoice(number="QB-7", lines=(a_line("90.00"),)))

    world.choosing.link(world.id, invoice, there, ADA)
    obey(world)

    assert world.twin(invoice) == there
    assert world.outcome(invoice).category is ErrorCategory.TOTALS_DIFFER
    assert len(world.quickbooks.every(EntityKind.INVOICE)) == 1


def test_a_record_whose_create_was_refused_is_linked_by_hand(world: World) -> None:
    holder = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Firm", email=""))
    contact = world.contact(display_name="Firm")
    invoice = world.finalised(customer=contact)
    world.tell(invoice)
    assert world.outcome(contact).category is ErrorCategory.DISPLAY_NAME_TAKEN

    world.choosing.link(world.id, contact, holder, ADA)
    obey(world)

    assert world.twin(contact) == holder
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


def test_a_record_whose_counterpart_is_gone_is_linked_with_another(world: World) -> None:
    contact = world.contact()
    world.tell(world.finalised(customer=contact))
    there = world.twin(contact)
    world.quickbooks.delete(there)
    world.tell(there)
    assert world.link(contact).state is LinkState.CLOSED
    other = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Firm", email=""))

    world.choosing.link(world.id, contact, other, ADA)
    obey(world)

    assert world.twin(contact) == other


def test_a_chosen_counterpart_that_is_gone_is_told(world: World) -> None:
    contact = world.contact()
    gone = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Firm", email=""))
    world.quickbooks.delete(gone)

    world.choosing.link(world.id, contact, gone, ADA)
    obey(world)

    assert world.outcome(contact).category is ErrorCategory.RECORD_DELETED
    assert "Ada Byron" in world.outcome(contact).explanation

    world.choosing.take_back(world.id, contact, ADA)
    world.tell(world.finalised(customer=contact))
    assert world.twin(contact) in {one.ref for one in world.quickbooks.every(EntityKind.CUSTOMER)}


def test_what_the_other_side_tells_of_a_chosen_pair_leads_to_the_same_link(world: World) -> None:
    customer = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Firm", email=""))
    contact = world.contact()
    world.choosing.link(world.id, contact, customer, ADA)
    world.queue.take()

    world.tell(customer)

    assert world.twin(contact) == customer


def test_impossible_links_are_refused_and_change_nothing(world: World) -> None:
    contact, other = world.contact(), world.contact()
    invoice = world.finalised(customer=contact)
    world.tell(invoice)
    item, customer = world.item(), world.twin(contact)
    free = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Free", email=""))

    for one, another, reason in (
        (contact, item, "not of one kind"),
        (contact, other, "both in HubSpot"),
        (contact, customer, "are linked already"),
        (contact, free, "unlink it first"),
        (other, customer, "unlink it first"),
    ):
        with pytest.raises(ImpossibleChoiceError, match=reason):
            world.choosing.link(world.id, one, another, ADA)
    world.choosing.leave_out(world.id, other, ADA)
    with pytest.raises(ImpossibleChoiceError, match="left out by Ada Byron"):
        world.choosing.link(world.id, other, free, ADA)
    assert world.choices.of(world.id, [contact, customer, free]) == {}


@pytest.mark.parametrize(("who", "why"), [("", "why"), ("Ada", " "), ("A" * 101, "why"), ("Ada", "w" * 501)])
def test_who_and_why_have_to_be_given(who: str, why: str) -> None:
    with pytest.raises(ImpossibleChoiceError, match="has to be given"):
        Author(who, why)


# Unlinking


@pytest.mark.feature("M3")
def test_what_was_unlinked_is_neither_matched_nor_made_again(world: World) -> None:
    customer = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Firm", email="ap@firm.example"))
    contact = world.contact(email="ap@firm.example")
    world.tell(world.finalised(customer=contact))
    assert world.twin(contact) == customer

    world.choosing.unlink(world.id, customer, ADA)
    obey(world)
    invoice = world.finalised(customer=contact)
    world.tell(contact, customer)
    world.tell(invoice)

    assert world.outcome(contact).status is OutcomeStatus.EXCLUDED
    assert "Ada Byron" in world.outcome(contact).reasons[0]
    assert world.outcome(invoice).category is ErrorCategory.CUSTOMER_MISSING
    assert len(world.quickbooks.every(EntityKind.CUSTOMER)) == 1


@pytest.mark.feature("M3")
def test_an_invoice_that_was_made_and_unlinked_is_not_recognised_by_its_mark(world: World) -> None:
    invoice = world.finalised()
    world.tell(invoice)
    made = world.twin(invoice)

    world.choosing.unlink(world.id, invoice, ADA)
    obey(world)
    world.tell(made)
    world.tell(invoice)
    world.settle()

    assert world.status(invoice) is OutcomeStatus.EXCLUDED
    assert world.shown(invoice).status is OutcomeStatus.EXCLUDED
    assert world.shown(invoice).quickbooks_number == ""
    assert [one.ref for one in world.quickbooks.every(EntityKind.INVOICE)] == [made]


@pytest.mark.feature("M3")
def test_what_was_unlinked_is_linked_with_the_right_one(world: World) -> None:
    customer = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="Firm", email="ap@firm.example"))
    contact = world.contact(email="ap@firm.example")
    world.tell(world.finalised(customer=contact))
    right = world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name="The right one", email=""))

    world.choosing.unlink(world.id, contact, ADA)
    world.choosing.link(world.id, contact, right, ADA)
    obey(world)

    assert world.twin(contact) == right
    other = world.contact(email="ap@firm.example")
    world.tell(world.finalised(customer=other))
    assert world.twin(other) == customer


def test_what_was_unlinked_is_matched_again_when_that_is_taken_back(world: World) -> None:
    invoice = world.finalised()
    world.tell(invoice)
    made = world.twin(invoice)
    world.choosing.unlink(world.id, invoice, ADA)
    obey(world)

    world.choosing.take_back(world.id, invoice, ADA)
    obey(world)

    assert world.twin(invoice) == made
    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    assert [one.verb for one in world.choices.of(world.id, [invoice])[invoice].past] == [Verb.UNLINKED, Verb.TAKEN_BACK]


def test_a_product_that_was_unlinked_is_not_sold_under_the_item_by_its_sku(world: World) -> None:
    item = world.item(sku="P-1", name="Pump")
    product = world.hubspot.put(EntityKind.PRODUCT, a_product(sku="P-1", name="Pump"))
    world.tell(item)
    assert world.twin(item) == product
    world.choosing.unlink(world.id, product, ADA)
    obey(world)

    invoice = world.finalised(lines=(a_line(product=product, sku="P-1"),))
    world.tell(invoice)

    assert world.invoice(world.twin(invoice)).lines[0].product != item


def test_only_what_is_linked_can_be_unlinked(world: World) -> None:
    with pytest.raises(ImpossibleChoiceError, match="is not linked"):
        world.choosing.unlink(world.id, world.contact(), ADA)


# Leaving out


@pytest.mark.feature("M3", "L4")
def test_a_record_is_left_out_for_good_until_that_is_taken_back(world: World) -> None:
    invoice = world.finalised()
    world.choosing.leave_out(world.id, invoice, ADA)
    obey(world)
    world.tell(invoice)

    outcome = world.outcome(invoice)
    assert outcome.status is OutcomeStatus.EXCLUDED
    assert outcome.reasons == ("Ada Byron left it out on 2 Mar 2026: Entered twice",)
    assert world.quickbooks.every(EntityKind.INVOICE) == []

    world.choosing.take_back(world.id, invoice, ADA)
    obey(world)
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("M3")
def test_nothing_is_carried_of_a_linked_record_that_is_left_out_and_all_of_it_afterwards(world: World) -> None:
    invoice = world.finalised()
    world.tell(invoice)
    there = world.twin(invoice)
    world.choosing.leave_out(world.id, there, ADA)
    obey(world)

    world.hubspot.edit(invoice, memo="New terms")
    world.tell(invoice)
    assert (world.status(invoice), world.invoice(there).memo) == (OutcomeStatus.EXCLUDED, "")

    world.choosing.take_back(world.id, invoice, ADA)
    obey(world)
    assert (world.status(invoice), world.invoice(there).memo) == (OutcomeStatus.IN_SYNC, "New terms")


def test_nothing_is_taken_back_that_nobody_decided(world: World) -> None:
    with pytest.raises(ImpossibleChoiceError, match="Nobody has left out"):
        world.choosing.take_back(world.id, world.contact(), ADA)


# Accepting a difference


@pytest.mark.feature("E9", "M3")
def test_an_accepted_difference_stays_and_another_one_is_reported_again(world: World) -> None:
    invoice = world.finalised()
    there = world.quickbooks.put(EntityKind.INVOICE, an_invoice(number="QB-7", lines=(a_line("90.00"),)))
    world.choosing.link(world.id, invoice, there, ADA)
    obey(world)
    assert world.outcome(invoice).category is ErrorCategory.TOTALS_DIFFER

    world.choosing.accept(world.id, there, ADA)
    obey(world)
    world.settle()
    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    assert any("100.00 USD" in one and "90.00 USD" in one for one in world.outcome(invoice).remarks)
    assert any("Ada Byron accepted this" in one for one in world.outcome(invoice).remarks)

    world.hubspot.edit(invoice, memo="Anything")
    world.tell(invoice)
    assert world.status(invoice) is OutcomeStatus.IN_SYNC

    world.quickbooks.edit(there, total=Decimal(80), balance=Decimal(80))
    world.tell(there)
    assert world.status(invoice) is OutcomeStatus.FAILING


def test_what_is_no_difference_cannot_be_accepted(world: World) -> None:
    contact, *_ = two_customers(world)
    world.tell(world.finalised(customer=contact))
    with pytest.raises(ImpossibleChoiceError, match=r"E8 Several possible matches\) is not a difference"):
        world.choosing.accept(world.id, contact, ADA)
    invoice = world.finalised()
    world.tell(invoice)
    with pytest.raises(ImpossibleChoiceError, match="needs nobody"):
        world.choosing.accept(world.id, invoice, ADA)


@pytest.mark.feature("I5", "M3")
def test_a_deletion_is_accepted(world: World) -> None:
    invoice = world.finalised()
    world.tell(invoice)
    world.quickbooks.delete(world.twin(invoice))
    world.settle()
    assert world.outcome(invoice).category is ErrorCategory.RECORD_DELETED

    world.choosing.accept(world.id, invoice, ADA)
    obey(world)

    assert world.status(invoice) is OutcomeStatus.EXCLUDED
    assert world.quickbooks.every(EntityKind.INVOICE) == []


# Sending HubSpot's version again


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


def test_choices_of_one_connection_are_not_anothers(world: World) -> None:
    world.choosing.leave_out("another", hubspot(EntityKind.INVOICE, "1"), ADA)
    invoice = world.finalised()
    world.tell(invoice)
    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    assert world.choices.of(world.id, [quickbooks(EntityKind.INVOICE, "1")]) == {}
