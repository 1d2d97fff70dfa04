"""Notices to people: what is kept of them, and the ways to people."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from counterfoil.domain.connection import Connection
from counterfoil.domain.notices import Channel, ChatKind, Delivery, KeptNotices, Notice, NoticeSettings
from counterfoil.domain.texts.speaking import Say


class NoticeStore(Protocol):
    """The notices of each connection."""

    def kept(self, connection_id: str) -> KeptNotices:
        """All of it, strongly consistent; what waits the oldest first."""
        ...

    def with_settings(self, connection_ids: Sequence[str]) -> frozenset[str]:
        """Those of these connections of which somebody has ever said whom to tell."""
        ...

    def save(self, connection_id: str, settings: NoticeSettings) -> NoticeSettings:
        """Keep the settings with the next revision. Raises ConcurrentChangeError unless they are at this one."""
        ...

    def open(self, connection_id: str, notice: Notice, channels: Sequence[Channel]) -> bool:
        """The problem is open, and waits to be told; False, and nothing happened, when it was open already."""
        ...

    def close(self, connection_id: str, notice: Notice, channels: Sequence[Channel]) -> bool:
        """The problem is solved, and that waits to be told; False, and nothing happened, when it was not open."""
        ...

    def deliver(self, connection_id: str, channel: Channel, delivery: Delivery) -> Delivery | None:
        """Keep how the channel takes messages, with the next revision; None when it is not at this one any more."""
        ...

    def sent(self, connection_id: str, channel: Channel, notices: Sequence[Notice]) -> None:
        """These wait no longer."""
        ...


class RefusedMessageError(Exception):
    """Messages were not taken; the error is a sentence for people. `retry_at` is when the other side wants to be asked."""

    def __init__(self, reason: str, retry_at: datetime | None = None) -> None:
        super().__init__(reason)
        self.retry_at = retry_at


class Chat(Protocol):
    """Chats that take messages at a secret address."""

    def send(self, kind: ChatKind, address: str, connection: Connection, notices: Sequence[Notice], say: Say) -> None:
        """Post one message about all of these, in the language of `say`. Raises RefusedMessageError unless it was taken."""
        ...

    def fault(self, address: str) -> str:
        """Why nothing is ever sent to such an address, as a sentence; "" when it may be. Asks nobody."""
        ...


class Secrets(Protocol):
    """Seals what nobody may read in the table."""

    def close(self, connection_id: str, secret: str) -> tuple[str, ...]:
        """The secret, sealed. Raises VendorError (E30) when the key cannot be used."""
        ...

    def open(self, connection_id: str, sealed: Sequence[str]) -> str:
        """The inverse. Raises VendorError (E30)."""
        ...


class Mailing(Protocol):
    """Mails to the addresses of one connection."""

    def subscribe(self, connection_id: str, address: str) -> str:
        """Send mails of the connection there, once its owner has agreed; the name of the subscription.

        Raises RefusedMessageError.
        """
        ...

    def unsubscribe(self, subscription: str) -> None:
        """Send nothing there any more; one that was never agreed to ends by itself."""
        ...

    def publish(self, connection_id: str, subject: str, text: str) -> None:
        """Send one message to every address of the connection. Raises RefusedMessageError."""
        ...
