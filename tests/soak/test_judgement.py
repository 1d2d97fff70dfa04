"""A soak that sees nothing proves nothing: what is wrong must be told."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from infra.sandbox.kernel.faults import FaultKind
from infra.sandbox.pair import TwinPair
from infra.sandbox.people.bookkeeper import sold
from infra.sandbox.remote import Twin
from tests.soak.audit import differences
from tests.soak.company import people_of
from tests.soak.memory import AWS, Memory, medians
from tests.soak.table import Standing, Standings
from tests.soak.troubles import FaultsByChance
from tests.soak.workload import Desk, Workload


@pytest.fixture
def desk() -> Iterator[Desk]:
    """The people of one company between whose systems nothing is carried."""
    with TwinPair(seeded=False) as twins:
        told = twins.description()
        twins.hubspot.switches().edit_finalised_invoices = True
        with Twin(twins.hubspot_url) as hubspot, Twin(twins.quickbooks_url) as quickbooks:
            company = people_of(1, hubspot, told["hubspot"]["portal_id"], quickbooks, told["quickbooks"]["realm_id"])
            yield Desk(replace(company, connection_id="one"))


def _work(desk: Desk, documents: int) -> None:
    Workload([desk], Random(3)).run(documents, 1_000, lambda: False, float("inf"))


def test_what_nobody_carried_is_missing(desk: Desk) -> None:
    _work(desk, 12)
    told = differences(desk, Standings())
    for sale in desk.sales:
        assert (f"one: invoice {sale.number} ({sale.id}) is in QuickBooks as []" in told) is not sale.voided
    (first, *_) = desk.receipts
    assert f"one: hubspot:payment:{first.id} of {first.amount} for {first.sale.number} is on the other side as []" in told
    assert f"one: QuickBooks has 0 payments, people made {len(desk.receipts)}" in told
    assert f"one: hubspot:invoice:{desk.sales[0].id} has no outcome" in told


def test_what_is_there_twice_or_differs_is_told(desk: Desk) -> None:
    _work(desk, 1)
    (sale,) = desk.sales
    sale.total += Decimal("0.01")
    for _ in range(2):
        _book(desk, sale.id)
    told = differences(desk, Standings())
    assert f"one: invoice {sale.number} ({sale.id}) is in QuickBooks as ['1', '2']" in told
    assert any(line.startswith(f"one: invoice {sale.number} is over ") for line in told)
    assert any(line.startswith(f"one: invoice {sale.number} has total and balance ") for line in told)
    assert any(line.startswith(f"one: invoice {sale.number} is of ") for line in told)
    assert "one: customer '' belongs to somebody else" in told


def _book(desk: Desk, source: str) -> None:
    books = desk.company.bookkeeper
    if not books.rows("Customer"):
        books.enter("Customer", DisplayName="Somebody")
        books.add_item("Work")
    (customer,), (item,) = books.rows("Customer"), books.rows("Item")
    note = f"Counterfoil: hubspot:invoice:{source}"
    books.write_invoice(customer["Id"], sold(item["Id"], Decimal(5)), PrivateNote=note, DueDate="2026-01-01")


def test_what_waits_or_is_counted_wrongly_is_told(desk: Desk) -> None:
    waiting = Standing("hubspot:invoice:1", "invoice", "waiting", "E1")
    told = differences(desk, Standings([waiting], {"invoice#waiting": 2}))
    assert told == [
        "one: hubspot:invoice:1 is waiting: E1",
        "one: counters say {'invoice#waiting': 2}, a full count {'invoice#waiting': 1}",
    ]


def test_memory_that_grows_is_told() -> None:
    steady, growing = [70.0] * 12, [50.0] * 4 + [60.0] * 4 + [70.0] * 4
    memory = Memory("1", defaultdict(list, {"intake": steady, "sync": growing, AWS: growing, "young": growing[:9]}))
    assert medians(growing) == (50, 60, 70)
    assert memory.growing() == ["memory of sync grows: 60 MB, then 70 MB"]


def test_the_products_calls_go_wrong_as_often_as_asked_and_peoples_never() -> None:
    faults = FaultsByChance((FaultKind.THROTTLED, FaultKind.DROPPED_AFTER), Random(1))
    assert not any(faults.take("GET", "/crm/objects/2026-09/invoices", b"") for _ in range(1_000))
    faults.share = 0.05
    assert not any(faults.take("GET", "/crm/v3/objects/invoices", b"") for _ in range(1_000))
    assert 60 < sum(bool(faults.take("POST", "/crm/objects/2026-09/invoices", b"")) for _ in range(2_000)) < 140
    assert faults.injected.keys() == {FaultKind.THROTTLED, FaultKind.DROPPED_AFTER}
