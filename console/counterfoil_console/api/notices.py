"""Who is told when something needs a person, for programs. A chat's address is taken, and never given."""

from datetime import datetime

from counterfoil.domain.notices import Channel, ChatKind, KeptNotices, NoticeTime
from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedNotices:
    """Who is told from now on. Without a `webhook` the chat keeps the address that it has.

    `revision` is that of the notices as they were read, so that nobody overwrites what somebody else has just changed.
    """

    emails: tuple[str, ...] = ()
    chat: ChatKind | None = None
    webhook: str = ""
    time: NoticeTime = NoticeTime.AT_ONCE
    revision: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A way to people that takes no message: since when, why, how many wait, and when it is tried next."""

    channel: Channel
    since: datetime
    failure: str
    waiting: int
    next_try: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notices:
    """Who is told, of how many problems that are open, and which way does not work."""

    emails: tuple[str, ...]
    chat: ChatKind | None
    chat_host: str
    time: NoticeTime
    revision: int
    open_problems: int
    silences: tuple[Silence, ...]

    @classmethod
    def of(cls, kept: KeptNotices) -> "Notices":
        """What is kept."""
        settings = kept.settings
        silences = (
            Silence(
                channel=channel,
                since=delivery.failing_since,
                failure=delivery.failure,
                waiting=len(kept.waiting.get(channel, ())),
                next_try=delivery.next_try,
            )
            for channel, delivery in kept.deliveries.items()
            if channel in settings.channels and delivery.failing_since
        )
        return cls(
            emails=tuple(settings.mails),
            chat=settings.chat,
            chat_host=settings.chat_host,
            time=settings.time,
            revision=settings.revision,
            open_problems=len(kept.problems),
            silences=tuple(silences),
        )
