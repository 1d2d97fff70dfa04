"""Notices: what people are sent by mail or chat when something needs them, once for each problem, and when it is solved."""

import re
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.values import dataclass

MOST_ADDRESSES = 10
_ADDRESS = re.compile(r"[^\s@\"'<>(),;:\\\[\]]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


class ChatKind(StrEnum):
    """In which form a chat takes messages."""

    SLACK = "slack"
    TEAMS = "teams"
    JSON = "json"


class NoticeTime(StrEnum):
    """When messages are sent."""

    AT_ONCE = "at_once"
    DAILY = "daily"


class Channel(StrEnum):
    """A way to people."""

    CHAT = "chat"
    MAIL = "mail"


class Sort(StrEnum):
    """What is told."""

    OPENED = "opened"
    SOLVED = "solved"
    TRIAL = "trial"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing that is told. `problem` names what it is about: a category, or `LEDGERS`; `page` is where it is shown.

    `records` and `money` (by currency) are what the problem was about when it was found.
    """

    id: str
    at: datetime
    sort: Sort
    problem: str
    text: str
    records: int = 0
    money: Mapping[str, Decimal] = field(default_factory=dict)
    page: str = ""


LEDGERS = "ledgers"
"""The problem that the ledgers differ and nothing explains it; all others are categories."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSettings:
    """Who is told. The chat's address is a secret: `sealed`, and of what it says only the host is shown.

    `mails` are the addresses, each with the name under which it is subscribed.
    """

    mails: Mapping[str, str] = field(default_factory=dict)
    chat: ChatKind | None = None
    chat_host: str = ""
    sealed: tuple[str, ...] = field(default=(), repr=False)
    time: NoticeTime = NoticeTime.AT_ONCE
    revision: int = 0

    @property
    def channels(self) -> tuple[Channel, ...]:
        """The ways in which people are told."""
        on = {Channel.CHAT: self.chat is not None, Channel.MAIL: bool(self.mails)}
        return tuple(channel for channel in Channel if on[channel])


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How one channel takes messages. While `until` somebody is sending; `digested_at` is when all of a day was sent last.

    It has failed since `failing_since`, None while it works, `attempts` times in a row, for `failure`; next it is tried at
    `next_try`.
    """

    until: datetime | None = None
    failing_since: datetime | None = None
    failure: str = ""
    attempts: int = 0
    next_try: datetime | None = None
    digested_at: datetime | None = None
    revision: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptNotices:
    """All that is kept of a connection's notices: the problems that were told and are open, and what waits to be sent."""

    settings: NoticeSettings = NoticeSettings()
    problems: Mapping[str, Notice] = field(default_factory=dict)
    waiting: Mapping[Channel, tuple[Notice, ...]] = field(default_factory=dict)
    deliveries: Mapping[Channel, Delivery] = field(default_factory=dict)


def is_mail_address(text: str) -> bool:
    """Whether messages may be sent to it: one address, without a name or anything else around it."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


def category_of(problem: str) -> ErrorCategory | None:
    """The category that a problem is about, None for the ledgers."""
    return None if problem == LEDGERS else ErrorCategory(problem)
