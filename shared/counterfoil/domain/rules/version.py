"""The history of a rule: every version that ever was, with who made it, when and why."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from counterfoil.domain.rules.rule import SyncRule


class RuleChange(StrEnum):
    """What made a version."""

    CONNECTED = "connected"  # the accounts were connected
    SAVED = "saved"
    DRAFTED = "drafted"  # kept without being current
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
