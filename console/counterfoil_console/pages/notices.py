"""Who is told when something needs a person."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from types import MappingProxyType
from typing import ClassVar

from counterfoil.domain.notices import Channel, ChatKind, NoticeTime
from counterfoil.domain.values import dataclass
from counterfoil_console.pages.page import Page, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A channel that has not taken messages since then, and why, in its own words. So many wait for it."""

    channel: Channel
    since: datetime
    failure: str
    waiting: int
    next_try: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticesPage(Page):
    """The chat's address is a secret: only its host is shown. `faults` are about what was sent, by field.

    `told` counts the problems that people know of and that are open; `trial_failure` is why a trial message was not taken.
    `theirs` is what somebody else kept while this was being filled in: nothing of this is kept then.
    """

    template: ClassVar[str] = "notices.html"
    section: ClassVar[Section] = Section.CONNECTION

    emails: tuple[str, ...] = ()
    chat: ChatKind | None = None
    chat_host: str = ""
    time: NoticeTime = NoticeTime.AT_ONCE
    revision: int = 0
    told: int = 0
    silences: tuple[Silence, ...] = ()
    faults: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    trial_failure: str = ""
    theirs: "NoticesPage | None" = None

    @property
    def is_on(self) -> bool:
        """Whether anybody is told."""
        return bool(self.emails) or self.chat is not None
