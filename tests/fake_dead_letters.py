"""Dead letters in memory."""

from counterfoil.domain.identity import EntityKind
from counterfoil.engine.ports.dead_letters import DeadLetters, Letter, Redriven


class InMemoryDeadLetters(DeadLetters):
    """Letters by kind; `stuck` kinds cannot be moved."""

    def __init__(self) -> None:
        self.dead: dict[EntityKind, list[Letter]] = {}
        self.stuck: dict[EntityKind, str] = {}

    def count(self, kind: EntityKind) -> int:
        return len(self.dead.get(kind, ()))

    def total(self) -> int:
        return sum(self.count(kind) for kind in self.dead)

    def letters(self, kind: EntityKind) -> list[Letter]:
        return list(self.dead.get(kind, ()))

    def redrive(self, kind: EntityKind) -> Redriven:
        if kind in self.stuck:
            return Redriven(0, self.count(kind), self.stuck[kind])
        return Redriven(len(self.dead.pop(kind, [])), 0)
