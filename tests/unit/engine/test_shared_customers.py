"""Several contacts with addresses of one customer in QuickBooks: all of them are that customer."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.kinds import MatchKey
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.plan_job import PlanScope, RowAction
from counterfoil.domain.rules import CustomerOptions, Direction
from counterfoil.domain.rules.matching import Matching
from tests.builders import a_connection, a_customer, a_payment, a_rule
from tests.fake_systems import Fault
from tests.unit.engine.deciding import ADA as AUTHOR
from tests.unit.engine.deciding import obey, pay
from tests.unit.engine.world import World

CUSTOMER = EntityKind.CUSTOMER
ADA = {"email": "office@firm.example", "display_name": "Ada"}
BEA = {"email": "ap@firm.example", "display_name": "Bea"}


@pytest.fixture
def world() -> World:
    connection = a_connection()
    return World(replace(connection, company=replace(connection.company, multicurrency=True)))


@pytest.fixture
def eager() -> World:
    """Every contact gets a customer, whether an invoice needs it or not."""
    connection = a_connection()
    always = a_rule(CUSTOMER, Direction.HUBSPOT_TO_QUICKBOOKS, create="always")
    return World(replace(connection, rules={**connection.rules, CUSTOMER: always}))


def firm(world: World, **changes: object) -> RecordRef:
    shared = {"display_name": "Firm", "email": ADA["email"], "other_emails": (BEA["email"],), "currency": "USD"}
    return world.quickbooks.put(CUSTOMER, a_customer(**shared | changes))


def billed(world: World, contact: RecordRef, **changes: object) -> RecordRef:
    """An invoice to the contact that has been carried: whom it is for in QuickBooks."""
    invoice = world.finalised(customer=contact, **changes)
    world.tell(invoice)
    world.settle()
    booked = world.invoice(world.twin(invoice)).customer
    assert booked
    return booked


def test_the_invoices_of_both_contacts_go_to_the_one_customer(world: World) -> None:
    shared, ada, bea = firm(world), world.contact(**ADA), world.contact(**BEA)
    assert billed(world, ada) == billed(world, bea) == billed(world, bea) == shared
    assert len(world.quickbooks.every(CUSTOMER)) == 1
    assert world.status(bea) is OutcomeStatus.EXCLUDED
    assert world.outcome(bea).reasons[0] == (
        "The customer Firm in QuickBooks has this e-mail address too, and is linked with the customer Ada in HubSpot."
        " Invoices to this contact go to that customer, and it gets none of its own."
    )


@pytest.mark.parametrize(
    ("changes", "kept"),
    [({"phone": "555-0102"}, True), ({"email": "bea@home.example"}, False)],
)
def test_the_reason_stays_while_nobody_needs_the_contact(world: World, changes: dict[str, str], *, kept: bool) -> None:
    """Nothing is looked for by a contact that no invoice needs just now."""
    shared, bea = firm(world), world.contact(**BEA)
    assert billed(world, world.contact(**ADA)) == billed(world, bea) == shared
    world.hubspot.edit(bea, **changes)
    world.tell(bea)
    assert world.status(bea) is OutcomeStatus.EXCLUDED
    assert world.outcome(bea).reasons[0].startswith("The customer Firm in QuickBooks") is kept


def test_the_reason_stays_while_the_holder_fails(world: World) -> None:
    """By itself the contact would not find again whose customer it shares."""
    shared, ada, bea = firm(world), world.contact(**ADA), world.contact(**BEA)
    assert billed(world, ada) == shared
    refused = Failure(category=ErrorCategory.UNEXPECTED, cure=Cure.PERSON, text="refused")
    world.quickbooks.faults.append(Fault(failure=refused, matches=lambda write: write.kind is CUSTOMER))
    world.hubspot.edit(ada, phone="555-0102")
    world.tell(ada)
    assert world.status(ada) is OutcomeStatus.FAILING
    world.tell(world.finalised(customer=bea))
    world.clock.advance(timedelta(seconds=1))
    obey(world)
    assert world.outcome(bea).reasons[0].startswith("The customer Firm in QuickBooks")


def test_the_reason_is_gone_once_the_customer_has_moved(world: World) -> None:
    shared, bea = firm(world), world.contact(**BEA)
    assert billed(world, world.contact(**ADA)) == billed(world, bea) == shared
    world.quickbooks.edit(shared, other_emails=())
    world.tell(shared)
    world.settle()
    assert world.outcome(bea).reasons[0] == "Customers are made only for invoices that need them."


def test_what_a_person_or_a_rule_leaves_out_says_so(world: World) -> None:
    shared, bea = firm(world), world.contact(**BEA)
    assert billed(world, world.contact(**ADA)) == billed(world, bea) == shared
    world.choosing.leave_out(world.id, bea, AUTHOR)
    obey(world)
    assert "left it out" in world.outcome(bea).reasons[0]


def test_both_invoices_may_come_at_once(world: World) -> None:
    shared = firm(world)
    invoices = [world.finalised(customer=world.contact(**one)) for one in (ADA, BEA)]
    world.tell(*invoices)
    world.settle()
    assert {world.invoice(world.twin(one)).customer for one in invoices} == {shared}
    assert len(world.quickbooks.every(CUSTOMER)) == 1


def test_an_invoice_to_the_second_contact_is_paid(world: World) -> None:
    shared, bea = firm(world), world.contact(**BEA)
    assert billed(world, world.contact(**ADA)) == shared
    invoice = world.finalised(customer=bea)
    world.tell(invoice)
    payment = world.hubspot.put(EntityKind.PAYMENT, a_payment(invoice=invoice))
    world.tell(payment)
    assert world.payment(world.twin(payment)).customer == shared


def test_a_plan_says_whose_customer_it_is(world: World) -> None:
    shared, bea = firm(world), world.contact(**BEA)
    assert billed(world, world.contact(**ADA)) == shared
    invoice = world.finalised(customer=bea)
    rows = world.rows(world.plan())
    assert rows[bea].action is RowAction.LEAVE_OUT
    assert rows[bea].reasons[0].startswith("The customer Firm in QuickBooks has this e-mail address too")
    assert rows[invoice].action is RowAction.CREATE


def test_a_plan_from_before_anything_is_linked_is_applied_as_it_says(world: World) -> None:
    """It links the first contact; whom the second one's invoice is for is decided once that is done."""
    shared = firm(world)
    invoices = [world.finalised(customer=world.contact(**one)) for one in (ADA, BEA)]
    world.apply(world.plan())
    world.tell(*invoices)
    world.settle()
    assert {world.invoice(world.twin(one)).customer for one in invoices} == {shared}


@pytest.mark.parametrize("paid", [False, True])
def test_an_invoice_goes_from_the_one_contact_to_the_other(world: World, *, paid: bool) -> None:
    """In QuickBooks nobody else has it then, so that what was paid on it is nobody else's either."""
    shared, ada, bea = firm(world), world.contact(**ADA), world.contact(**BEA)
    invoice = world.finalised(customer=ada)
    world.tell(invoice)
    if paid:
        world.tell(pay(world, invoice))
        world.hubspot.edit(invoice, balance=Decimal(0))
        world.settle()
    world.hubspot.edit(invoice, customer=bea)
    world.tell(invoice)
    world.settle()
    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    assert world.invoice(world.twin(invoice)).customer == shared


def test_a_contact_whose_address_goes_from_the_customer_gets_one_of_its_own(eager: World) -> None:
    shared, bea = firm(eager), eager.contact(**BEA)
    assert billed(eager, eager.contact(**ADA)) == billed(eager, bea) == shared
    eager.quickbooks.edit(shared, other_emails=())
    eager.tell(shared)
    eager.settle()
    own = eager.twin(bea)
    assert own != shared
    assert billed(eager, bea) == own


def test_once_the_holder_is_unlinked_the_other_contact_is_linked(eager: World) -> None:
    shared, ada, bea = firm(eager), eager.contact(**ADA), eager.contact(**BEA)
    assert billed(eager, ada) == billed(eager, bea) == shared
    eager.choosing.unlink(eager.id, ada, AUTHOR)
    obey(eager)
    assert eager.twin(bea) == shared


@pytest.mark.parametrize(
    "changes",
    [
        {"currency": "EUR"},
        {"job": True},
        {"email": BEA["email"], "other_emails": ()},
        {"active": False},
    ],
)
def test_what_need_not_be_the_contacts_customer_is_left_alone(world: World, changes: dict[str, object]) -> None:
    """Another currency, a sub-customer, one address that has gone from one person to another, an inactive customer."""
    ada, bea = world.contact(**ADA), world.contact(**BEA)
    shared = firm(world)
    assert billed(world, ada) == shared
    world.quickbooks.edit(shared, **changes)
    invoice = world.finalised(customer=bea)
    world.tell(invoice)
    booked = world.invoice(world.twin(invoice)).customer
    assert booked == world.twin(bea) != shared


@pytest.mark.parametrize(("changes", "said"), [({}, True), ({"currency": "EUR"}, False), ({"active": False}, False)])
def test_whoever_has_the_one_address_of_anothers_customer_gets_a_customer_and_a_remark(
    world: World, changes: dict[str, object], *, said: bool
) -> None:
    ada, bea = world.contact(**ADA), world.contact(**BEA)
    held = firm(world)
    assert billed(world, ada) == held
    world.quickbooks.edit(held, email=BEA["email"], other_emails=(), **changes)
    invoice = world.finalised(customer=bea)
    remark = (
        "The customer Firm in QuickBooks has this e-mail address as well, and is linked with the customer Ada in HubSpot."
        " This contact gets a customer of its own. If both are the same, merge the two contacts in HubSpot."
    )
    job = world.plan(PlanScope(records=(invoice,)))
    assert (remark in world.rows(job)[bea].remarks) is said
    world.tell(invoice)
    assert world.invoice(world.twin(invoice)).customer == world.twin(bea) != held
    assert (remark in world.outcome(bea).remarks) is said


def test_where_companies_are_customers_a_contact_shares_none() -> None:
    """A contact without a company is a customer by itself then."""
    connection = a_connection()
    companies = replace(connection.rule(CUSTOMER), options=CustomerOptions(customer_is="company_with_contacts"))
    world = World(replace(connection, rules={**connection.rules, CUSTOMER: companies}))
    shared = firm(world)
    assert billed(world, world.contact(**ADA)) == shared
    assert billed(world, world.contact(**BEA)) != shared


def test_a_free_customer_of_the_contacts_name_comes_first() -> None:
    connection = a_connection()
    by_name = replace(connection.rule(CUSTOMER), matching=Matching(keys=(MatchKey.EMAIL, MatchKey.NAME)))
    world = World(replace(connection, rules={**connection.rules, CUSTOMER: by_name}))
    shared = firm(world)
    own = world.quickbooks.put(CUSTOMER, a_customer(display_name="Bea", email=""))
    assert billed(world, world.contact(**ADA)) == shared
    assert billed(world, world.contact(**BEA)) == own
