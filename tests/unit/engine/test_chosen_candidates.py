"""A candidate that somebody chose becomes the counterpart, and only a candidate may be."""

import pytest

from counterfoil.domain.errors import ErrorCategory, ImpossibleChoiceError
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.engine.choose.author import Author
from tests.builders import a_customer, hubspot, quickbooks
from tests.unit.engine.deciding import ADA, obey, two_customers
from tests.unit.engine.world import World


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


@pytest.mark.parametrize(("who", "why"), [("", "why"), ("Ada", " "), ("A" * 101, "why"), ("Ada", "w" * 501)])
def test_who_and_why_have_to_be_given(who: str, why: str) -> None:
    with pytest.raises(ImpossibleChoiceError, match="has to be given"):
        Author(who, why)


def test_choices_of_one_connection_are_not_anothers(world: World) -> None:
    world.choosing.leave_out("another", hubspot(EntityKind.INVOICE, "1"), ADA)
    invoice = world.finalised()
    world.tell(invoice)
    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    assert world.choices.of(world.id, [quickbooks(EntityKind.INVOICE, "1")]) == {}
