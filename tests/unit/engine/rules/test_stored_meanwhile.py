"""Rules that are stored while others change the connection, and what is tried in the portal for them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.errors import VendorError
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import Direction, RuleVersion
from counterfoil.engine.ports import ConcurrentChangeError
from tests.fake_accounts import InMemoryAccounts
from tests.fake_stores import InMemoryConnectionStore
from tests.unit.engine.rules.stored import ANN, INVOICE, document, history, rule
from tests.unit.engine.world import World


@dataclass
class Busy:
    """A store of connections in which somebody else is faster a few `times`."""

    store: InMemoryConnectionStore
    meanwhile: Callable[[], None]
    times: int = 1

    def save(self, connection: Connection, versions: Sequence[RuleVersion] = ()) -> Connection:
        if self.times:
            self.times -= 1
            self.meanwhile()
        return self.store.save(connection, versions)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)


@pytest.fixture
def world() -> World:
    return World()


def test_whoever_changes_the_connection_at_the_same_time_loses_nothing(world: World) -> None:
    def meanwhile() -> None:
        connection = world.connection
        world.connections.save(replace(connection, company=replace(connection.company, name="Renamed")))

    keeper = replace(world.rules, connections=Busy(world.connections, meanwhile))
    keeper.save(world.id, document(world, direction="both"), ANN)

    assert world.connection.company.name == "Renamed"
    assert rule(world).direction is Direction.BOTH


def test_a_connection_that_never_stands_still_is_told(world: World) -> None:
    def meanwhile() -> None:
        world.connections.save(world.connection)

    keeper = replace(world.rules, connections=Busy(world.connections, meanwhile, times=100))
    with pytest.raises(ConcurrentChangeError):
        keeper.save(world.id, document(world, direction="both"), ANN)
    assert history(world) == []


def accounts_of(world: World) -> InMemoryAccounts:
    """Accounts whose portal refuses the status."""
    return InMemoryAccounts(refused=frozenset({"status"}), grants={(world.id, System.HUBSPOT): "good"})


def be(world: World, state: ConnectionState) -> None:
    world.connections.save(replace(world.connection, state=state))


@pytest.mark.feature("C6", "O3")
@pytest.mark.parametrize(
    ("before", "after", "state", "tried"),
    [
        ("hubspot_to_quickbooks", "both", ConnectionState.ACTIVE, True),
        ("off", "quickbooks_to_hubspot", ConnectionState.PAUSED, True),
        ("both", "quickbooks_to_hubspot", ConnectionState.ACTIVE, False),
        ("quickbooks_to_hubspot", "hubspot_to_quickbooks", ConnectionState.ACTIVE, False),
        ("hubspot_to_quickbooks", "both", ConnectionState.PLANNED, False),
        ("hubspot_to_quickbooks", "both", ConnectionState.NEEDS_RECONNECT, False),
    ],
)
def test_what_a_portal_refuses_is_tried_once_invoices_come_from_quickbooks(
    world: World, before: str, after: str, state: ConnectionState, *, tried: bool
) -> None:
    """A connection that waits is tried when it begins."""
    accounts = accounts_of(world)
    first = replace(rule(world), direction=Direction(before))
    portal = replace(world.connection.portal, was_tried=first.direction.carries_from(System.QUICKBOOKS))
    rules = {**world.connection.rules, INVOICE: first}
    world.connections.save(replace(world.connection, state=state, rules=rules, portal=portal))

    replace(world.rules, portals=accounts).save(world.id, document(world, direction=after), ANN)

    assert bool(accounts.tried) is tried
    assert world.connection.portal.refused == ({"status"} if tried else {"balance"})


@pytest.mark.feature("C6", "O3")
@pytest.mark.parametrize("waiting", [ConnectionState.PLANNED, ConnectionState.NEEDS_RECONNECT])
def test_what_was_saved_while_the_connection_waited_is_tried_once_it_is_switched_on(
    world: World, waiting: ConnectionState
) -> None:
    accounts = accounts_of(world)
    keeper = replace(world.rules, portals=accounts)
    be(world, waiting)
    keeper.save(world.id, document(world, direction="both"), ANN)
    keeper.switch_off(world.id, INVOICE, ANN)
    be(world, ConnectionState.ACTIVE)
    assert accounts.tried == []

    for _ in range(2):
        keeper.switch_on(world.id, INVOICE, ANN)
        assert world.connection.portal.refused == {"status"}
        keeper.switch_off(world.id, INVOICE, ANN)
    assert accounts.tried == [world.id]


@pytest.mark.feature("C6", "O3")
def test_what_began_untried_is_tried_by_the_next_change_of_a_rule(world: World) -> None:
    accounts = accounts_of(world)
    keeper = replace(world.rules, portals=accounts)
    be(world, ConnectionState.PLANNED)
    keeper.save(world.id, document(world, direction="both"), ANN)
    be(world, ConnectionState.ACTIVE)
    keeper.save(world.id, document(world, direction="quickbooks_to_hubspot"), ANN)
    assert accounts.tried == [world.id]
    assert world.connection.portal.refused == {"status"}


def test_a_portal_is_tried_once_though_somebody_changes_the_connection_meanwhile(world: World) -> None:
    accounts = InMemoryAccounts(grants={(world.id, System.HUBSPOT): "good"})

    def meanwhile() -> None:
        world.connections.save(world.connection)

    busy = Busy(world.connections, meanwhile, times=2)
    replace(world.rules, portals=accounts, connections=busy).save(world.id, document(world, direction="both"), ANN)
    assert accounts.tried == [world.id]


def test_a_rule_stays_as_it_is_while_its_portal_cannot_be_tried(world: World) -> None:
    keeper = replace(world.rules, portals=InMemoryAccounts())
    with pytest.raises(VendorError):
        keeper.save(world.id, document(world, direction="both"), ANN)
    assert rule(world).direction is Direction.HUBSPOT_TO_QUICKBOOKS
    assert history(world) == []


def test_a_rule_is_switched_on_again_while_no_vendor_answers(world: World) -> None:
    both = replace(rule(world), direction=Direction.BOTH)
    portal = replace(world.connection.portal, was_tried=True)
    world.connections.save(replace(world.connection, rules={**world.connection.rules, INVOICE: both}, portal=portal))
    keeper = replace(world.rules, portals=InMemoryAccounts())
    keeper.switch_off(world.id, INVOICE, ANN)
    keeper.switch_on(world.id, INVOICE, ANN)
    assert rule(world).direction is Direction.BOTH


@pytest.mark.feature("H6")
@pytest.mark.parametrize("kind", [EntityKind.CUSTOMER, INVOICE])
def test_what_is_switched_off_waits_for_no_portal(world: World, kind: EntityKind) -> None:
    shown = replace(rule(world), direction=Direction.BOTH)
    world.connections.save(replace(world.connection, rules={**world.connection.rules, INVOICE: shown}))
    replace(world.rules, portals=InMemoryAccounts()).switch_off(world.id, kind, ANN)
    assert world.connection.rules[kind].direction is Direction.OFF
