"""What belongs to somebody who is left out, whichever system it was made in, and whoever decided that."""

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.rules import Direction
from infra.sandbox.people.bookkeeper import sold
from tests.remedies.office import Office

ADA = {
    "DisplayName": "Ada Byron",
    "GivenName": "Ada",
    "FamilyName": "Byron",
    "PrimaryEmailAddr": {"Address": "ada@x.example"},
}


@pytest.fixture
def both() -> Iterator[Office]:
    with Office.opened(invoices=Direction.BOTH, customers=Direction.BOTH) as office:
        yield office


type Entered = Callable[[Office], RecordRef]


def customer(office: Office) -> RecordRef:
    return RecordRef(System.QUICKBOOKS, EntityKind.CUSTOMER, office.bookkeeper.enter("Customer", **ADA)["Id"])


def contact(office: Office) -> RecordRef:
    return RecordRef(System.HUBSPOT, EntityKind.CUSTOMER, office.contact("Ada", "Byron", email="ada@x.example"))


def invoiced(office: Office, to: RecordRef) -> RecordRef:
    """An invoice to somebody, in the system where they are."""
    if to.system is System.HUBSPOT:
        return office.invoice(to.id)
    item = office.bookkeeper.add_item(f"Pump {len(office.bookkeeper.rows('Item'))}")
    row = office.bookkeeper.enter("Invoice", CustomerRef={"value": to.id}, Line=[sold(item["Id"], Decimal(100))])
    return RecordRef(System.QUICKBOOKS, EntityKind.INVOICE, row["Id"])


@pytest.mark.feature("E1", "L4", "M3")
@pytest.mark.parametrize("somebody", [customer, contact])
def test_e28_that_somebody_left_the_customer_out_is_taken_back(both: Office, somebody: Entered) -> None:
    ada = somebody(both)
    both.decide("leave-out", ada)
    invoice = invoiced(both, ada)
    assert both.fails(invoice) is ErrorCategory.CUSTOMER_LEFT_OUT
    assert "Ada Byron left it out on 2 Nov 2026: As Grace says" in both.outcome(invoice).reasons[0]
    both.decide("take-back", ada)
    assert both.is_in_sync(invoice)


@pytest.mark.feature("E1", "M3")
@pytest.mark.parametrize("system", System)
def test_e28_that_somebody_unlinked_the_customer_is_taken_back(both: Office, system: System) -> None:
    ada = customer(both)
    first = invoiced(both, ada)
    assert both.is_in_sync(first)
    there = both.outcome(ada).counterpart
    assert there
    both.decide("unlink", ada)
    invoice = invoiced(both, ada if system is System.QUICKBOOKS else there)
    assert both.fails(invoice) is ErrorCategory.CUSTOMER_LEFT_OUT
    both.decide("take-back", ada)
    assert both.is_in_sync(invoice)
    assert len(both.account.all("contacts")) == 1


@pytest.mark.feature("E1", "M3")
@pytest.mark.parametrize(("there", "by_hand"), [(customer, contact), (contact, customer)])
def test_e28_a_customer_for_whom_the_rule_makes_none_is_entered_by_hand(
    both: Office, there: Entered, by_hand: Entered
) -> None:
    both.let_customers_be_made("never")
    invoice = invoiced(both, there(both))
    assert both.fails(invoice) is ErrorCategory.CUSTOMER_LEFT_OUT
    by_hand(both)
    assert both.is_in_sync(invoice)


@pytest.mark.feature("E1", "M3")
def test_e28_the_invoice_is_left_out_as_well(both: Office) -> None:
    ada = customer(both)
    both.decide("leave-out", ada)
    invoice = invoiced(both, ada)
    assert both.fails(invoice) is ErrorCategory.CUSTOMER_LEFT_OUT
    both.decide("leave-out", invoice)
    assert both.is_ended(invoice)
