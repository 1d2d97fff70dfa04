"""Invoices as QuickBooksSystem shows and writes them, over the twin."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from counterfoil.adapters.quickbooks.profile import company_profile
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.records.invoice import Invoice, InvoiceStatus, LineRole, Origin
from counterfoil.domain.write import Operation
from counterfoil.engine.ports import Criterion, MatchKey
from tests.builders import a_line, hubspot, quickbooks
from tests.contract.systems.quickbooks_world import QuickBooksWorld, creates
from tests.contract.systems.steps import change, failed, written


@pytest.fixture
def world() -> QuickBooksWorld:
    """A company of its own for every test."""
    return QuickBooksWorld()


def shown(world: QuickBooksWorld, invoice_id: str) -> Invoice:
    [snapshot] = world.shown(EntityKind.INVOICE, invoice_id)
    assert isinstance(snapshot.record, Invoice)
    return snapshot.record


@pytest.mark.parametrize("kind", [EntityKind.INVOICE, EntityKind.PAYMENT])
def test_a_hundred_creates_are_four_calls_and_no_read(world: QuickBooksWorld, kind: EntityKind) -> None:
    writes = creates(world, kind, range(1, 101))
    written(world, *writes)
    assert world.calls() == 4
    assert world.metered() == 0


def test_three_hundred_invoices_are_read_in_one_call(world: QuickBooksWorld) -> None:
    snapshots = written(world, *creates(world, EntityKind.INVOICE, range(1, 101)))
    before = world.calls()
    ids = [snapshot.ref.id for snapshot in snapshots]
    assert world.system.read(EntityKind.INVOICE, ids) == {each.ref.id: (each,) for each in snapshots}
    assert world.calls() == before + 1


@pytest.mark.feature("I1", "I8")
def test_an_invoice_arrives_as_it_was_sent(world: QuickBooksWorld) -> None:
    product = quickbooks(EntityKind.PRODUCT, world.item_id)
    lines = (
        a_line("1861.08", quantity=Decimal("14.5"), unit_price=Decimal("128.35"), description="Stone", product=product),
        a_line("90.00", quantity=Decimal(3), unit_price=Decimal("33.33"), discount=Decimal("9.99"), product=product),
        a_line("7.00", quantity=None, unit_price=None, description="Delivery", product=product),
        a_line("-8.00", quantity=Decimal(1), unit_price=Decimal("-8.00"), description="Thanks", product=product),
    )
    record = world.an_invoice(
        lines=lines,
        discount=Decimal("50.08"),
        total=Decimal("1900.00"),
        balance=Decimal("1900.00"),
        memo="Thank you",
        customer_email="payer@example.com",
    )
    [snapshot] = written(world, world.create(EntityKind.INVOICE, "1", record))
    made = snapshot.record
    assert isinstance(made, Invoice)
    assert [line.amount for line in made.lines] == [line.amount for line in lines]
    assert [line.description for line in made.lines] == ["Stone", "Design", "Delivery", "Thanks"]
    assert made.lines[1].unit_price == Decimal(30)
    assert (made.total, made.balance, made.discount) == (Decimal("1900.00"), Decimal("1900.00"), Decimal("50.08"))
    assert (made.number, made.issue_date, made.due_date) == ("INV-1", date(2026, 3, 1), date(2026, 3, 31))
    assert (made.memo, made.customer_email) == ("Thank you", "payer@example.com")
    assert (made.status, made.origin) == (InvoiceStatus.OPEN, Origin.NATIVE)
    stored = world.stored("Invoice", snapshot.ref.id)
    assert stored["SalesTermRef"]["name"] == "Net 30"
    assert stored["PrivateNote"] == "Counterfoil: hubspot:invoice:1"


def test_an_invoice_of_nothing_is_paid(world: QuickBooksWorld) -> None:
    assert shown(world, world.make_invoice("0")["Id"]).status is InvoiceStatus.PAID


def test_an_invoice_that_people_made_is_mirrored(world: QuickBooksWorld) -> None:
    record = shown(world, world.invoice_id)
    assert (record.origin, record.customer) == (Origin.MIRRORED, quickbooks(EntityKind.CUSTOMER, world.customer_id))


def test_tax_and_shipping_are_lines_of_their_own() -> None:
    world = QuickBooksWorld(automated_sales_tax=True)
    world.do("set_preferences", preferences={"SalesFormsPrefs": {"AllowShipping": True}})
    world.change("Customer", world.customer_id, {"Taxable": True})
    lines = [
        {
            "Amount": Decimal(amount),
            "DetailType": "SalesItemLineDetail",
            "SalesItemLineDetail": {"ItemRef": {"value": item}, "TaxCodeRef": {"value": code}},
        }
        for amount, item, code in (("100", world.item_id, "TAX"), ("9", "SHIPPING_ITEM_ID", "NON"))
    ]
    address = {"Line1": "1 Main Street", "City": "San Pablo", "CountrySubDivisionCode": "CA", "PostalCode": "94806"}
    record = shown(world, world.make_invoice("1", Line=lines, ShipAddr=address)["Id"])
    assert {line.role: line.amount for line in record.lines} == {
        LineRole.ITEM: Decimal(100),
        LineRole.FEE: Decimal(9),
        LineRole.TAX: Decimal(8),
    }
    assert record.computed_total == record.total


def test_lines_are_replaced_as_a_whole(world: QuickBooksWorld) -> None:
    [before] = written(world, world.create(EntityKind.INVOICE, "1"))
    product = quickbooks(EntityKind.PRODUCT, world.item_id)
    lines = tuple(a_line(amount, product=product, description=f"Part of {amount}") for amount in ("60.00", "55.00"))
    write = change(before, Operation.UPDATE, lines=lines)
    record = replace(write.record, total=Decimal("115.00"))  # type: ignore[arg-type]
    [after] = written(world, replace(write, record=record))
    assert isinstance(after.record, Invoice)
    assert (after.record.total, len(after.record.lines), after.source) == (Decimal(115), 2, before.source)


def test_a_memo_and_a_due_date_change_alone(world: QuickBooksWorld) -> None:
    [before] = written(world, world.create(EntityKind.INVOICE, "1", world.an_invoice(memo="Thank you")))
    [after] = written(world, change(before, Operation.UPDATE, memo="", due_date=date(2026, 5, 1)))
    assert isinstance(after.record, Invoice)
    assert (after.record.memo, after.record.due_date) == ("", date(2026, 5, 1))
    assert after.fields["lines"] == before.fields["lines"]


@pytest.mark.parametrize("spelling", ["wire", "java"])
def test_a_void_keeps_number_and_marker(world: QuickBooksWorld, spelling: str) -> None:
    world.switches.void_enums = spelling
    [before] = written(world, world.create(EntityKind.INVOICE, "1"))
    [after] = written(world, change(before, Operation.VOID))
    assert isinstance(after.record, Invoice)
    assert (after.record.status, after.record.total, after.record.number) == (InvoiceStatus.VOIDED, Decimal(0), "INV-1")
    assert len(after.record.lines) == 1
    assert after.source == before.source


def test_a_void_with_a_payment_is_told(world: QuickBooksWorld) -> None:
    [before] = world.shown(EntityKind.INVOICE, world.make_invoice("10")["Id"])
    world.make_payment("10", ("10", before.ref.id))
    [paid] = world.shown(EntityKind.INVOICE, before.ref.id)
    failure = failed(world, change(paid, Operation.VOID))
    assert failure.cure is Cure.PERSON
    assert "payments applied" in failure.vendor_text


def test_a_copy_of_a_marked_invoice_is_not_ours(world: QuickBooksWorld) -> None:
    write, since = world.create(EntityKind.INVOICE, "1"), world.now()
    [mine] = written(world, write)
    world.make_invoice("100", PrivateNote=world.stored("Invoice", mine.ref.id)["PrivateNote"])
    assert world.system.find_written([write], since) == {write.key: mine}


def test_a_company_with_its_own_numbers_gives_them() -> None:
    world = QuickBooksWorld(custom_numbers=False)
    [snapshot] = written(world, world.create(EntityKind.INVOICE, "1"))
    assert snapshot.fields["number"] == "1002"


@pytest.mark.feature("I1")
def test_several_currencies() -> None:
    world = QuickBooksWorld(multicurrency=True)
    euro = world.make("Customer", {"DisplayName": "Café", "CurrencyRef": {"value": "EUR"}})["Id"]
    record = world.an_invoice(currency="EUR", customer=quickbooks(EntityKind.CUSTOMER, euro))
    [snapshot] = written(world, world.create(EntityKind.INVOICE, "1", record))
    assert snapshot.fields["currency"] == "EUR"


@pytest.mark.parametrize("decimals", [0, 2])
def test_yen_come_out_whole_however_quickbooks_rounds(decimals: int) -> None:
    world = QuickBooksWorld(currency="JPY")
    world.switches.yen_decimals = decimals
    product = quickbooks(EntityKind.PRODUCT, world.item_id)
    line = a_line("500", quantity=Decimal("1.5"), unit_price=Decimal(333), product=product)
    record = world.an_invoice(currency="JPY", lines=(line,), total=Decimal(500), balance=Decimal(500))
    [snapshot] = written(world, world.create(EntityKind.INVOICE, "1", record))
    assert snapshot.fields["total"] == "500"


def test_one_unreadable_invoice_does_not_hide_the_others(world: QuickBooksWorld) -> None:
    snapshots = written(world, *creates(world, EntityKind.INVOICE, range(1, 8)))
    spoilt = snapshots[3].ref.id
    world.do("spoil_email", id=spoilt, address="somebody")
    found = world.system.read(EntityKind.INVOICE, [snapshot.ref.id for snapshot in snapshots])
    failure = found[spoilt]
    assert isinstance(failure, Failure)
    assert (failure.cure, failure.code) == (Cure.PERSON, "4002")
    assert sum(isinstance(each, tuple) for each in found.values()) == 6
    paged = {record.ref.id for record in world.system.page(EntityKind.INVOICE, "").records}
    assert {snapshot.ref.id for snapshot in snapshots} - paged == {spoilt}


def test_members_that_nobody_knows_are_ignored(world: QuickBooksWorld) -> None:
    world.switches.extra_members = True
    [snapshot] = written(world, world.create(EntityKind.INVOICE, "1"))
    assert snapshot.source == hubspot(EntityKind.INVOICE, "1")


def discounted(world: QuickBooksWorld) -> Invoice:
    """An invoice of 100.00 with a tenth off the whole of it."""
    return world.an_invoice(discount=Decimal(10), total=Decimal(90), balance=Decimal(90))


def test_a_discount_is_not_sent_where_the_company_allows_none(world: QuickBooksWorld) -> None:
    world.do("set_preferences", preferences={"SalesFormsPrefs": {"AllowDiscount": False}})
    world.system, before = world.opened(company_profile(world.http, world.realm_id)), world.calls()
    failure = failed(world, world.create(EntityKind.INVOICE, "1", discounted(world)))
    assert (failure.category, failure.cure) == (ErrorCategory.DISCOUNT_NOT_ALLOWED, Cure.PERSON)
    assert world.calls() == before
    written(world, world.create(EntityKind.INVOICE, "2"))


@pytest.mark.parametrize("answer", ["refuse", "drop"])
def test_discounts_switched_off_since_the_company_was_asked(world: QuickBooksWorld, answer: str) -> None:
    world.switches.discount_when_switched_off = answer
    world.do("set_preferences", preferences={"SalesFormsPrefs": {"AllowDiscount": False}})
    write = world.create(EntityKind.INVOICE, "1", discounted(world))
    if answer == "refuse":
        assert failed(world, write).category is ErrorCategory.UNEXPECTED
    else:  # which the engine tells as totals that differ
        assert written(world, write)[0].fields["total"] == "100"


def test_25_an_invoice_over_nothing_is_paid(world: QuickBooksWorld) -> None:
    [found] = world.shown(EntityKind.INVOICE, world.make_invoice("0")["Id"])
    assert (found.fields["total"], found.fields["balance"], found.fields["status"]) == ("0", "0", "paid")


def test_12_a_deposit_on_the_form_is_shown(world: QuickBooksWorld) -> None:
    [found] = world.shown(EntityKind.INVOICE, world.make_invoice("100", Deposit=Decimal(50))["Id"])
    assert (found.fields["total"], found.fields["balance"], found.fields["deposit"]) == ("100", "50", "50")


@pytest.mark.feature("M1")
def test_invoices_are_found_by_number_or_day_in_one_read_each(world: QuickBooksWorld) -> None:
    snapshots = written(world, *creates(world, EntityKind.INVOICE, range(1, 31)))
    by_number = [Criterion(MatchKey.NUMBER_CUSTOMER_TOTAL, each.fields["number"].lower()) for each in snapshots]
    before = world.metered()
    found = world.system.find(EntityKind.INVOICE, by_number)
    assert [found[each] for each in by_number] == [(each,) for each in snapshots]
    assert world.metered() == before + 1

    day = Criterion(MatchKey.DAY, snapshots[0].fields["issue_date"])
    assert snapshots[0] in world.system.find(EntityKind.INVOICE, [day])[day]
    never = Criterion(MatchKey.DAY, "2001-01-01")
    assert world.system.find(EntityKind.INVOICE, [never]) == {never: ()}
