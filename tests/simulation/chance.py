"""A run by chance: one seed chooses what people do, what goes wrong, and who goes on next."""

from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from random import Random

from counterfoil.bootstrap.bundle import Bundle
from counterfoil.domain.identity import EntityKind, System
from infra.sandbox.kernel.faults import FaultKind
from tests.simulation import further
from tests.simulation.conditions import happen
from tests.simulation.decider import Decider
from tests.simulation.episodes import Episode
from tests.simulation.house import SETTINGS
from tests.simulation.invariants import violations
from tests.simulation.liveness import end_in_peace
from tests.simulation.observer import watched_by_plans
from tests.simulation.planning import Planning, left_to_plan
from tests.simulation.promises import PROMISED, Promise
from tests.simulation.tasks import Death
from tests.simulation.timeline import Timeline
from tests.simulation.workers import RestlessError
from tests.simulation.world import World

EVENTS = 100
PARTIES = (1, 1, 2)
"""How many connections there are: one alone sees more happen, two may get in each other's way."""
_PLANNING = 0.3
"""In so many runs people have plans made and apply them."""
SORTS_OF_EFFECTS = ("queue", "table put", "table transaction", "POST hubspot", "POST quickbooks", "GET quickbooks")


class Chance:
    """One run: things happen, then everything settles.

    `events` is how many things, or the numbers of those that do; each has chances of its own, so that leaving one out
    leaves the choices of the others as they were.
    """

    def __init__(
        self,
        seed: int,
        *,
        events: int | Sequence[int] = EVENTS,
        make: type[Bundle] = Bundle,
        promised: Collection[Promise] = PROMISED,
    ) -> None:
        parties, settings = Random(f"{seed}:parties").choice(PARTIES), further.chosen(SETTINGS, seed)
        self.world = World(seed, parties=parties, make=make, mirrors=True, settings=settings)
        self._seed, self._random, self._promised = seed, self.world.random, promised
        self._decider = Decider(self.world, self._random)
        self._observer = watched_by_plans(self.world) if Promise.NOTHING_UNPLANNED in promised else None
        self._events = range(events) if isinstance(events, int) else events
        self.world.fault_rate = self._random.choice([0.0, 0.1, 0.3])
        self.world.aws_fault_rate = self._random.choice([0.0, 0.0, 0.002, 0.01])
        self._reconciles = self._random.random() < 0.5
        happen(self.world.house.vendors, self._random)
        further.happen(self.world.house.vendors, seed)
        self._deaths = self._random.choice([0.0, 0.2, 0.6])
        self._sore_spots = self._random.choice(
            [SORTS_OF_EFFECTS, SORTS_OF_EFFECTS[:1], self._random.sample(SORTS_OF_EFFECTS, 1)]
        )
        self._tidy = self._random.random() < 0.3
        self._deaf = self._random.random() < 0.25
        self._plans = Random(f"{seed}:plans").random() < _PLANNING
        self._planning = Planning(self.world)
        if self._deaf:
            self._reconciles = self._random.random() < 0.2
            self.world.house.vendors.misbehave(drop=1_000_000)

    def run(self) -> list[str]:
        """What is not as it must be in the end."""
        things: tuple[tuple[int, Callable[[], object]], ...] = (
            (40, self._somebody_acts),
            (14, self._webhooks_go_out),
            (4, self._webhooks_go_wrong),
            (20, self._wake_a_synchroniser),
            (30, self._somebody_goes_on),
            (8, self._begin(self.world.house.ask_polls)),
            (4, self._poll_before_a_pause),
            (1, self._begin(self.world.house.reconcile)),
            (10, self._everything_runs),
            (8, self._time_passes),
            (2, self._somebody_dies),
            (2, self._a_message_comes_again),
            (2, self._tokens_expire),
            (1, self._two_renew_at_once),
            (1, self._vendor_is_down),
            (2, self._sync_is_switched),
            (1, self._permission_comes_or_goes),
            (1, self.world.house.deploy),
            (2, self._begin(self.world.house.report)),
            (6, self._somebody_decides),
        )
        if self._plans:
            things += ((6, self._somebody_plans), (6, self._somebody_applies))
        weights, works = zip(*things, strict=True)
        try:
            for number in self._events:
                self._random.seed(f"{self._seed}:{number}")
                self._random.choices(works, weights)[0]()
                if self._tidy:
                    self.world.drain()
            self._random.seed(f"{self._seed}:in the end")
            found = end_in_peace(self.world, Timeline(self.world), self._promised)
            self.world.settle(reconcile=self._reconciles)
            found += left_to_plan(self.world) if self._plans else []
            return found + violations(self.world) + (self._observer.unplanned if self._observer else [])
        except RestlessError as error:
            return [str(error)]
        finally:
            self.world.close()

    def _somebody_acts(self) -> None:
        party = self._random.choice(self.world.parties)
        self.world.house.note(f"somebody at {party.connection.id}: {party.person.act()}")

    def _somebody_decides(self) -> None:
        party = self._random.choice(self.world.parties)
        self.world.house.note(f"somebody decides at {party.connection.id}: {self._decider.act(party)}")

    def _webhooks_go_out(self) -> None:
        self.world.house.vendors.pump()

    def _webhooks_go_wrong(self) -> None:
        if self._deaf:
            return
        behaviour = self._random.choice(
            [{"drop": 3}, {"duplicate": 3}, {"reorder": 2}, {"delay_seconds": 7200}, {"delay_seconds": 5}, {}]
        )
        self.world.house.vendors.misbehave(**behaviour)
        self.world.house.note(f"webhooks: {behaviour}")

    def _wake_a_synchroniser(self) -> None:
        self._perhaps_to_die()
        for kind in self._random.sample(list(EntityKind), len(EntityKind)):
            if self.world.house.sync(kind):
                return

    def _everything_runs(self) -> None:
        self.world.house.vendors.pump()
        self._perhaps_to_die()
        self.world.drain()

    def _somebody_plans(self) -> None:
        self._planning.make(self._random.choice(self.world.parties))
        self._perhaps_to_die()
        self.world.house.plan()

    def _somebody_applies(self) -> None:
        self._planning.apply(self._random.choice(self.world.parties))
        self._perhaps_to_die()
        self.world.house.plan()

    def _begin(self, schedule: Callable[[], object]) -> Callable[[], None]:
        def begin() -> None:
            self._perhaps_to_die()
            schedule()

        return begin

    def _poll_before_a_pause(self) -> None:
        """For longer than the next poll looks back, nobody polls again."""
        self._perhaps_to_die()
        self.world.house.go_on(self.world.house.ask_polls(), to_the_end=True)
        self.world.clock.advance(self._random.choice([400, 2_000, 10_000]))

    def _perhaps_to_die(self) -> None:
        dies = self._random.random() < self._deaths
        self.world.house.next_death = self._death() if dies else None

    def _death(self) -> Death:
        """Anywhere, or where it hurts: around one of the first effects of some sort."""
        if self._random.random() < 0.5:
            return Death(self._random.randint(1, 40))
        return Death(self._random.choice([1, 1, 2, 3]), self._random.choice(self._sore_spots))

    def _somebody_goes_on(self) -> None:
        house = self.world.house
        if house.tasks:
            task = self._random.choice(house.tasks)
            steps = self._random.choice([1, 3, 10, 100])
            for _ in range(steps):
                if not task.done:
                    house.go_on(task)

    def _time_passes(self) -> None:
        seconds = self._random.choice([1, 10, 60, 400, 2_000, 10_000])
        self.world.clock.advance(timedelta(seconds=seconds).total_seconds())

    def _somebody_dies(self) -> None:
        if self._deaths and self.world.house.tasks:
            self.world.house.kill(self._random.choice(self.world.house.tasks))

    def _a_message_comes_again(self) -> None:
        self.world.house.sqs.repeat_one(self._random)

    def _vendor_is_down(self) -> None:
        system = self._random.choice(list(System))
        until = self.world.clock.now() + timedelta(hours=self._random.choice([1, 6, 24]))
        self.world.episodes = [one for one in self.world.episodes if one.system is not system]
        self.world.episodes.append(Episode(system=system, until=until, kind=FaultKind.UNAVAILABLE))
        self.world.house.note(f"{system} is down until {until}")

    def _sync_is_switched(self) -> None:
        """The whole of it, or one of its rules."""
        party = self._random.choice(self.world.parties)
        kind = self._random.choice([None, EntityKind.CUSTOMER, EntityKind.PRODUCT, EntityKind.INVOICE])
        if kind:
            self.world.switch_rule(party, kind)
        else:
            self.world.switch(party)

    def _permission_comes_or_goes(self) -> None:
        party = self._random.choice(self.world.parties)
        if party.revoked:
            self.world.renew(party)
        else:
            self.world.revoke(party)

    def _two_renew_at_once(self) -> None:
        self._perhaps_to_die()
        party = self._random.choice(self.world.parties)
        self.world.race_to_renew(party, self._random.choice([*[[system] for system in System], list(System)]))

    def _tokens_expire(self) -> None:
        self.world.expire_tokens(self._random.choice(self.world.parties))
