"""Dead letters, for programs: messages that failed too often, each of which is a defect."""

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.values import dataclass
from counterfoil.engine.ports.dead_letters import Letter, Redriven


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadQueue:
    """How many there are about one kind of record, and the oldest of them."""

    kind: EntityKind
    dead_letters: int
    letters: tuple[Letter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadQueues:
    """Every kind of record."""

    queues: tuple[DeadQueue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedKind:
    """Messages about records of this kind only, or of all."""

    kind: EntityKind | None = None

    @property
    def kinds(self) -> tuple[EntityKind, ...]:
        """Those that are meant."""
        return (self.kind,) if self.kind else tuple(EntityKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """How many messages of a kind went back to work, how many did not, and why not."""

    kind: EntityKind
    moved: int
    left: int
    trouble: str

    @classmethod
    def of(cls, kind: EntityKind, redriven: Redriven) -> "Moved":
        """What was moved."""
        return cls(kind=kind, moved=redriven.moved, left=redriven.left, trouble=redriven.trouble)


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedQueues:
    """What was moved of each kind."""

    queues: tuple[Moved, ...]
