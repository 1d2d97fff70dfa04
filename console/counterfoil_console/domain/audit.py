"""What people did."""

from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, datetime
from enum import StrEnum

from counterfoil.domain.values import dataclass

CONSOLE = "console"
"""The scope of what concerns no connection: people, tokens, sessions."""


class Action(StrEnum):
    """What was done; its words are the pages' business."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    INVITED = "invited"
    INVITED_AGAIN = "invited_again"
    ROLE_CHANGED = "role_changed"
    REMOVED = "removed"
    PREFERENCES_CHOSEN = "preferences_chosen"
    TOKEN_MADE = "token_made"  # noqa: S105 - a name
    TOKEN_RENEWED = "token_renewed"  # noqa: S105 - a name
    TOKEN_REVOKED = "token_revoked"  # noqa: S105 - a name
    CONNECTED = "connected"
    PROBED = "probed"
    RENAMED = "renamed"
    LANGUAGE_CHOSEN = "language_chosen"
    PAUSED = "paused"
    RESUMED = "resumed"
    DISCONNECTED = "disconnected"
    DELETED = "deleted"
    EXPORTED = "exported"
    EXPORT_CANCELLED = "export_cancelled"
    DOWNLOADED = "downloaded"
    TRIED_AGAIN = "tried_again"
    CHOSEN = "chosen"
    LINKED = "linked"
    UNLINKED = "unlinked"
    LEFT_OUT = "left_out"
    TAKEN_BACK = "taken_back"
    ACCEPTED = "accepted"
    SENT_AGAIN = "sent_again"
    CHECKED_AGAIN = "checked_again"
    CHECK_LEFT = "check_left"
    CHECK_TAKEN_BACK = "check_taken_back"
    RULE_SAVED = "rule_saved"
    RULE_DRAFTED = "rule_drafted"
    RULE_DRAFT_DISCARDED = "rule_draft_discarded"
    RULE_RESTORED = "rule_restored"
    RULE_DELETED = "rule_deleted"
    RULE_SWITCHED_OFF = "rule_switched_off"
    RULE_SWITCHED_ON = "rule_switched_on"
    COMPARED = "compared"
    VANISHED_ACCEPTED = "vanished_accepted"
    REDRIVEN = "redriven"
    NOTICES_SAVED = "notices_saved"
    NOTICES_TRIED = "notices_tried"
    PLANNED = "planned"
    PLAN_APPLIED = "plan_applied"
    PLAN_DISCARDED = "plan_discarded"
    PLAN_RESUMED = "plan_resumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Who, when, what. `scope` is a connection's id or `CONSOLE`; `subject` is a record's ref, "" for none."""

    id: str
    at: datetime
    who_id: str
    who: str
    action: Action
    scope: str = CONSOLE
    subject: str = ""
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Where it stands among the others, as text that sorts as time does."""
        return f"{self.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}#{self.id}"
