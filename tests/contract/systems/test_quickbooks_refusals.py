"""Invoices that QuickBooks refuses, and those that are not even sent to it, over the twin."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from counterfoil.adapters.quickbooks.profile import company_profile
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.records.payment import PaymentMethod
from counterfoil.domain.write import Operation
from infra.sandbox.kernel.faults import FaultKind
from tests.builders import a_line, quickbooks
from tests.contract.systems.quickbooks_world import QuickBooksWorld, creates
from tests.contract.systems.steps import change, failed, written


@pytest.fixture
def world() -> QuickBooksWorld:
    """A company of its own for every test."""
    return QuickBooksWorld()


def test_a_refused_update_is_not_remembered(world: QuickBooksWorld) -> None:
    """QuickBooks repeats the answer of a known `requestid`, so an update must not have one."""
    [before] = written(world, world.create(EntityKind.INVOICE, "1"))
    world.do("set_preferences", preferences={"AccountingInfoPrefs": {"BookCloseDate": "2026-04-01"}})
    write = change(before, Operation.UPDATE, memo="Thanks")
    assert failed(world, write).category is ErrorCategory.BOOKS_CLOSED
    world.do("set_preferences", preferences={"AccountingInfoPrefs": {"BookCloseDate": "2025-12-31"}})
    assert written(world, write)[0].fields["memo"] == "Thanks"


def test_our_own_lost_create_is_taken_over_by_its_number(world: QuickBooksWorld) -> None:
    write = world.create(EntityKind.INVOICE, "1")
    world.plan(FaultKind.DROPPED_AFTER, world.creating)
    assert failed(world, write).cure is Cure.LOOKING
    [snapshot] = written(world, replace(write, key="another try"))
    assert snapshot.source == write.source
    assert len(world.system.page(EntityKind.INVOICE, "").records) == 2


@pytest.mark.feature("E6")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_number_of_somebody_else_is_refused(world: QuickBooksWorld, language: str) -> None:
    world.switches.language = language
    holder = world.make_invoice("5", DocNumber="INV-1")["Id"]
    failure = failed(world, world.create(EntityKind.INVOICE, "1"))
    assert (failure.category, failure.existing) == (ErrorCategory.NUMBER_TAKEN, quickbooks(EntityKind.INVOICE, holder))
    assert failure.text.startswith("QuickBooks has invoice INV-1 already, over 5.00 USD, of ")


def test_a_number_of_a_credit_memo_names_no_invoice(world: QuickBooksWorld) -> None:
    detail = {"ItemRef": {"value": world.item_id}, "TaxCodeRef": {"value": "NON"}}
    line = {"Amount": Decimal(5), "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": detail}
    world.make("CreditMemo", {"CustomerRef": {"value": world.customer_id}, "Line": [line], "DocNumber": "INV-1"})
    failure = failed(world, world.create(EntityKind.INVOICE, "1"))
    assert (failure.category, failure.existing) == (ErrorCategory.NUMBER_TAKEN, None)


def test_refusals_in_a_batch_are_of_their_own(world: QuickBooksWorld) -> None:
    world.make_invoice("5", DocNumber="INV-2")
    world.switches.batch_order = "shuffled"
    results = world.system.write(creates(world, EntityKind.INVOICE, range(1, 4)))
    kinds = [result.category if isinstance(result, Failure) else result.fields["number"] for result in results.values()]
    assert sorted(kinds) == ["E6", "INV-1", "INV-3"]


@pytest.mark.feature("E11", "I10")
@pytest.mark.parametrize(
    ("members", "category"),
    [
        ({"total": Decimal("99.99")}, ErrorCategory.TOTALS_DIFFER),
        ({"number": "N" * 22}, ErrorCategory.VALUE_DOES_NOT_FIT),
        ({"currency": "EUR"}, ErrorCategory.CURRENCY_MISMATCH),
        ({"customer": None}, ErrorCategory.CUSTOMER_MISSING),
        ({"lines": (a_line(),)}, ErrorCategory.UNEXPECTED),
    ],
)
def test_what_cannot_be_told_is_not_even_tried(
    world: QuickBooksWorld, members: dict[str, object], category: ErrorCategory
) -> None:
    failure = failed(world, world.create(EntityKind.INVOICE, "1", world.an_invoice(**members)))
    assert (failure.category, failure.cure) == (category, Cure.PERSON)
    assert world.calls() == 0


@pytest.mark.feature("E11", "I10", "X1")
@pytest.mark.parametrize("members", [{"total": Decimal("99.99")}, {"currency": "EUR"}])
def test_what_the_profile_tells_is_foreseen_as_it_would_be_refused(
    world: QuickBooksWorld, members: dict[str, object]
) -> None:
    good, bad = world.an_invoice(), world.an_invoice(**members)
    assert world.system.foresee(good) is None
    assert world.system.foresee(bad) == failed(world, world.create(EntityKind.INVOICE, "1", bad))
    assert world.system.foresee(replace(bad, customer=None)) == world.system.foresee(bad)
    assert world.calls() == 0


@pytest.mark.feature("E5", "I10")
def test_a_company_abroad_needs_tax_codes() -> None:
    abroad = QuickBooksWorld(country="GB")
    write, calls = abroad.create(EntityKind.INVOICE, "1", abroad.an_invoice(currency="GBP")), abroad.calls()
    assert failed(abroad, write).category is ErrorCategory.TAX_REQUIRED
    assert abroad.system.foresee(write.record) == failed(abroad, write)
    assert abroad.calls() == calls


@pytest.mark.feature("E7", "I10")
@pytest.mark.parametrize("code", ["6200", "6210"])
def test_a_closed_period_is_named_with_both_dates(world: QuickBooksWorld, code: str) -> None:
    world.switches.closed_books_code = code
    world.do("set_preferences", preferences={"AccountingInfoPrefs": {"BookCloseDate": "2026-04-01"}})
    write = world.create(EntityKind.INVOICE, "1")
    assert failed(world, write).text == "It is of 1 Mar 2026, a day for which the QuickBooks books are closed."
    now = world.opened(company_profile(world.http, world.realm_id))
    told = now.write([write])[write.key]
    assert isinstance(told, Failure)
    assert told.text == "It is of 1 Mar 2026, and the QuickBooks books are closed up to 1 Apr 2026."


@pytest.mark.feature("E13", "I10")
def test_a_lapsed_subscription_and_a_closed_period(world: QuickBooksWorld) -> None:
    world.do("set_preferences", preferences={"AccountingInfoPrefs": {"BookCloseDate": "2026-04-01"}})
    assert failed(world, world.create(EntityKind.INVOICE, "1")).category is ErrorCategory.BOOKS_CLOSED
    world.do("end_subscription")
    assert failed(world, world.create(EntityKind.INVOICE, "2")).category is ErrorCategory.SUBSCRIPTION_LAPSED


@pytest.mark.feature("E7", "I10")
@pytest.mark.parametrize("operation", [Operation.UPDATE, Operation.VOID])
def test_what_is_in_a_closed_period_is_neither_changed_nor_voided(world: QuickBooksWorld, operation: Operation) -> None:
    invoice, payment = (written(world, world.create(kind, "5"))[0] for kind in (EntityKind.INVOICE, EntityKind.PAYMENT))
    world.bookkeeper.close_books("2026-04-01")
    fields: dict[EntityKind, dict[str, object]] = {EntityKind.INVOICE: {"memo": "x"}, EntityKind.PAYMENT: {"reference": "x"}}
    for before in (invoice, payment):
        named = fields[before.ref.kind] if operation is Operation.UPDATE else {}
        failure = failed(world, change(before, operation, **named))
        assert (failure.category, failure.cure) == (ErrorCategory.BOOKS_CLOSED, Cure.PERSON)


@pytest.mark.feature("E7", "I10")
def test_a_payment_into_a_closed_period_is_named(world: QuickBooksWorld) -> None:
    world.bookkeeper.close_books("2026-04-01")
    failure = failed(world, world.create(EntityKind.PAYMENT, "5"))
    assert failure.text == "It is of 2 Mar 2026, a day for which the QuickBooks books are closed."


@pytest.mark.feature("I10")
def test_an_item_that_is_counted_from_a_later_day_is_named(world: QuickBooksWorld) -> None:
    counted = {"Type": "Inventory", "TrackQtyOnHand": True, "QtyOnHand": 10, "InvStartDate": "2026-03-02"}
    accounts = {f"{name}AccountRef": {"value": one} for name, one in (("Asset", "81"), ("Expense", "80"), ("Income", "79"))}
    item = world.bookkeeper.add_item("Pump", **counted, **accounts)
    line = a_line("100.00", name="Pump", product=quickbooks(EntityKind.PRODUCT, item["Id"]))
    record = world.an_invoice(lines=(line,), total=Decimal(100), balance=Decimal(100))
    failure = failed(world, world.create(EntityKind.INVOICE, "1", record))
    assert (failure.category, failure.cure, failure.code) == (ErrorCategory.NOT_IN_STOCK_YET, Cure.PERSON, "6270")
    assert failure.text == "It is of 1 Mar 2026, and one of its items is counted in stock from a later day only: Pump."


@pytest.mark.feature("I10")
@pytest.mark.parametrize("code", ["610", "2500"])
@pytest.mark.parametrize("entity", ["Customer", "Item"])
def test_something_inactive_is_resolved_anew_whatever_the_code(world: QuickBooksWorld, code: str, entity: str) -> None:
    world.switches.inactive_reference_code = code
    world.do("deactivate", entity=entity, id=world.customer_id if entity == "Customer" else world.item_id)
    failure = failed(world, world.create(EntityKind.INVOICE, "1"))
    assert (failure.cure, failure.code) == (Cure.RESOLVING, code)


@pytest.mark.feature("I10")
@pytest.mark.parametrize("code", ["610", "2500"])
@pytest.mark.parametrize("replayed", [True, False])
def test_terms_that_were_made_inactive_keep_no_invoice_back(
    world: QuickBooksWorld,
    code: str,
    replayed: bool,  # noqa: FBT001
) -> None:
    world.switches.inactive_reference_code, world.switches.replay_batches = code, replayed
    world.do("deactivate", entity="Term", id=world.company.terms[30])
    write = world.create(EntityKind.INVOICE, "1")
    [made] = written(world, write)
    assert made.fields["due_date"] == write.record.fields()["due_date"]
    assert "SalesTermRef" not in world.stored("Invoice", made.ref.id)
    assert written(world, write) == [made]
    [moved] = written(world, change(made, Operation.UPDATE, due_date=date(2026, 3, 31)))
    assert moved.fields["due_date"] == "2026-03-31"


@pytest.mark.feature("I10")
@pytest.mark.parametrize("code", ["610", "2500"])
def test_a_method_that_was_made_inactive_keeps_no_payment_back(world: QuickBooksWorld, code: str) -> None:
    world.switches.inactive_reference_code = code
    world.do("deactivate", entity="PaymentMethod", id=world.company.payment_methods["check"])
    record = replace(world.a_payment(Decimal(10), world.invoice_id), method=PaymentMethod.CHECK, reference="4711")
    [made] = written(world, world.create(EntityKind.PAYMENT, "1", record))
    assert (made.fields["amount"], made.fields["reference"], made.fields["method"]) == ("10", "4711", PaymentMethod.OTHER)
