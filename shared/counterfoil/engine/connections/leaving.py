"""Lets people leave what was checked as it is, and keeps new results beside that."""

from collections.abc import Callable

from counterfoil.domain.checks.check import Check, Checked, Left
from counterfoil.domain.checks.leaving import taken_back, with_left
from counterfoil.domain.values import dataclass
from counterfoil.engine.ports import CheckStore, Clock, ConcurrentChangeError

_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Both raise LeavingRefusedError, and ConcurrentChangeError where others change the same all the time."""

    checks: CheckStore
    clock: Clock

    def leave(self, connection_id: str, check: Check, finding: str, who: str) -> None:
        """Let a check stay as `finding` says, which is what was read; it comes back once something else is found."""
        left = Left(check=check, finding=finding, who=who, at=self.clock())
        kept(self.checks, connection_id, lambda checked: with_left(checked, left))

    def take_back(self, connection_id: str, check: Check) -> None:
        """Let it ask for a change again."""
        kept(self.checks, connection_id, lambda checked: taken_back(checked, check))


def kept(store: CheckStore, connection_id: str, change: Callable[[Checked | None], Checked]) -> Checked:
    """What is known of a connection's accounts with a change, as stored; nobody's change is lost: it is read anew.

    Raises ConcurrentChangeError.
    """
    for _ in range(_TRIES):
        after = change(store.latest(connection_id))
        if store.save(connection_id, after):
            return after
    raise ConcurrentChangeError(f"the checks of {connection_id!r} changed under every one of {_TRIES} tries")
