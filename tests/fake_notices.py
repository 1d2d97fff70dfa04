"""Notices in memory, and the ways to people."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from counterfoil.domain.connection import Connection
from counterfoil.domain.notices import Channel, ChatKind, Delivery, KeptNotices, Notice, NoticeSettings
from counterfoil.domain.texts.speaking import Say
from counterfoil.engine.ports import ConcurrentChangeError
from counterfoil.engine.ports.notices import Chat, Mailing, NoticeStore, RefusedMessageError, Secrets


class InMemoryNoticeStore(NoticeStore):
    """By connection."""

    def __init__(self) -> None:
        self._kept: dict[str, KeptNotices] = defaultdict(KeptNotices)

    def kept(self, connection_id: str) -> KeptNotices:
        return self._kept[connection_id]

    def with_settings(self, connection_ids: Sequence[str]) -> frozenset[str]:
        return frozenset(one for one in connection_ids if self._kept[one].settings.revision)

    def save(self, connection_id: str, settings: NoticeSettings) -> NoticeSettings:
        kept = self._kept[connection_id]
        if kept.settings.revision != settings.revision:
            raise ConcurrentChangeError("the notices have changed")
        after = replace(settings, revision=settings.revision + 1)
        self._kept[connection_id] = replace(kept, settings=after)
        return after

    def open(self, connection_id: str, notice: Notice, channels: Sequence[Channel]) -> bool:
        kept = self._kept[connection_id]
        if notice.problem in kept.problems:
            return False
        self._kept[connection_id] = replace(kept, problems={**kept.problems, notice.problem: notice})
        self._wait(connection_id, notice, channels)
        return True

    def close(self, connection_id: str, notice: Notice, channels: Sequence[Channel]) -> bool:
        kept = self._kept[connection_id]
        if notice.problem not in kept.problems:
            return False
        left = {name: one for name, one in kept.problems.items() if name != notice.problem}
        self._kept[connection_id] = replace(kept, problems=left)
        self._wait(connection_id, notice, channels)
        return True

    def _wait(self, connection_id: str, notice: Notice, channels: Sequence[Channel]) -> None:
        kept = self._kept[connection_id]
        added = {one: (*kept.waiting.get(one, ()), notice) for one in channels}
        ordered = {one: tuple(sorted(some, key=lambda each: (each.at, each.id))) for one, some in added.items()}
        self._kept[connection_id] = replace(kept, waiting={**kept.waiting, **ordered})

    def deliver(self, connection_id: str, channel: Channel, delivery: Delivery) -> Delivery | None:
        kept = self._kept[connection_id]
        if kept.deliveries.get(channel, Delivery()).revision != delivery.revision:
            return None
        after = replace(delivery, revision=delivery.revision + 1)
        self._kept[connection_id] = replace(kept, deliveries={**kept.deliveries, channel: after})
        return after

    def sent(self, connection_id: str, channel: Channel, notices: Sequence[Notice]) -> None:
        kept = self._kept[connection_id]
        left = tuple(one for one in kept.waiting.get(channel, ()) if one not in notices)
        self._kept[connection_id] = replace(kept, waiting={**kept.waiting, channel: left})


class PlainSecrets(Secrets):
    """Seals nothing; told apart from what it seals all the same."""

    def close(self, connection_id: str, secret: str) -> tuple[str, ...]:
        return (f"sealed for {connection_id}", secret[::-1])

    def open(self, connection_id: str, sealed: Sequence[str]) -> str:
        assert sealed[0] == f"sealed for {connection_id}"
        return sealed[1][::-1]


@dataclass
class RecordingMailing(Mailing):
    """Remembers who is subscribed, and what was sent, unless it `refuses`."""

    refuses: RefusedMessageError | None = None

    subscribed: dict[str, tuple[str, str]] = field(default_factory=dict)
    messages: list[tuple[str, str, str]] = field(default_factory=list)

    def subscribe(self, connection_id: str, address: str) -> str:
        if self.refuses:
            raise self.refuses
        name = f"subscription-{len(self.subscribed) + 1}"
        self.subscribed[name] = (connection_id, address)
        return name

    def unsubscribe(self, subscription: str) -> None:
        del self.subscribed[subscription]

    def publish(self, connection_id: str, subject: str, text: str) -> None:
        if self.refuses:
            raise self.refuses
        self.messages.append((connection_id, subject, text))


@dataclass
class RecordingChat(Chat):
    """Remembers what was sent, unless it `refuses`; `wrong` is what it says of every address."""

    refuses: RefusedMessageError | None = None
    wrong: str = ""
    messages: list[tuple[ChatKind, str, list[str]]] = field(default_factory=list)

    def send(self, kind: ChatKind, address: str, connection: Connection, notices: Sequence[Notice], say: Say) -> None:  # noqa: ARG002
        if self.refuses:
            raise self.refuses
        self.messages.append((kind, address, [say(one.text) for one in notices]))

    def fault(self, address: str) -> str:  # noqa: ARG002
        return self.wrong
