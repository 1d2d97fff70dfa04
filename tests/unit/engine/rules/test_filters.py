"""Filters at work: what is left out with which clause, and what becomes of linked records that are admitted no more."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.records.invoice import InvoiceStatus, Origin
from counterfoil.domain.rules import FieldType, Holder
from counterfoil.domain.rules.vendor_field import VendorField
from counterfoil.engine.rules.document import written
from counterfoil.engine.rules.keeper import Author
from tests.builders import SWITCHED_ON, a_payment
from tests.unit.engine.world import World

CUSTOMER, PRODUCT, INVOICE, PAYMENT = EntityKind.CUSTOMER, EntityKind.PRODUCT, EntityKind.INVOICE, EntityKind.PAYMENT
ANN = Author(who="Ann", why="Only the United States")
IN_US = {"on": "company", "field": "country", "operator": "is", "values": ["US"]}
APPROVED = {"field": "approved", "type": "boolean", "operator": "is_true"}
NOT_IN_US = "The filter admits records where the company's country is US; here it is DE."
NOT_APPROVED = "The filter admits records where the record's approved is true; here it is empty."


@pytest.fixture
def world() -> World:
    made = World()
    made.properties = {"approved": a_field("approved", FieldType.BOOLEAN), "agreed_on": a_field("agreed_on", FieldType.DATE)}
    made.properties_around[Holder.COMPANY] = {"country": a_field("country")}
    return made


def a_field(name: str, kind: FieldType = FieldType.TEXT, **more: Any) -> VendorField:
    return VendorField(name=name, label=name, type=kind, **more)


def save(world: World, kind: EntityKind, *clauses: Mapping[str, object], source: str = "hubspot", **changes: object) -> None:
    filters = {source: {"groups": [{"clauses": list(clauses)}]}} if clauses else {}
    world.rules.save(world.id, {**written(world.connection.rules[kind]), "filters": filters, **changes}, ANN)


def of_company(world: World, ref: RecordRef, country: str) -> RecordRef:
    world.hubspot.around[ref] = {Holder.COMPANY: [{"country": country}]}
    return ref


@pytest.mark.feature("L1", "L4")
def test_a_filter_on_an_associated_record_leaves_out_with_its_clause(world: World) -> None:
    save(world, INVOICE, IN_US)
    admitted, refused = of_company(world, world.finalised(), "us"), of_company(world, world.finalised(), "DE")
    alone = world.finalised()
    world.settle()
    assert world.status(admitted) is OutcomeStatus.IN_SYNC
    assert (world.outcome(refused).status, world.outcome(refused).reasons) == (OutcomeStatus.EXCLUDED, (NOT_IN_US,))
    assert world.outcome(alone).reasons == (
        "The filter admits records where the company's country is US; here is no company.",
    )
    assert len(world.quickbooks.every(INVOICE)) == len(world.quickbooks.every(CUSTOMER)) == 1


@pytest.mark.feature("L1")
def test_a_record_that_comes_to_match_is_carried_with_its_next_change(world: World) -> None:
    save(world, INVOICE, APPROVED)
    invoice = world.finalised()
    world.settle()
    assert world.outcome(invoice).reasons == (NOT_APPROVED,)
    world.hubspot.fill_in(invoice, "approved", "true")
    world.settle()
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("L2")
@pytest.mark.parametrize(
    ("members", "age", "told"),
    [
        ({"status": InvoiceStatus.DRAFT}, timedelta(), "The invoice is a draft."),
        ({"origin": Origin.MIRRORED}, timedelta(), "The invoice was not made in HubSpot."),
        ({}, timedelta(days=1), "The invoice was neither created nor modified after the sync was switched on."),
    ],
)
@pytest.mark.parametrize("after_unmatch", ["hold", "keep"])
def test_no_filter_lifts_the_fixed_ones(
    world: World, members: dict[str, Any], age: timedelta, told: str, after_unmatch: str
) -> None:
    save(world, INVOICE, {"field": "approved", "operator": "is_unknown"}, after_unmatch=after_unmatch, direction="both")
    invoice = world.finalised(**members)
    if age:
        world.hubspot.records[invoice].modified_at = SWITCHED_ON - age
    world.settle()
    world.tell(invoice)
    assert world.outcome(invoice).reasons == (told,)
    assert not world.quickbooks.every(INVOICE)


@pytest.mark.feature("L4")
def test_edits_of_a_linked_invoice_that_is_admitted_no_more_are_held_and_not_lost(world: World) -> None:
    save(world, INVOICE, IN_US)
    invoice = of_company(world, world.finalised(memo="one"), "US")
    world.settle()
    of_company(world, invoice, "DE")
    world.hubspot.edit(invoice, memo="two")
    world.settle()
    assert (world.outcome(invoice).status, world.outcome(invoice).reasons) == (OutcomeStatus.EXCLUDED, (NOT_IN_US,))
    assert memo(world, invoice) == "one"

    of_company(world, invoice, "US")
    world.hubspot.edit(invoice, due_date=world.invoice(invoice).issue_date)
    world.settle()
    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    assert memo(world, invoice) == "two"


@pytest.mark.feature("L4")
def test_what_quickbooks_changed_meanwhile_is_held_and_not_lost(world: World) -> None:
    save(world, INVOICE, IN_US, direction="both")
    invoice = of_company(world, world.finalised(memo="one"), "US")
    world.settle()
    of_company(world, invoice, "DE")
    world.quickbooks.edit(world.twin(invoice), memo="theirs")
    world.settle()
    assert world.invoice(invoice).memo == "one"
    assert world.status(invoice) is OutcomeStatus.EXCLUDED

    of_company(world, invoice, "US")
    world.hubspot.touch(invoice)
    world.settle()
    assert world.invoice(invoice).memo == "theirs"


@pytest.mark.feature("L4")
def test_a_rule_may_keep_carrying_the_edits(world: World) -> None:
    save(world, INVOICE, IN_US, after_unmatch="keep")
    invoice = of_company(world, world.finalised(memo="one"), "US")
    world.settle()
    of_company(world, invoice, "DE")
    world.hubspot.edit(invoice, memo="two")
    world.settle()
    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    assert memo(world, invoice) == "two"


@pytest.mark.feature("L4")
def test_payments_of_a_linked_invoice_are_carried_all_the_same(world: World) -> None:
    invoice = world.finalised()
    world.settle()
    save(world, INVOICE, IN_US)
    world.hubspot.touch(invoice)
    world.settle()
    assert world.status(invoice) is OutcomeStatus.EXCLUDED

    world.quickbooks.put(PAYMENT, a_payment(amount=Decimal(40), invoice=world.twin(invoice)))
    world.hubspot.put(PAYMENT, a_payment(amount=Decimal(60), invoice=invoice))
    world.settle()
    for system in (world.hubspot, world.quickbooks):
        assert sorted(one.fields["amount"] for one in system.every(PAYMENT)) == ["40", "60"]
    assert world.invoice(invoice).balance == world.invoice(world.twin(invoice)).balance == 0


@pytest.mark.feature("L4")
def test_a_void_of_a_linked_invoice_is_carried_all_the_same(world: World) -> None:
    invoice = world.finalised()
    world.settle()
    save(world, INVOICE, IN_US)
    world.hubspot.void(invoice)
    world.settle()
    assert world.invoice(world.twin(invoice)).status is InvoiceStatus.VOIDED


@pytest.mark.feature("L4")
def test_narrowing_a_filter_makes_and_undoes_nothing(world: World) -> None:
    invoice = world.finalised()
    world.settle()
    before, link = world.writes(), world.link(invoice)
    save(world, INVOICE, IN_US)
    world.settle()
    assert (world.writes(), world.link(invoice), world.status(invoice)) == (before, link, OutcomeStatus.IN_SYNC)
    save(world, INVOICE)
    world.settle()
    assert (world.writes(), world.link(invoice)) == (before, link)


@pytest.mark.feature("L1")
def test_a_document_gets_its_customer_whatever_the_customers_filter_says(world: World) -> None:
    save(world, CUSTOMER, APPROVED, create="always")
    invoice, contact = world.finalised(), world.contact()
    world.settle()
    assert world.status(invoice) is OutcomeStatus.IN_SYNC
    assert world.outcome(contact).reasons == (NOT_APPROVED,)


@pytest.mark.feature("L1")
def test_each_direction_has_its_own_filter(world: World) -> None:
    save(
        world,
        PRODUCT,
        {"field": "Type", "type": "enumeration", "operator": "is", "values": ["Service"]},
        source="quickbooks",
        direction="both",
    )
    service, stock = world.item(sku="S", name="Service"), world.item(sku="T", name="Stock")
    world.quickbooks.fill_in(service, "Type", "Service")
    world.quickbooks.fill_in(stock, "Type", "Inventory")
    world.settle()
    assert world.status(service) is OutcomeStatus.IN_SYNC
    assert world.outcome(stock).reasons == (
        "The filter admits records where the record's Type is Service; here it is Inventory.",
    )


@pytest.mark.feature("L1")
def test_associated_records_are_read_in_bulk_and_only_where_a_filter_names_them(world: World) -> None:
    world.tell(*[world.finalised() for _ in range(5)])
    assert world.hubspot.calls["associated"] == 0
    save(world, INVOICE, IN_US, APPROVED)
    world.tell(*[world.finalised() for _ in range(5)])
    assert world.hubspot.calls["associated"] == 1
    assert world.quickbooks.calls["associated"] == 0


def test_a_record_whose_associate_cannot_be_read_waits(world: World) -> None:
    save(world, INVOICE, IN_US)
    invoice = world.finalised()
    failure = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING, text="The company cannot be read.")
    world.hubspot.around[invoice] = failure
    world.tell(invoice)
    assert world.status(invoice) is OutcomeStatus.WAITING
    of_company(world, invoice, "US")
    world.settle()
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


@pytest.mark.feature("L1")
def test_days_are_those_of_the_portal(world: World) -> None:
    clause = {"field": "agreed_on", "type": "date", "operator": "in_last_days", "values": ["1"]}
    save(world, INVOICE, clause)
    today, earlier = world.finalised(), world.finalised()
    world.hubspot.fill_in(today, "agreed_on", f"{world.clock():%Y-%m-%d}")
    world.hubspot.fill_in(earlier, "agreed_on", f"{world.clock() - timedelta(days=2):%Y-%m-%d}")
    world.settle()
    assert world.status(today) is OutcomeStatus.IN_SYNC
    assert world.status(earlier) is OutcomeStatus.EXCLUDED


def memo(world: World, invoice: RecordRef) -> str:
    return world.system(world.twin(invoice)).show(world.twin(invoice)).fields["memo"]
