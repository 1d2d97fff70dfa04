"""A run by chance at the bundle's own pace: people act, episodes of trouble come and go, and nobody may wait for long.

All trouble is the first connection's, or everybody's where the seed says so; of the others every invoice is timed then.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from random import Random

from counterfoil.bootstrap.bundle import Bundle
from counterfoil.domain.identity import EntityKind, System
from infra.sandbox.kernel.faults import FaultKind
from tests.simulation.aws.deployed import DEPLOYED, Deployed
from tests.simulation.conditions import happen
from tests.simulation.episodes import Episode
from tests.simulation.founding import Party
from tests.simulation.invariants import violations
from tests.simulation.liveness import end_in_peace, held_up, starved_sides
from tests.simulation.promises import PROMISED, Promise
from tests.simulation.tasks import Death
from tests.simulation.timeline import Timeline
from tests.simulation.view import View
from tests.simulation.workers import RestlessError
from tests.simulation.world import World

EVENTS = 40
USUALLY = timedelta(seconds=40)
"""How long an invoice may wait on a good day: HubSpot's search may be late by half a minute."""
_SLOW_SECONDS = 25.0
_NIGHTS = 0.2
"""How many runs end with nights that are too short for a compare."""
_ONE_AT_A_TIME = 0.7
_BUSY_PACE = timedelta(seconds=1)
_PACES = (0.5, 2.0, 10.0, 30.0)
"""Seconds between two things that happen."""


class Lively:
    """One run. `events` is how many things happen."""

    def __init__(
        self,
        seed: int,
        *,
        events: int = EVENTS,
        make: type[Bundle] = Bundle,
        numbers: Deployed = DEPLOYED,
        promised: Collection[Promise] = PROMISED,
    ) -> None:
        chance = Random(f"{seed}:lively")
        self.world = World(seed, parties=chance.choice([1, 2, 3]), make=make, numbers=numbers)
        self._seed, self._events, self._promised = seed, events, promised
        self._random, self._house = self.world.random, self.world.house
        happen(self._house.vendors, self._random)
        for clock in self._house.vendors.clocks.values():
            clock.skew = timedelta()
        self._house.blames_time_outs = Promise.NO_GOOD_MESSAGE_DIES in promised
        self._house.sqs.mixes_groups = chance.random() < 0.5
        self._is_shared = chance.random() < 0.5
        self._has_nights = Promise.BOTH_SIDES_COMPARED in promised and chance.random() < _NIGHTS
        self._pace = chance.choice(_PACES)
        self.timeline = Timeline(self.world)

    def run(self) -> list[str]:
        """What is not as it must be in the end."""
        things: tuple[tuple[int, Callable[[], None]], ...] = (
            (24, self._somebody_acts),
            (2, self._somebody_is_busy),
            (2, self._a_vendor_is_slow),
            (2, self._every_third_call_fails),
            (1, self._a_worker_stumbles),
            (2, self._a_worker_dies),
            (1, self._a_message_comes_again),
        )
        weights, works = zip(*things, strict=True)
        try:
            for number in range(self._events):
                self._random.seed(f"{self._seed}:lively:{number}")
                self._random.choices(works, weights)[0]()
                self.timeline.run_for(timedelta(seconds=self._random.uniform(0, 2 * self._pace)))
            found = end_in_peace(self.world, self.timeline, self._promised)
            found += self._held_up() if Promise.NOBODY_WAITS_FOR_OTHERS in self._promised else []
            found += starved_sides(self.world) if self._has_nights else []
            self.world.settle(reconcile=False)
            return found + violations(self.world)
        except RestlessError as error:
            return [str(error)]
        finally:
            self.world.close()

    def _held_up(self) -> list[str]:
        unconcerned = [] if self._is_shared else self.world.parties[1:]
        return [told for party in unconcerned for told in held_up(View(self.world, party), USUALLY)]

    def _somebody_acts(self) -> None:
        party = self._random.choice(self.world.parties)
        self._house.note(f"somebody at {party.connection.id}: {party.person.act()}")

    def _somebody_is_busy(self) -> None:
        """Many invoices at once."""
        self._all_sell(self.world.parties[:1], self._random.choice([5, 20]))

    def _all_sell(self, parties: Sequence[Party], times: int) -> None:
        for _ in range(times):
            for party in parties:
                party.person.finalise_for(party.person.add_contact())
            self.timeline.run_for(_BUSY_PACE)

    def _a_vendor_is_slow(self) -> None:
        """Where a batch takes long, or everything does, while everybody has something to carry."""
        self._begin(
            self._random.choice(list(System)), path=self._random.choice(["/batch", "/invoice", ""]), seconds=_SLOW_SECONDS
        )
        self._all_sell(self.world.parties, 5)

    def _every_third_call_fails(self) -> None:
        kinds = (FaultKind.SERVER_ERROR, FaultKind.SERVER_ERROR_AFTER, FaultKind.UNAVAILABLE, FaultKind.THROTTLED)
        self._begin(self._random.choice(list(System)), every=3, kind=self._random.choice(kinds))

    def _a_worker_stumbles(self) -> None:
        """Over what nobody foresaw."""
        self._begin(self._random.choice(list(System)), every=self._random.choice([5, 20]), stumbles=True)

    def _begin(self, system: System, **trouble: object) -> None:
        """One trouble after another as a rule, for most would hide each other; seldom several at once."""
        if self._random.random() < _ONE_AT_A_TIME:
            self.world.episodes.clear()
        until = self.world.clock.now() + timedelta(minutes=self._random.choice([1, 3, 10]))
        account = "" if self._is_shared else self._account(system)
        episode = Episode(system=system, until=until, account=account, **trouble)  # type: ignore[arg-type]
        self._house.note(f"trouble at {system} for {account or 'everybody'} until {until:%H:%M:%S}: {trouble}")
        self.world.episodes.append(episode)

    def _account(self, system: System) -> str:
        account = self.world.parties[0].account
        return str(account.portal_id) if system is System.HUBSPOT else account.realm_id

    def _a_worker_dies(self) -> None:
        """The next one of the first connection's, whatever it does; mostly one that carries records, and holds messages."""
        if self._is_shared or len(self.world.parties) == 1:
            function = self._random.choice(["", *(f"{kind}_sync" for kind in EntityKind)])
            self._house.next_death = Death(self._random.randint(1, 20 if function else 60), function=function)

    def _a_message_comes_again(self) -> None:
        self._house.sqs.repeat_one(self._random)
