"""Trouble that lasts for a while, for one account at a vendor or for all."""

from dataclasses import dataclass, field
from datetime import datetime

from counterfoil.domain.identity import System
from infra.sandbox.kernel.faults import FaultKind
from tests.simulation.wire import Mishap


@dataclass(slots=True, kw_only=True)
class Episode:
    """Until a moment, answers take `seconds` longer, and every so many calls fail in a way, or make the caller stumble.

    `account` is whose calls are concerned, "" for everybody's; `path` is what the path ends with where only some calls are.
    """

    system: System
    until: datetime
    account: str = ""
    path: str = ""
    seconds: float = 0.0
    every: int = 1
    kind: FaultKind | None = None
    stumbles: bool = False
    calls: int = field(default=0, init=False)

    def strike(self, system: System, account: str, path: str, now: datetime) -> Mishap | None:
        """What befalls a call, if anything."""
        if (
            system is not self.system
            or now >= self.until
            or self.account not in {"", account}
            or not path.endswith(self.path)
        ):
            return None
        self.calls += 1
        return Mishap(self.kind, self.seconds, self.stumbles) if self.calls % self.every == 0 else None
