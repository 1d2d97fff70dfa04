"""What people decide about notices: who is told, in which form, when; and a trial message."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import CounterfoilError
from counterfoil.domain.notices import (
    MOST_ADDRESSES,
    Channel,
    ChatKind,
    Notice,
    NoticeSettings,
    NoticeTime,
    Sort,
    is_mail_address,
)
from counterfoil.domain.texts import notices as texts
from counterfoil.domain.values import dataclass
from counterfoil.engine.notices.herald import Herald
from counterfoil.engine.ports import ConcurrentChangeError
from counterfoil.engine.ports.notices import Mailing, NoticeStore, RefusedMessageError, Secrets


class NoticesRefusedError(CounterfoilError):
    """The settings are not taken; `faults` says why, by field."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(faults.values()))
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants. `webhook` is "" to keep the address that there is; `revision` is that of the settings seen."""

    mails: tuple[str, ...] = ()
    chat: ChatKind | None = None
    webhook: str = ""
    time: NoticeTime = NoticeTime.AT_ONCE
    revision: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeDesk:
    """Keeps whom to tell."""

    notices: NoticeStore
    secrets: Secrets
    mailing: Mailing
    herald: Herald

    def check(self, connection: Connection, wanted: Wanted) -> NoticeSettings:
        """The settings that would be replaced. Raises NoticesRefusedError or ConcurrentChangeError, as `keep` does."""
        before = self.notices.kept(connection.id).settings
        if before.revision != wanted.revision:
            raise ConcurrentChangeError(f"the notices of {connection.id!r} are not at revision {wanted.revision}")
        if faults := self._faults(wanted, _addresses(wanted), before):
            raise NoticesRefusedError(faults)
        return before

    def keep(self, connection: Connection, wanted: Wanted) -> NoticeSettings:
        """Tell these people from now on. Raises NoticesRefusedError, ConcurrentChangeError, or VendorError (E30)."""
        before = self.check(connection, wanted)
        mails_by_name = self._subscribed(connection, _addresses(wanted), before)
        settings = replace(before, mails=mails_by_name, time=wanted.time)
        kept = self.notices.save(connection.id, self._with_chat(connection, settings, wanted))
        for address in before.mails.keys() - mails_by_name.keys():
            self.mailing.unsubscribe(before.mails[address])
        return kept

    def _subscribed(self, connection: Connection, mails: Sequence[str], before: NoticeSettings) -> dict[str, str]:
        try:
            return {one: before.mails.get(one) or self.mailing.subscribe(connection.id, one) for one in mails}
        except RefusedMessageError as error:
            raise NoticesRefusedError({"emails": str(error)}) from error

    def _faults(self, wanted: Wanted, mails: Sequence[str], before: NoticeSettings) -> dict[str, str]:
        odd = next((one for one in mails if not is_mail_address(one)), None)
        faults = {"emails": texts.NO_MAIL_ADDRESS(address=odd) if odd else ""}
        if len(mails) > MOST_ADDRESSES:
            faults["emails"] = texts.TOO_MANY_ADDRESSES(most=MOST_ADDRESSES)
        if wanted.webhook:
            faults["webhook"] = self.herald.chat.fault(wanted.webhook)
        elif wanted.chat and not before.sealed:
            faults["webhook"] = texts.NO_ADDRESS_YET()
        return {name: fault for name, fault in faults.items() if fault}

    def _with_chat(self, connection: Connection, settings: NoticeSettings, wanted: Wanted) -> NoticeSettings:
        """An address that is not used any more is not kept."""
        if wanted.chat is None:
            return replace(settings, chat=None, chat_host="", sealed=())
        if not wanted.webhook:
            return replace(settings, chat=wanted.chat)
        host = urlsplit(wanted.webhook).hostname or ""
        sealed = self.secrets.close(connection.id, wanted.webhook)
        return replace(settings, chat=wanted.chat, chat_host=host, sealed=sealed)

    def end(self, connection: Connection) -> None:
        """Tell nobody any more, and keep no address. Raises ConcurrentChangeError."""
        before = self.notices.kept(connection.id).settings
        if before.channels:
            self.keep(connection, Wanted(revision=before.revision))

    def try_out(self, connection: Connection) -> None:
        """Send everybody a trial message now. Raises RefusedMessageError or VendorError for the first that took none."""
        settings = self.notices.kept(connection.id).settings
        trial = Notice(id="trial", at=self.herald.clock(), sort=Sort.TRIAL, problem="", text=texts.TRIAL())
        for channel in settings.channels or (Channel.CHAT,):
            self.herald.send(connection, settings, channel, [trial])


def _addresses(wanted: Wanted) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in wanted.mails if one.strip()))
