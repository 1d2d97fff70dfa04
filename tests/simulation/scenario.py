"""A scenario whose every crash point is played: what people do, and how it becomes known."""

from collections.abc import Callable
from dataclasses import dataclass

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
