"""How many records the limits of a rule let through, counted by the vendor itself."""

from datetime import datetime
from zoneinfo import ZoneInfo

from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import System
from counterfoil.domain.rules import Filter, SyncRule
from counterfoil.domain.rules.clauses import Moment, Narrowing
from counterfoil.domain.values import dataclass
from counterfoil.engine.ports import Clock, Counted, RecordCounter


@dataclass(frozen=True, slots=True)
class LimitsCounted:
    """Of how many records how many pass, and how many each group lets through."""

    at: datetime
    of: Counted
    passing: Counted
    groups: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class LimitCounts:
    """Counts when somebody asks, and reads no record."""

    counter: RecordCounter
    clock: Clock

    def of(self, connection: Connection, rule: SyncRule, source: System) -> LimitsCounted:
        """A question for everything, one for the limits, and, of several groups, one for each. Raises VendorError."""
        now, chosen = self.clock(), rule.filter_of(source)
        zone = ZoneInfo(connection.portal.time_zone)
        moment = Moment(now.astimezone(zone).date(), zone)

        def count(limits: Filter) -> Counted:
            return self.counter(connection, rule.kind, source, Narrowing(limits, moment), rule.switched_on_at)

        every = count(Filter())
        passing = count(chosen) if chosen.groups else every
        several = len(chosen.groups) > 1
        groups = tuple(count(Filter((group,))) for group in chosen.groups) if several else (passing,) * len(chosen.groups)
        return LimitsCounted(at=now, of=every, passing=passing, groups=groups)
