"""Two payments that look like the same money: the invoice says so, and nothing stops."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from tests.builders import a_payment
from tests.unit.engine.world import World

HERE, THERE = System.HUBSPOT, System.QUICKBOOKS


def pay(world: World, invoice: RecordRef, *payments: tuple[System, dict[str, Any]]) -> list[RecordRef]:
    """People enter these payments, one after the other."""
    made = []
    for system, members in payments:
        on = invoice if system is HERE else world.twin(invoice)
        made.append(world.system(on).put(EntityKind.PAYMENT, a_payment(**members, invoice=on)))
        world.settle()
    return made


def sixty(**members: Any) -> dict[str, Any]:
    return {"amount": Decimal(60), **members}


def forty(**members: Any) -> dict[str, Any]:
    return {"amount": Decimal(40), **members}


@pytest.mark.parametrize(
    "payments",
    [
        pytest.param([(THERE, sixty()), (HERE, sixty())], id="one from each side, together too much"),
        pytest.param([(HERE, forty(reference="4711")), (HERE, forty(reference="4711"))], id="a cheque typed twice"),
        pytest.param([(HERE, forty(reference="ch_1")), (THERE, forty(reference="CH_1"))], id="the same reference"),
        pytest.param([(HERE, {"reference": "4711"}), (HERE, {"reference": "4711"})], id="all of it typed twice"),
    ],
)
def test_13_two_payments_that_may_be_one_are_named_on_the_invoice(
    world: World, invoice: RecordRef, payments: list[tuple[System, dict[str, Any]]]
) -> None:
    pay(world, invoice, *payments)
    outcome = world.outcome(invoice)
    assert (outcome.status, outcome.category) == (OutcomeStatus.FAILING, ErrorCategory.COUNTED_TWICE)
    assert outcome.explanation.lower().count("the payment of ") == 2
    assert "may be the same money" in world.shown(invoice).error
    assert [one.status for one in world.outcomes.every if one.kind is EntityKind.PAYMENT and one.category] == []


@pytest.mark.parametrize(
    "payments",
    [
        pytest.param([(HERE, forty()), (HERE, forty())], id="equal instalments"),
        pytest.param([(HERE, forty()), (THERE, forty())], id="equal instalments, one from each side"),
        pytest.param([(HERE, forty(reference="INV-1")), (THERE, forty(reference="inv-1"))], id="the invoice's own number"),
        pytest.param([(HERE, sixty(reference="1")), (HERE, sixty(reference="2"))], id="too much in one system"),
        pytest.param([(HERE, sixty(reference="4711")), (THERE, forty(reference="4711"))], id="other amounts"),
        pytest.param([(HERE, forty(paid_on=date(2026, 3, 1))), (HERE, forty())], id="other days"),
    ],
)
def test_13_ordinary_payments_are_not_suspected(
    world: World, invoice: RecordRef, payments: list[tuple[System, dict[str, Any]]]
) -> None:
    world.hubspot.edit(invoice, number="INV-1")
    pay(world, invoice, *payments)
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


def test_13_one_of_them_deleted_on_both_sides_ends_the_suspicion(world: World, invoice: RecordRef) -> None:
    _, second = pay(world, invoice, (HERE, forty(reference="4711")), (HERE, forty(reference="4711")))
    there = world.twin(second)
    world.hubspot.delete(second)
    world.quickbooks.delete(there.whole)
    world.tell(second, there)
    world.settle()
    assert world.status(invoice) is OutcomeStatus.IN_SYNC


def test_13_a_suspicion_stops_nothing(world: World, invoice: RecordRef) -> None:
    pay(world, invoice, (HERE, {"amount": Decimal(20), "reference": "7"}), (HERE, {"amount": Decimal(20), "reference": "7"}))
    assert world.outcome(invoice).category == ErrorCategory.COUNTED_TWICE
    [third] = pay(world, invoice, (HERE, sixty()))
    assert world.status(third) is OutcomeStatus.IN_SYNC
    assert world.invoice(world.twin(invoice)).balance == 0
