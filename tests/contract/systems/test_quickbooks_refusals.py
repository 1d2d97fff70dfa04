"""Invoices that QuickBooks refuses, and those that are not even sent to it, over the twin."""

from dataclasses import replace
from decimal import Decimal

import pytest

from counterfoil.adapters.quickbooks.profile import company_profile
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind
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


@pytest.mark.feature("E5", "I10")
def test_a_company_abroad_needs_tax_codes() -> None:
    abroad = QuickBooksWorld(country="GB")
    write = abroad.create(EntityKind.INVOICE, "1", abroad.an_invoice(currency="GBP"))
    assert failed(abroad, write).category is ErrorCategory.TAX_REQUIRED


@pytest.mark.feature("E7", "I10")
def test_a_closed_period_is_named_with_both_dates(world: QuickBooksWorld) -> None:
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
