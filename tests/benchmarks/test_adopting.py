"""How many calls it takes to link what both systems have already: one pair of invoices with its pair of customers each."""

from collections.abc import Iterator

import pytest

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from tests.benchmarks.adopting import adopted, synced_before
from tests.remedies.office import Office

INVOICES = 100
"""And as many customers. Calls grow in proportion: slices of 30 records, each with the same number of calls."""
MOST_METERED = 2 * 4
"""For each of the four slices: the invoices by number, and their customers by address."""
MOST_IN_HUBSPOT = 11 * 4
"""For each slice: invoices with what belongs to them, contacts with their companies, and what the invoices show."""


@pytest.fixture
def office() -> Iterator[Office]:
    """An American portal and company."""
    with Office.opened() as office:
        yield office


@pytest.fixture
def synced(office: Office) -> list[RecordRef]:
    """Invoices that another integration has synced before both accounts were connected."""
    return synced_before(office, INVOICES)


@pytest.mark.feature("X13", "X5")
def test_a_hundred_invoices_and_their_customers_are_linked_in_few_calls(
    office: Office, synced: list[RecordRef], capsys: pytest.CaptureFixture[str]
) -> None:
    called = adopted(office, synced)
    with capsys.disabled():
        print(f"\n{2 * INVOICES} pairs: {called}")
    assert {office.outcome(one).status for one in synced} == {OutcomeStatus.IN_SYNC}
    assert len(office.bookkeeper.rows("Invoice")) == len(office.bookkeeper.rows("Customer")) == INVOICES
    links = office.house.operator.links.find(office.connection.id, synced)
    assert all(link.adopted_at for some in links.values() for link in some)
    assert all(ref.kind is EntityKind.INVOICE for ref in synced)
    assert called[System.QUICKBOOKS]["metered"] <= MOST_METERED
    assert called[System.HUBSPOT]["total"] <= MOST_IN_HUBSPOT
