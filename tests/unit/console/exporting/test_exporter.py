"""Making a file: all rows of what was asked for, each once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil_console.domain.audit import Action
from counterfoil_console.domain.exports import ExportScope, ExportSort
from tests.console_builders import an_entry
from tests.contract.stores.values import made, native, outcome
from tests.fake_outcomes import InMemoryOutcomeStore
from tests.unit.console.exporting.office import Office, stand
from tests.unit.console.house import House
from tests.unit.console.pages import furnished


@pytest.mark.feature("H5")
def test_every_record_is_a_row_with_both_amounts(office: Office) -> None:
    stand(office, 1, OutcomeStatus.IN_SYNC, counterpart=made(1))
    stand(office, 2, OutcomeStatus.FAILING, category=ErrorCategory.NUMBER_TAKEN)
    rows = office.lines(office.begin())
    assert [row["Number or name"] for row in rows] == ["INV-1", "INV-2"]
    assert rows[0] == {
        "Object": "Invoice",
        "Number or name": "INV-1",
        "Customer, e-mail or SKU": "Ann",
        "State": "In step",
        "HubSpot": "5.10",
        "QuickBooks": "5.00",
        "Currency": "USD",
        "Why": "",
        "Last change": "2026-03-02 12:00:01",
        "Reference": "hubspot:invoice:1",
        "Counterpart": "quickbooks:invoice:1001",
    }
    assert rows[1]["State"] == "Needs you"
    assert rows[1]["Why"]


@pytest.mark.feature("H5")
@pytest.mark.parametrize(
    ("scope", "numbers"),
    [
        (ExportScope(), {1, 2, 3, 4}),
        (ExportScope(kind=EntityKind.INVOICE, status=OutcomeStatus.FAILING), {2, 4}),
        (ExportScope(kind=EntityKind.PAYMENT), set()),
        (ExportScope(status=OutcomeStatus.FAILING, category=ErrorCategory.BOOKS_CLOSED), {4}),
        (ExportScope(category=ErrorCategory.BOOKS_CLOSED), {4}),
        (ExportScope(text="inv-2"), {2}),
        (ExportScope(text="inv", status=OutcomeStatus.EXCLUDED), {3}),
        (ExportScope(since=outcome(native(3), OutcomeStatus.IN_SYNC, 3).at), {3, 4}),
    ],
    ids=str,
)
def test_the_filters_of_the_page_narrow_the_file(office: Office, scope: ExportScope, numbers: set[int]) -> None:
    stand(office, 1, OutcomeStatus.IN_SYNC)
    stand(office, 2, OutcomeStatus.FAILING, category=ErrorCategory.NUMBER_TAKEN)
    stand(office, 3, OutcomeStatus.EXCLUDED)
    stand(office, 4, OutcomeStatus.FAILING, category=ErrorCategory.BOOKS_CLOSED)
    rows = office.lines(office.begin(scope))
    assert sorted(row["Number or name"] for row in rows) == sorted(f"INV-{number}" for number in numbers)


@pytest.mark.feature("H5")
def test_a_search_that_finds_very_many_is_whole(office: Office) -> None:
    for number in range(1_000, 2_000):
        stand(office, number, OutcomeStatus.IN_SYNC)
    for number in (2_001, 2_002):
        stand(office, number, OutcomeStatus.FAILING, category=ErrorCategory.BOOKS_CLOSED)
    rows = office.lines(office.begin(ExportScope(text="inv-", status=OutcomeStatus.FAILING)))
    assert sorted(row["Number or name"] for row in rows) == ["INV-2001", "INV-2002"]


class Moving(InMemoryOutcomeStore):
    """Does something after each page that it gives."""

    then: Callable[[], object] = staticmethod(lambda: None)

    def page(self, *place: Any, **more: Any) -> Any:
        found = super().page(*place, **more)
        self.then()
        return found


@pytest.mark.feature("H5")
def test_a_record_that_comes_to_stand_otherwise_meanwhile_is_there_once(office: Office) -> None:
    """What is still to be written slips in among what is written already, and the other way round."""
    moving = Moving()
    product: Any = office.bundle.product
    product.outcomes = office.outcomes = moving
    statuses = list(OutcomeStatus)
    stand(office, 1, statuses[-1])
    stand(office, 2, statuses[0])

    def both_move() -> None:
        moving.then = lambda: None
        move(office, 1, statuses[0])
        move(office, 2, statuses[-1])

    office.clock.now = outcome(native(9), statuses[0], 9).at
    moving.then = both_move
    rows = office.lines(office.begin(ExportScope(kind=EntityKind.INVOICE)))
    assert sorted(row["Number or name"] for row in rows) == ["INV-1", "INV-2"]


def move(office: Office, number: int, status: OutcomeStatus) -> None:
    office.clock.advance(timedelta(seconds=1))
    stand(office, number, status, at=office.clock())


@pytest.mark.feature("H5", "X1")
def test_a_plan_is_exported_with_all_its_rows() -> None:
    house, office = House(), Office()
    connection_id = furnished(house)
    product: Any = office.bundle.product
    product.plan_jobs, product.connections, office.id = house.plans, house.connections, connection_id
    rows = office.lines(office.begin(ExportScope(sort=ExportSort.PLAN, plan="planned")))
    [row] = rows
    assert (row["Record"], row["Action"], row["Amount"], row["Currency"]) == ("Invoice INV-9", "Create", "5", "USD")


@pytest.mark.feature("H5")
def test_the_trail_is_exported_with_who_and_when(office: Office) -> None:
    for number in range(250):
        at = office.clock() + timedelta(seconds=number)
        office.audit.add(an_entry(id=f"{number}", action=Action.PAUSED, scope=office.id, at=at, details={"why": "=1"}))
    office.audit.add(an_entry(scope="another", action=Action.PAUSED))
    rows = office.lines(office.begin(ExportScope(sort=ExportSort.HISTORY)))
    assert len(rows) == 250
    assert rows[0]["When"] > rows[-1]["When"]
    assert (rows[0]["Who"], rows[0]["Why"]) == ("Dana Whitfield", "'=1")
