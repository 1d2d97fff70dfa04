"""Writes down what people do."""

from counterfoil.domain.values import dataclass
from counterfoil.engine.ports import Clock
from counterfoil_console.domain.actor import Actor
from counterfoil_console.domain.audit import CONSOLE, Action, AuditEntry
from counterfoil_console.ports import AuditTrail, Chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """Every use case that changes something notes it first: what cannot be noted is not done."""

    audit: AuditTrail
    clock: Clock
    chance: Chance

    def note(self, who: Actor, action: Action, *, scope: str = CONSOLE, subject: str = "", **details: str) -> None:
        """Somebody does something now."""
        self.audit.add(
            AuditEntry(
                id=self.chance()[:16],
                at=self.clock(),
                who_id=who.id,
                who=who.name,
                action=action,
                scope=scope,
                subject=subject,
                details=details,
            )
        )
