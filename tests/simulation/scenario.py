"""A scenario whose every crash point is played: what people do, and how it becomes known."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules import CustomerOptions, Direction
from tests.simulation.world import World


@dataclass(frozen=True, slots=True)
class Scenario:
    """`before` is played without trouble; `act` is what the crash points are about; `then` follows once all is quiet.

    Nobody hears of it by webhook where `deaf` says so. `reconciled` plays a night's compare, which is all that is left to
    who is deaf. A connection that is `planned` waits for its first plan.
    """

    name: str
    act: Callable[[World], object]
    before: Callable[[World], object] = lambda _world: None
    then: Callable[[World], object] = lambda _world: None
    deaf: bool = False
    reconciled: bool = False
    planned: bool = False

    @property
    def polled(self) -> bool:
        """Whether polls are among what may crash."""
        return not (self.deaf and self.reconciled)

    @property
    def only_polled(self) -> bool:
        """Whether nothing but polls, late ones, may heal it."""
        return self.deaf and not self.reconciled


def rule_both_ways(world: World, kind: EntityKind) -> None:
    """Records of a kind go both ways from now on."""
    connections = world.house.operator.connections
    stored = connections.get(world.parties[0].connection.id)
    rule = replace(stored.rules[kind], direction=Direction.BOTH)
    connections.save(replace(stored, rules={**stored.rules, kind: rule}))


def let_customers_be(world: World, options: CustomerOptions) -> None:
    """Somebody says who the customer is."""
    connections = world.house.operator.connections
    stored = connections.get(world.parties[0].connection.id)
    rule = replace(stored.rules[EntityKind.CUSTOMER], options=options)
    connections.save(replace(stored, rules={**stored.rules, EntityKind.CUSTOMER: rule}))


def telephone_corrected(world: World) -> None:
    """A customer's number is put right in QuickBooks."""
    world.parties[0].person.clerk.correct_a_telephone()
