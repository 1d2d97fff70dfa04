"""Why a record stands as it does: both sides, what was agreed, the decision, and what was called for it."""

from collections.abc import Sequence

import pytest

from counterfoil.domain.call import MOST_CALLS, VendorCall
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.plan_job import RowAction
from counterfoil.domain.records.invoice import InvoiceStatus
from counterfoil.engine.explain import Explainer, Explanation
from counterfoil.engine.ports import MadeCall, NoCalls
from tests.builders import a_customer
from tests.unit.engine.world import World


def explain(world: World, ref: RecordRef) -> Explanation:
    explainer = Explainer(
        connections=world.connections,
        contexts=world.contexts(),
        addresses=lambda _connection, one: world.system(one).address(one),
    )
    (explanation,) = explainer.explain(world.id, ref)
    return explanation


class ScriptedCalls(NoCalls):
    """Calls as somebody made them."""

    def __init__(self, *names: str) -> None:
        self._names = names

    def made(self) -> Sequence[MadeCall]:
        return [MadeCall(call(number), frozenset({name})) for number, name in enumerate(self._names)]


def call(number: int) -> VendorCall:
    return VendorCall(system=System.HUBSPOT, method="POST", path=f"/{number}", status=200, milliseconds=12, request_id="r")


@pytest.mark.feature("X2")
def test_a_linked_record_is_explained_by_both_sides_and_what_they_agreed_on() -> None:
    world = World()
    invoice = world.finalised(memo="old")
    world.tell(invoice)
    world.hubspot.edit(invoice, memo="new")

    found = explain(world, invoice)

    memo = next(field for field in found.fields if field.field == "memo")
    assert (memo.agreed[System.QUICKBOOKS], memo.now) == ("old", {System.HUBSPOT: "new", System.QUICKBOOKS: "old"})
    assert (found.row.action, found.row.targets) == (RowAction.UPDATE, (System.QUICKBOOKS,))
    assert found.link == world.link(invoice)
    assert found.addresses[world.twin(invoice)] == world.quickbooks.address(world.twin(invoice))
    assert [outcome.status for outcome in found.activity] == ["in_sync"]


@pytest.mark.feature("X2")
def test_a_record_can_be_asked_for_by_either_side() -> None:
    world = World()
    invoice = world.finalised()
    world.tell(invoice)

    assert explain(world, world.twin(invoice)).row.ref == invoice


@pytest.mark.feature("X2")
def test_what_is_left_out_is_explained_by_its_clause() -> None:
    world = World()
    draft = world.finalised(status=InvoiceStatus.DRAFT)

    found = explain(world, draft)

    assert (found.row.action, found.row.reasons) == (RowAction.LEAVE_OUT, ("The invoice is a draft.",))


@pytest.mark.feature("X2")
def test_what_an_invoice_needs_is_explained_with_its_candidates() -> None:
    world = World()
    contact = world.contact(email="grace@cool.example")
    for name in ("One", "Two"):
        world.quickbooks.put(EntityKind.CUSTOMER, a_customer(display_name=name, email="grace@cool.example"))
    invoice = world.finalised(customer=contact)

    found = explain(world, invoice)

    (customer,) = [row for row in found.needs if row.ref == contact]
    assert customer.category == "E8"
    assert "One" in customer.reasons[0]
    assert "Two" in customer.reasons[0]


@pytest.mark.feature("X2")
def test_explaining_writes_nothing() -> None:
    world = World()
    invoice = world.finalised()

    explain(world, invoice)

    assert world.writes() == 0
    assert world.links.find(world.id, [invoice]) == {}


@pytest.mark.feature("X2")
def test_each_record_keeps_the_calls_that_were_made_for_it() -> None:
    world = World()
    one, other = world.finalised(), world.finalised()
    world.calls = ScriptedCalls(one.id, str(other), "somebody else's", one.id)

    world.tell(one, other)

    assert [call.path for call in world.outcomes.activity(world.id, one, 1)[0].calls] == ["/0", "/2", "/3"]
    assert [call.path for call in world.outcomes.activity(world.id, other, 1)[0].calls] == ["/1", "/2"]
    assert world.outcome(one).calls == ()


def test_no_more_calls_are_kept_than_can_be_read() -> None:
    world = World()
    one = world.finalised()
    world.calls = ScriptedCalls(*[one.id] * 100)

    world.tell(one)

    kept = world.outcomes.activity(world.id, one, 1)[0].calls
    assert [call.path for call in kept] == [f"/{number}" for number in range(100 - MOST_CALLS, 100)]
