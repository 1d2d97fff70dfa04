"""Both vendors show the invoices that somebody still owes something of, as reading them one by one would."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.records.invoice import Invoice, InvoiceStatus
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.write import Operation
from tests.contract.systems.hubspot_world import HubSpotWorld
from tests.contract.systems.mirrored import made
from tests.contract.systems.quickbooks_world import QuickBooksWorld
from tests.contract.systems.steps import change, written
from tests.contract.systems.test_hubspot_mirrored_refusals import SWITCHES, _switches, _with
from tests.contract.systems.world import World

pytestmark = pytest.mark.feature("X4")


def owed(snapshot: Snapshot) -> tuple[str, str, Decimal, str]:
    """What an open invoice says."""
    assert isinstance(snapshot.record, Invoice)
    return snapshot.version, snapshot.record.number, snapshot.record.balance, snapshot.record.currency


def still_open(world: World) -> Mapping[str, tuple[str, str, Decimal, str]]:
    """Every page of what is open, without what is not open any more, by id."""
    found: dict[str, Snapshot] = {}
    after, more = "", True
    while more:
        page = world.system.open_invoices(after)
        assert page.unread == 0
        found |= {one.ref.id: one for one in page.snapshots}
        after, more = page.cursor, page.more
    return {one: owed(each) for one, each in found.items() if each.fields["status"] == InvoiceStatus.OPEN}


def as_read(world: World, *snapshots: Snapshot) -> Mapping[str, tuple[str, str, Decimal, str]]:
    """The same of these, read by id."""
    found = world.system.read(EntityKind.INVOICE, [one.ref.id for one in snapshots])
    return {one: owed(shown[0]) for one, shown in found.items() if isinstance(shown, tuple)}


@pytest.mark.parametrize("refused", [[], ["balance"], ["status"], list(SWITCHES)], ids=str)
def test_hubspots_are_found_whatever_the_portal_lets_nobody_write(refused: list[str]) -> None:
    world = HubSpotWorld()
    for switch, on in _switches(refused, silent=False):
        setattr(world.twin.switches(), switch, on)
    world.system = _with(world, refused)
    before = still_open(world)
    full, part = made(world), made(world, source="146", balance=Decimal("40.00"))
    made(world, source="147", status=InvoiceStatus.PAID, balance=Decimal(0))
    world.advance(300)  # the search runs behind

    made_open = as_read(world, full, part)
    assert still_open(world) == {**before, **made_open}
    assert [balance for _, _, balance, _ in made_open.values()] == [Decimal(100), Decimal(40)]


def test_quickbooks_are_found_page_by_page() -> None:
    world = QuickBooksWorld()
    before = still_open(world)
    first, second, gone = written(world, *(world.create(EntityKind.INVOICE, f"{number}") for number in range(1, 4)))
    written(world, change(gone, Operation.VOID))

    assert still_open(world) == {**before, **as_read(world, first, second)}
