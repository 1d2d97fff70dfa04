"""Compares both ledgers with each other and with the links, record by record."""

from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.records.invoice import Invoice, InvoiceStatus
from counterfoil.domain.records.payment import Payment
from counterfoil.domain.snapshot import Snapshot
from tests.unit.engine.world import World


def assert_true(world: World) -> None:
    """The ledgers agree, and every invoice and payment says so."""
    assert_ledgers_agree(world)
    for snapshot in world.hubspot.every(EntityKind.INVOICE):
        assert world.status(snapshot.ref) is OutcomeStatus.IN_SYNC
        assert world.shown(snapshot.ref).status is OutcomeStatus.IN_SYNC
    for snapshot in world.hubspot.every(EntityKind.PAYMENT):
        assert world.status(world.link(snapshot.ref).source_ref) is OutcomeStatus.IN_SYNC


def assert_ledgers_agree(world: World) -> None:
    """Every invoice, payment and needed customer stands once on each side, linked and equal; no one waits or fails."""
    assert world.waiting() == []
    assert [one for one in world.outcomes.every if one.status is OutcomeStatus.FAILING] == []
    for kind in (EntityKind.INVOICE, EntityKind.PAYMENT, EntityKind.CUSTOMER):
        here, there = world.hubspot.every(kind), world.quickbooks.every(kind)
        assert len(there) == len(here), f"{kind}: {len(here)} in HubSpot, {len(there)} in QuickBooks"
        assert {world.twin(one.ref) for one in here} == {one.ref for one in there}
    for snapshot in world.hubspot.every(EntityKind.INVOICE):
        _assert_same_invoice(world.invoice(snapshot.ref), world.invoice(world.twin(snapshot.ref)))
    for snapshot in world.hubspot.every(EntityKind.PAYMENT):
        _assert_same_payment(world, snapshot)
    _assert_custom_item_once(world)


def _assert_same_invoice(here: Invoice, there: Invoice) -> None:
    """A void is carried alone: nobody reads the texts and figures of a voided invoice any more."""
    assert (here.status, here.balance, here.number) == (there.status, there.balance, there.number)
    if here.status is not InvoiceStatus.VOIDED:
        said = [(one.total, [line.amount for line in one.lines], one.memo, one.due_date) for one in (here, there)]
        assert said[0] == said[1]


def _assert_same_payment(world: World, snapshot: Snapshot) -> None:
    here, there = world.payment(snapshot.ref), world.payment(world.twin(snapshot.ref))
    assert (here.amount, here.paid_on) == (there.amount, there.paid_on)
    assert _counterpart(world, here) == there.invoice


def _counterpart(world: World, payment: Payment) -> RecordRef | None:
    return world.twin(payment.invoice) if payment.invoice else None


def _assert_custom_item_once(world: World) -> None:
    names = [one.fields["name"] for one in world.quickbooks.every(EntityKind.PRODUCT)]
    assert len(names) == len(set(names))
