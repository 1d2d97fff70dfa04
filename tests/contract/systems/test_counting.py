"""Records are counted without being read: exactly where the vendor can be asked so, else at least all that are meant."""

from datetime import timedelta

import pytest
from hypothesis import given

from counterfoil.adapters.hubspot.counting import count_records
from counterfoil.adapters.quickbooks.counting import count_records as counted_there
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules import FieldType, Filter, Operator
from counterfoil.domain.rules.clauses import Narrowing
from counterfoil.engine.ports import Counted
from tests.contract.systems.hubspot_world import HubSpotWorld
from tests.contract.systems.quickbooks_world import QuickBooksWorld
from tests.contract.systems.shelves import (
    FROM_HUBSPOT,
    FROM_QUICKBOOKS,
    MIXED_UP,
    Shelf,
    filters_of,
    hubspot_shelf,
    just,
    quickbooks_shelf,
)


def holds(shelf: Shelf, chosen: Filter) -> None:
    counted, admitted = shelf.counted(chosen), len(shelf.admitted(chosen))
    assert counted.count == admitted if counted.exactly else counted.count >= admitted


@pytest.mark.feature("L1")
@given(filters_of(FROM_HUBSPOT | MIXED_UP))
def test_hubspot_counts_no_fewer_than_a_filter_admits_and_no_more_where_it_says_so(chosen: Filter) -> None:
    holds(hubspot_shelf(), chosen)


@pytest.mark.feature("L1")
@given(filters_of(FROM_QUICKBOOKS))
def test_quickbooks_counts_no_fewer_than_a_filter_admits(chosen: Filter) -> None:
    holds(quickbooks_shelf()[0], chosen)


@pytest.mark.parametrize(
    ("chosen", "exactly"),
    [
        (Filter(), True),
        (just("f_option", FieldType.ENUMERATION, Operator.IS_ANY_OF, "A", "C"), True),
        (just("f_namesakes", FieldType.ENUMERATION, Operator.IS, "A"), False),
        (just("f_number", FieldType.NUMBER, Operator.GREATER_OR_EQUAL, "10"), True),
        (just("f_truth", FieldType.BOOLEAN, Operator.IS_TRUE), True),
        (just("f_text", FieldType.TEXT, Operator.IS_KNOWN), False),
        (just("f_number", FieldType.NUMBER, Operator.GREATER, "1"), False),
        (just("f_date", FieldType.DATE, Operator.AFTER, "2026-02-10"), False),
        (just("f_text", FieldType.TEXT, Operator.IS, "a"), False),
    ],
)
def test_it_is_said_whether_hubspot_counts_exactly(chosen: Filter, exactly: bool) -> None:  # noqa: FBT001 - a parameter
    assert hubspot_shelf().counted(chosen).exactly is exactly


def test_invoices_are_counted_behind_what_nobody_can_remove() -> None:
    world = HubSpotWorld()  # it has an invoice of its own
    for _ in range(3):
        world.make_invoice([{"name": "Work", "quantity": "1", "price": "10.00"}])
    world.sales.draft(world.contact_id, [{"name": "Work", "quantity": "1", "price": "10.00"}])
    world.advance(3600)
    limits = Narrowing(Filter(), hubspot_shelf().moment)

    def counted(hours: int) -> Counted:
        return count_records(world.http, EntityKind.INVOICE, limits, world.now() - timedelta(hours=hours))

    assert (counted(2), counted(0)) == (Counted(4, exactly=False), Counted(0, exactly=False))


def test_quickbooks_counts_in_one_metered_read() -> None:
    world = QuickBooksWorld()
    before, limits = world.metered(), Narrowing(Filter(), quickbooks_shelf()[0].moment)
    counted = counted_there(world.http, world.realm_id, EntityKind.INVOICE, limits)
    assert (counted, world.metered() - before) == (Counted(1, exactly=False), 1)


def test_the_customers_of_quickbooks_are_counted_exactly() -> None:
    world = QuickBooksWorld()
    limits = Narrowing(Filter(), quickbooks_shelf()[0].moment)
    assert counted_there(world.http, world.realm_id, EntityKind.CUSTOMER, limits) == Counted(1, exactly=True)


def test_customers_of_quickbooks_made_after_a_day_are_not_counted_exactly() -> None:
    """A day is widened, since the company's zone is not QuickBooks' own."""
    world = QuickBooksWorld()
    made_since = just("MetaData.CreateTime", FieldType.DATETIME, Operator.AFTER, "2026-02-10")
    limits = Narrowing(made_since, quickbooks_shelf()[0].moment)
    assert not counted_there(world.http, world.realm_id, EntityKind.CUSTOMER, limits).exactly
