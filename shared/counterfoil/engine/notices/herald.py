"""Finds out what is news, and sends it: at once or all of a day together, again until it is taken."""

from collections.abc import Callable, Sequence
from dataclasses import field, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.errors import VendorError
from counterfoil.domain.notices import Channel, Delivery, KeptNotices, Notice, NoticeSettings, NoticeTime
from counterfoil.domain.texts import notices as texts
from counterfoil.domain.texts.sentence import said_by
from counterfoil.domain.texts.speaking import written
from counterfoil.domain.values import dataclass
from counterfoil.engine.notices.problems import opened, problems_of, solved, title_of
from counterfoil.engine.pages import needs_you_page
from counterfoil.engine.ports import Clock, ConnectionStore, LedgerStore, OutcomeStore
from counterfoil.engine.ports.languages import Languages, english_only
from counterfoil.engine.ports.notices import Chat, Mailing, NoticeStore, RefusedMessageError, Secrets

SENDING = timedelta(minutes=2)
"""Longer than one message takes; then whoever sent it counts as dead."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
DIGEST_HOUR = 8
"""In the portal's time zone: what a day brought is sent in the morning."""


@dataclass(slots=True)
class Heralded:
    """What a run did: messages that were taken, and channels that took none, with the reason; `defects` by connection."""

    sent: int = 0
    refused: list[tuple[str, Channel, str]] = field(default_factory=list)
    defects: list[tuple[str, Exception]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Herald:
    """Tells people. What is told is worked out from how the connection stands, so that nothing that was missed is lost.

    A problem is told when it is opened, by one conditional write with the message that waits to be sent, and again when
    it is solved. Messages wait until they were taken; whoever dies between the two sends one twice. Four reads of
    the table for a connection with notices; for those without one for a hundred.
    """

    connections: ConnectionStore
    outcomes: OutcomeStore
    ledgers: LedgerStore
    notices: NoticeStore
    secrets: Secrets
    chat: Chat
    mailing: Mailing
    clock: Clock
    console_url: str = ""
    languages: Languages = english_only

    def go_round(self, out_of_time: Callable[[], bool] = lambda: False) -> Heralded:
        """Look at every connection. One that raises keeps no other from being looked at."""
        done = Heralded()
        living = [one for one in self.connections.every() if one.state is not ConnectionState.BEING_DELETED]
        telling = self.notices.with_settings([one.id for one in living])
        for connection in (one for one in living if one.id in telling):
            if out_of_time():
                break
            try:
                self._look_at(connection, done)
            except Exception as defect:  # noqa: BLE001 - counted and logged by the caller
                done.defects.append((connection.id, defect))
        return done

    def _look_at(self, connection: Connection, done: Heralded) -> None:
        kept = self.notices.kept(connection.id)
        if not kept.settings.channels:
            return
        if self._announce(connection, kept):
            kept = self.notices.kept(connection.id)
        for channel in kept.settings.channels:
            if kept.waiting.get(channel) and self._is_due(connection, kept.settings, _delivery(kept, channel)):
                self._deliver(connection, kept, channel, done)

    def _announce(self, connection: Connection, kept: KeptNotices) -> bool:
        """Put what is news where it waits; whether there is any."""
        now, channels = self.clock(), kept.settings.channels
        newest = next(iter(self.ledgers.nights(connection.id, 1)), None)
        found = problems_of(connection, self.outcomes.tally(connection.id), newest)
        page = needs_you_page(self.console_url, connection.id)
        new = [opened(name, problem, page, now) for name, problem in found.items() if name not in kept.problems]
        over = [solved(told, now) for name, told in kept.problems.items() if name not in found]
        told = [self.notices.open(connection.id, one, channels) for one in new]
        told += [self.notices.close(connection.id, one, channels) for one in over]
        return any(told)

    def _is_due(self, connection: Connection, settings: NoticeSettings, delivery: Delivery) -> bool:
        now = self.clock()
        if (delivery.until and now < delivery.until) or (delivery.next_try and now < delivery.next_try):
            return False
        if settings.time is NoticeTime.AT_ONCE or delivery.failing_since:
            return True
        here = now.astimezone(ZoneInfo(connection.portal.time_zone))
        last = delivery.digested_at.astimezone(here.tzinfo).date() if delivery.digested_at else None
        return here.hour >= DIGEST_HOUR and last != here.date()

    def _deliver(self, connection: Connection, kept: KeptNotices, channel: Channel, done: Heralded) -> None:
        """Send all that waits in one message, unless somebody else does."""
        waiting, delivery = kept.waiting[channel], _delivery(kept, channel)
        now = self.clock()
        mine = self.notices.deliver(connection.id, channel, replace(delivery, until=now + SENDING))
        if mine is None:
            return
        try:
            self.send(connection, kept.settings, channel, waiting)
        except (RefusedMessageError, VendorError) as error:
            done.refused.append((connection.id, channel, str(error)))
            self.notices.deliver(connection.id, channel, self._after_refusal(mine, error))
            return
        self.notices.sent(connection.id, channel, waiting)
        done.sent += 1
        self.notices.deliver(connection.id, channel, Delivery(digested_at=now, revision=mine.revision))

    def send(self, connection: Connection, settings: NoticeSettings, channel: Channel, notices: Sequence[Notice]) -> None:
        """Send these in one message now. Raises RefusedMessageError or VendorError unless they were taken."""
        say = self.languages(connection.language)
        if channel is Channel.MAIL:
            self.mailing.publish(connection.id, say(_subject(connection, notices)), written(_text(notices), say))
        elif settings.chat:
            self.chat.send(settings.chat, self.secrets.open(connection.id, settings.sealed), connection, notices, say)

    def _after_refusal(self, delivery: Delivery, error: Exception) -> Delivery:
        now = self.clock()
        pause = min(FIRST_PAUSE * 2 ** min(delivery.attempts, 10), LONGEST_PAUSE)
        asked = error.retry_at if isinstance(error, RefusedMessageError) and error.retry_at else now
        return replace(
            delivery,
            until=None,
            failing_since=delivery.failing_since or now,
            failure=said_by(error) if isinstance(error, RefusedMessageError) else texts.NOT_REACHED(),
            attempts=delivery.attempts + 1,
            next_try=min(max(asked, now + pause), now + LONGEST_PAUSE),
        )


def _delivery(kept: KeptNotices, channel: Channel) -> Delivery:
    return kept.deliveries.get(channel, Delivery())


def _subject(connection: Connection, notices: Sequence[Notice]) -> str:
    if len(notices) > 1:
        return texts.SEVERAL_SUBJECT(count=len(notices), connection=connection.label)
    title = title_of(notices[0].problem) if notices[0].problem else texts.TRIAL_TITLE()
    return texts.SUBJECT(title=title, connection=connection.label)


def _text(notices: Sequence[Notice]) -> Sequence[Sequence[str]]:
    pages = [one.page for one in notices if one.page]
    return [[one] for one in (*(notice.text for notice in notices), *pages[:1])]
