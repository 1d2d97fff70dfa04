"""The vendors' bad days: a share of their answers goes wrong, and some of their webhooks are lost, doubled or overtaken."""

from collections import Counter
from collections.abc import Sequence
from random import Random

from infra.sandbox.kernel.faults import BAD_DAY, Fault, FaultKind, FaultPlan
from infra.sandbox.pair import TwinPair
from infra.sandbox.people.access import PEOPLES_PATHS
from infra.sandbox.remote import Twin


class FaultsByChance(FaultPlan):
    """Strikes a share of the product's calls, for ever, with one of `kinds`. People's calls are spared."""

    def __init__(self, kinds: Sequence[FaultKind], random: Random) -> None:
        super().__init__()
        self.share = 0.0
        self.injected: Counter[FaultKind] = Counter()
        self._kinds, self._random = kinds, random

    def take(self, method: str, path: str, body: bytes) -> Fault | None:
        """What goes wrong with this call."""
        if path.startswith(PEOPLES_PATHS) or self._random.random() >= self.share:
            return super().take(method, path, body)
        kind = self._random.choice(self._kinds)
        self.injected[kind] += 1
        return Fault(kind)


class Troubles:
    """Bad days of both vendors, from `begin` to `end`."""

    def __init__(self, twins: TwinPair, share: float, random: Random) -> None:
        self._share, self._random = share, random
        self.faults = {
            "HubSpot": FaultsByChance(BAD_DAY, random),
            "QuickBooks": FaultsByChance((*BAD_DAY, FaultKind.FAULT_IN_SUCCESS), random),
        }
        twins.hubspot.kernel.faults, twins.quickbooks.kernel.faults = self.faults.values()

    def begin(self) -> None:
        """From now on things go wrong."""
        for faults in self.faults.values():
            faults.share = self._share

    def end(self, senders: Sequence[Twin]) -> None:
        """From now on nothing goes wrong."""
        for faults in self.faults.values():
            faults.share = 0.0
        for sender in senders:
            sender.act("webhooks")

    def spoil_webhooks(self, senders: Sequence[Twin]) -> None:
        """Something else happens to the next few deliveries."""
        behaviour = self._random.choice([{"drop": 2}, {"drop": 1, "duplicate": 2}, {"reorder": 2}, {}, {}, {}])
        for sender in senders:
            sender.act("webhooks", **behaviour)

    def total(self) -> int:
        """How many answers went wrong so far."""
        return sum(faults.injected.total() for faults in self.faults.values())
