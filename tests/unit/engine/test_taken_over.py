"""A company becomes the customer of its contact, whatever else happens to that one's customer in the same minute."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.parties import company_ref
from counterfoil.domain.rules import CustomerOptions, Direction
from counterfoil.engine.plan import plan
from counterfoil.engine.read.question import Question
from tests.builders import a_customer, an_invoice
from tests.fake_ledger import WorkerKilledError
from tests.unit.engine.connected import LEASE
from tests.unit.engine.deciding import ADA, obey
from tests.unit.engine.test_needed_by_documents import at_every_point
from tests.unit.engine.world import World

CUSTOMER = EntityKind.CUSTOMER


def with_companies() -> World:
    """Companies are the customers, and all is carried both ways."""
    world = World()
    rules = {kind: replace(rule, direction=Direction.BOTH) for kind, rule in world.connection.rules.items()}
    rules[CUSTOMER] = replace(rules[CUSTOMER], options=CustomerOptions(customer_is="company"))
    world.connections.save(replace(world.connection, rules=rules))
    return world


def ada(world: World) -> RecordRef:
    """A contact of no company, whose customer bears her own name."""
    contact = world.contact(display_name="Ada Byron", given_name="Ada", family_name="Byron")
    world.tell(world.finalised(customer=contact))
    world.settle()
    return contact


def ada_of_quickbooks(world: World) -> RecordRef:
    """The same where the customer was there first, and was found to be the contact's."""
    person = {"display_name": "Ada Byron", "email": "ada@x.example"}
    contact, customer = world.contact(**person), world.quickbooks.put(CUSTOMER, a_customer(**person))
    world.tell(world.quickbooks.put(EntityKind.INVOICE, an_invoice(number="A-1", customer=customer)))
    assert world.link(contact).source_ref == customer
    return contact


def company_of(world: World, contact: RecordRef) -> RecordRef:
    """The contact's new company Works, after which its customer is to be called."""
    made = world.hubspot.put(CUSTOMER, a_customer(display_name="Works", company_name="Works", email="", members=(contact,)))
    company = company_ref(made.id)
    world.hubspot.records[company] = world.hubspot.records.pop(made)
    world.hubspot.edit(contact, display_name="Works", company_name="Works", company=company, stands_back=True)
    return company


def called(world: World, name: str) -> list[RecordRef]:
    return [one.ref for one in world.quickbooks.every(CUSTOMER) if one.fields["display_name"] == name]


def assert_taken_over(world: World, invoice: RecordRef, company: RecordRef) -> None:
    world.settle()
    assert world.status(invoice) is OutcomeStatus.IN_SYNC, world.outcome(invoice)
    assert called(world, "Works") == [world.twin(company)]
    assert world.invoice(world.twin(invoice)).customer == world.twin(company)


def _is_renamed_after(point: int) -> bool:
    """Whether the invoice's worker has so many effects, after which the contact's customer is called after the company."""
    world = with_companies()
    contact = ada(world)
    company = company_of(world, contact)
    invoice = world.finalised(customer=company)
    world.effects.done, world.effects.chosen = 0, point
    world.effects.then = lambda: world.tell(contact)
    world.tell(invoice)
    reached = world.effects.done >= point
    assert_taken_over(world, invoice, company)
    return reached


@pytest.mark.feature("E2", "X10", "X3")
def test_whenever_its_customer_is_called_after_the_company(subtests: pytest.Subtests) -> None:
    at_every_point(subtests, _is_renamed_after)


def _is_made_after(point: int) -> bool:
    """The same the other way round: the worker that calls the customer so has so many effects, and then the invoice comes.

    Its customer has the name by then, though that is agreed later: nothing need call up the invoice.
    """
    world = with_companies()
    contact = ada(world)
    company = company_of(world, contact)
    invoice = world.finalised(customer=company)
    stands = []

    def come() -> None:
        world.tell(invoice)
        stands.append(world.status(invoice))

    world.effects.done, world.effects.chosen, world.effects.then = 0, point, come
    world.tell(contact)
    world.effects.chosen = None
    if not stands:
        world.tell(invoice)
    assert stands in ([], [OutcomeStatus.IN_SYNC])
    assert_taken_over(world, invoice, company)
    return bool(stands)


@pytest.mark.feature("E2", "X10", "X3")
def test_whenever_the_invoice_comes_while_it_is_called_after_the_company(subtests: pytest.Subtests) -> None:
    at_every_point(subtests, _is_made_after)


def refused(world: World, contact: RecordRef) -> tuple[RecordRef, RecordRef]:
    """An invoice for the contact's company, of whose name there is somebody else; and that company."""
    company = company_of(world, contact)
    somebody = world.quickbooks.put(CUSTOMER, a_customer(display_name="Works", email="other@x.example"))
    world.quickbooks.edit(somebody, active=False)
    invoice = world.finalised(customer=company)
    world.tell(invoice)
    assert world.outcome(company).category is ErrorCategory.DISPLAY_NAME_TAKEN
    world.quickbooks.edit(somebody, display_name="Works of old")
    return invoice, company


@pytest.mark.feature("E2", "X10")
@pytest.mark.parametrize("somebody", [ada, ada_of_quickbooks])
def test_a_customer_that_got_the_name_long_after_the_refusal_is_taken_over(somebody: Callable[[World], RecordRef]) -> None:
    world = with_companies()
    contact = somebody(world)
    customer = world.twin(contact)
    invoice, company = refused(world, contact)

    world.tell(contact)
    planned = plan(world.contexts(LEASE).of(world.connection), Question(kind=CUSTOMER, refs=(company,), needed=True))
    assert [case.link.ref(System.QUICKBOOKS) for case in planned.cases if case.link] == [customer], "one pair, not two"
    world.tell(invoice)

    assert_taken_over(world, invoice, company)
    assert world.twin(company) == customer


@pytest.mark.feature("E2", "X10", "X3")
def test_a_worker_may_die_anywhere_while_it_is_taken_over(subtests: pytest.Subtests) -> None:
    at_every_point(subtests, _dies_after)


def _dies_after(point: int) -> bool:
    """Whether the worker of a refused company has so many effects, after which it dies."""
    world = with_companies()
    contact = ada(world)
    invoice, company = refused(world, contact)
    world.tell(contact)
    world.effects.done, world.effects.chosen = 0, point
    with suppress(WorkerKilledError):
        world.tell(invoice)
    died, world.effects.chosen = world.effects.done >= point, None
    world.clock.advance(LEASE)
    world.tell(invoice)
    assert_taken_over(world, invoice, company)
    return died


@pytest.mark.feature("M3", "X10")
def test_what_a_person_unlinked_the_company_from_is_not_taken_over_again() -> None:
    world = with_companies()
    contact = ada(world)
    customer = world.twin(contact)
    company = company_of(world, contact)
    world.tell(contact)
    world.tell(world.finalised(customer=company))
    assert world.twin(company) == customer

    world.choosing.unlink(world.id, company, ADA)
    world.choosing.link(world.id, contact, customer, ADA)
    obey(world)
    invoice = world.finalised(customer=company)
    world.tell(invoice)

    assert world.twin(contact) == customer
    assert world.outcome(company).status is OutcomeStatus.EXCLUDED
    assert world.outcome(invoice).category is ErrorCategory.CUSTOMER_LEFT_OUT


@pytest.mark.feature("E2", "I5")
def test_two_contacts_of_one_name_that_are_merged_have_the_customer_of_one_of_them(world: World) -> None:
    """The invoice of the other one had failed for the name, and people put it right in HubSpot."""
    first, second = (world.contact(display_name="Ada Byron", email=f"{one}@x.example") for one in ("ada", "byron"))
    world.tell(world.finalised(customer=first))
    customer = world.twin(first)
    invoice = world.finalised(customer=second)
    world.tell(invoice)
    assert world.outcome(second).category is ErrorCategory.DISPLAY_NAME_TAKEN

    world.hubspot.merge(second, first)
    world.settle()

    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    assert world.twin(second) == customer
