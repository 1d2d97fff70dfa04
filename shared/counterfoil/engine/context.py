"""What every use case works with: one connection, both its vendors, the memory."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Protocol

from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.values import dataclass
from counterfoil.engine.case import Case
from counterfoil.engine.mapped import mapped
from counterfoil.engine.ports import ChangeQueue, ChoiceStore, Clock, LinkStore, OutcomeStore, Systems, SystemsOpener


class AppliedPlan(Protocol):
    """The plan that is applied, of which nothing but what it promised is carried."""

    @property
    def id(self) -> str:
        """The plan's id."""
        ...

    def promised(self, refs: Collection[RecordRef]) -> Mapping[RecordRef, str]:
        """The promise (see `domain.planning.promise`) about each of these records; absent where there is none."""
        ...

    def allows(self, kind: EntityKind, rule_version: int) -> bool:
        """Whether the plan is applied under this version of the rule for a kind; 0 where no rule was asked."""
        ...

    def note(self, cases: Sequence[Case]) -> None:
        """Keep what became of the rows of these cases."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One connection at work. `lease` is how long a create may run before another worker may take it over. People open the
    console at `console_url`, "" where there is none.

    `moved` are the records that moved, as hints say; all others are only tried again, or read for their sake. `announced`
    says when those moved last of which only a vendor's own announcements speak; `reassociated` are those of which it
    was what they are associated with. `beside` are records that were planned together with those at work, and are carried
    out before or after them. `applied` is the plan that is applied, None for the live sync.
    """

    connection: Connection
    systems: Systems
    links: LinkStore
    choices: ChoiceStore
    outcomes: OutcomeStore
    queue: ChangeQueue
    clock: Clock
    lease: timedelta
    console_url: str = ""
    moved: frozenset[RecordRef] = frozenset()
    announced: Mapping[RecordRef, datetime] = MappingProxyType({})
    reassociated: frozenset[RecordRef] = frozenset()
    beside: frozenset[RecordRef] = frozenset()
    applied: AppliedPlan | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "systems", mapped(self.systems, self.connection))


@dataclass(frozen=True, slots=True, kw_only=True)
class Contexts:
    """Puts together what every use case works with. Without a `lease` nothing may be created: whoever asks only plans."""

    open_systems: SystemsOpener
    links: LinkStore
    choices: ChoiceStore
    outcomes: OutcomeStore
    queue: ChangeQueue
    clock: Clock
    lease: timedelta = timedelta()
    console_url: str = ""

    def of(self, connection: Connection) -> Context:
        """The connection, with both vendors opened for it."""
        return Context(
            connection=connection,
            systems=self.open_systems(connection),
            links=self.links,
            choices=self.choices,
            outcomes=self.outcomes,
            queue=self.queue,
            clock=self.clock,
            lease=self.lease,
            console_url=self.console_url,
        )
