"""What is around every page: who is signed in, the side bar, and what was just done."""

from datetime import datetime
from enum import StrEnum

from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.values import dataclass
from counterfoil_console.domain.role import Role
from counterfoil_console.pages.parts import Option


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """The person who looks at the page."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class SideConnection:
    """A connection in the side bar; `needs_you` counts its records that need a person."""

    id: str
    label: str
    state: ConnectionState
    needs_you: int = 0


class Done(StrEnum):
    """What was just done, for the toast of the page that follows; safe to be named in an address."""

    TRIED_AGAIN = "tried_again"
    TRIED_LATER = "tried_later"
    CHOSEN = "chosen"
    SENT_AGAIN = "sent_again"
    LINKED = "linked"
    UNLINKED = "unlinked"
    LEFT_OUT = "left_out"
    TAKEN_BACK = "taken_back"
    ACCEPTED = "accepted"
    DRAFT_SAVED = "draft_saved"
    DRAFT_DISCARDED = "draft_discarded"
    RESTORED = "restored"
    SWITCHED_OFF = "switched_off"
    SWITCHED_ON = "switched_on"
    PAUSED = "paused"
    RESUMED = "resumed"
    PLAN_DISCARDED = "plan_discarded"
    EXPORT_STARTED = "export_started"
    BACKFILL_STARTED = "backfill_started"
    CANCELLED = "cancelled"
    CHECKED = "checked"
    CHECK_LEFT = "check_left"
    CHECK_TAKEN_BACK = "check_taken_back"
    PROBED = "probed"
    RENAMED = "renamed"
    LANGUAGE_CHOSEN = "language_chosen"
    NOTICES_SAVED = "notices_saved"
    TEST_SENT = "test_sent"
    RECONNECTED = "reconnected"
    DISCONNECTED = "disconnected"
    DELETED = "deleted"
    INVITED = "invited"
    ROLE_CHANGED = "role_changed"
    REMOVED = "removed"
    TOKEN_RENEWED = "token_renewed"  # noqa: S105
    TOKEN_REVOKED = "token_revoked"  # noqa: S105
    COMPARE_STARTED = "compare_started"
    VANISHED_ACCEPTED = "vanished_accepted"
    REDRIVEN = "redriven"


FOLLOWED = frozenset(
    {
        Done.TRIED_AGAIN,
        Done.CHOSEN,
        Done.SENT_AGAIN,
        Done.LINKED,
        Done.UNLINKED,
        Done.LEFT_OUT,
        Done.TAKEN_BACK,
        Done.ACCEPTED,
    }
)
"""What others carry out, within seconds as a rule: the page looks again by itself what came of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Toast:
    """What was just done. `again` is where to look by itself what came of it, "" for nowhere.

    It `is_read` where it was there before the page looked by itself, so that nobody is read it twice.
    """

    done: Done
    again: str = ""
    is_read: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageChoice:
    """The languages that there are; `chosen` is the person's, "" for the browser's. `back` is where the choice is seen."""

    offered: tuple[Option, ...]
    chosen: str = ""
    back: str = "/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What surrounds a page.

    `csrf` is the token that every form sends back. `path` is the address of the page, with its query. `current` is the
    connection that the page is about. Moments are shown in the `time_zone` (an IANA name), as seen from `now`.
    There are no `languages` to choose from where there is but one.
    """

    now: datetime
    path: str
    person: SignedIn | None = None
    csrf: str = ""
    language: str = "en"
    time_zone: str = "UTC"
    current: SideConnection | None = None
    toast: Toast | None = None
    languages: LanguageChoice | None = None

    @property
    def may_change(self) -> bool:
        """Whether the person may do more than look."""
        return self.person is not None and self.person.role is Role.ADMINISTRATOR
