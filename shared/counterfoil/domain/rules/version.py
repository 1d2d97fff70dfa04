"""The history of a rule: every version that ever was, with who made it, when and why."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from counterfoil.domain.rules.rule import SyncRule
from counterfoil.domain.values import dataclass


class RuleChange(StrEnum):
    """What made a version."""

    CONNECTED = "connected"  # the accounts were connected
    SAVED = "saved"
    DRAFTED = "drafted"  # kept without being current
    DISCARDED = "discarded"  # what runs once more, for a draft that nobody wants; never current itself
    RESTORED = "restored"  # an older version or a draft, copied forward
    SWITCHED_OFF = "switched_off"
    SWITCHED_ON = "switched_on"
    DELETED = "deleted"  # off, with nothing left of what was chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleVersion:
    """One version of a rule; it never changes."""

    rule: SyncRule
    at: datetime
    who: str
    why: str
    change: RuleChange

    @property
    def was_current(self) -> bool:
        """Whether records were ever decided under it."""
        return self.change not in {RuleChange.DRAFTED, RuleChange.DISCARDED}


def draft_among(versions: Sequence[RuleVersion]) -> RuleVersion | None:
    """The draft that waits to be switched on or discarded, of versions with the newest first; None when there is none.

    A rule that is switched off or on meanwhile keeps its draft.
    """
    switched = {RuleChange.SWITCHED_OFF, RuleChange.SWITCHED_ON}
    last = next((one for one in versions if one.change not in switched), None)
    return last if last and last.change is RuleChange.DRAFTED else None
