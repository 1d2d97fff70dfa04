"""People hear of each problem once, and once that it is solved, whatever the chat does meanwhile."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.ledgers import Cause, Gap, Ledgers, Reason
from counterfoil.domain.notices import Channel, ChatKind, NoticeSettings, NoticeTime
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.engine.notices.herald import Herald, Heralded
from counterfoil.engine.ports.notices import RefusedMessageError
from counterfoil.languages import say_in
from tests.contract.stores.values import native
from tests.fake_notices import InMemoryNoticeStore, PlainSecrets, RecordingChat, RecordingMailing
from tests.unit.engine.browse.ground import Ground

pytestmark = pytest.mark.feature("H7")

FAILING, IN_SYNC = OutcomeStatus.FAILING, OutcomeStatus.IN_SYNC
CLOSED, TAKEN = ErrorCategory.BOOKS_CLOSED, ErrorCategory.DISPLAY_NAME_TAKEN
WEBHOOK = "https://hooks.slack.com/services/T0/B0/secret"


@dataclass
class House(Ground):
    """A connection whose people are told in a chat."""

    store: InMemoryNoticeStore = field(default_factory=InMemoryNoticeStore)
    chat: RecordingChat = field(default_factory=RecordingChat)
    mailing: RecordingMailing = field(default_factory=RecordingMailing)

    def told(self, **settings: object) -> None:
        """These settings hold from now on."""
        before = self.store.kept(self.id).settings
        sealed = PlainSecrets().close(self.id, WEBHOOK)
        self.store.save(self.id, replace(before, sealed=sealed, chat_host="hooks.slack.com", **settings))  # type: ignore[arg-type]

    def go_round(self, minutes: float = 1) -> Heralded:
        """The schedule calls, so many minutes later."""
        self.clock.advance(timedelta(minutes=minutes))
        done = self.herald.go_round()
        assert done.defects == []
        return done

    @property
    def herald(self) -> Herald:
        """Who tells people."""
        return Herald(
            connections=self.connections,
            outcomes=self.outcomes,
            ledgers=self.ledgers,
            notices=self.store,
            secrets=PlainSecrets(),
            chat=self.chat,
            mailing=self.mailing,
            clock=self.clock,
            console_url="https://console.example",
            languages=say_in,
        )

    @property
    def texts(self) -> list[list[str]]:
        """What each message said."""
        return [texts for _, _, texts in self.chat.messages]


@pytest.fixture
def house() -> House:
    house = House()
    house.told(chat=ChatKind.SLACK)
    return house


def test_a_problem_is_told_once_with_how_much_it_is_about(house: House) -> None:
    for number in (1, 2):
        house.stands(number, FAILING, CLOSED)
    for _ in range(3):
        house.go_round()
    house.stands(3, FAILING, CLOSED)
    house.go_round()

    assert house.texts == [["Books closed: 2 records need you, 200.00 USD."]]
    assert house.chat.messages[0][:2] == (ChatKind.SLACK, WEBHOOK)


def test_a_thousand_records_that_fail_for_one_cause_are_one_message_with_their_count(house: House) -> None:
    for number in range(1000):
        house.stands(number, FAILING, CLOSED)
    house.go_round()
    house.go_round()

    ((text,),) = house.texts
    assert "1,000 records need you" in text


def test_that_it_is_solved_is_told_once_the_last_record_is(house: House) -> None:
    for number in (1, 2):
        house.stands(number, FAILING, CLOSED)
    house.go_round()
    house.stands(1, IN_SYNC, at=house.clock())
    house.go_round()
    assert len(house.texts) == 1
    house.stands(2, IN_SYNC, at=house.clock())
    house.go_round()
    house.go_round()

    assert len(house.texts) == 2
    assert house.texts[1][0].startswith("Solved: ")
    house.stands(1, FAILING, CLOSED, at=house.clock())
    house.go_round()
    assert len(house.texts) == 3


def test_several_problems_come_in_one_message(house: House) -> None:
    house.stands(1, FAILING, CLOSED)
    house.stands(2, FAILING, TAKEN)
    house.go_round()
    assert [len(texts) for texts in house.texts] == [2]


def test_a_chat_that_is_down_loses_nothing_and_is_asked_less_and_less_often(house: House) -> None:
    house.stands(1, FAILING, CLOSED)
    house.chat.refuses = RefusedMessageError("It answered 503.")
    refused = [bool(house.go_round().refused) for _ in range(8)]
    assert refused == [True, True, False, True, False, False, False, True]
    delivery = house.store.kept(house.id).deliveries[Channel.CHAT]
    assert (delivery.failure, delivery.attempts) == ("It answered 503.", 4)
    assert delivery.failing_since
    house.stands(2, FAILING, TAKEN)
    house.chat.refuses = None

    house.go_round(minutes=60)

    assert [len(texts) for texts in house.texts] == [2]
    assert house.store.kept(house.id).deliveries[Channel.CHAT].failing_since is None
    house.go_round()
    assert len(house.texts) == 1


def test_a_chat_that_wants_to_be_left_alone_for_a_while_is(house: House) -> None:
    house.stands(1, FAILING, CLOSED)
    house.chat.refuses = RefusedMessageError("It answered 429.", house.clock() + timedelta(minutes=10))
    house.go_round()
    house.chat.refuses = None
    for _ in range(8):
        house.go_round()
    assert house.texts == []
    house.go_round()
    assert len(house.texts) == 1


def test_a_sender_that_died_is_waited_for_and_its_message_sent_again(house: House) -> None:
    house.stands(1, FAILING, CLOSED)

    class DiesError(BaseException):
        pass

    house.chat.refuses = DiesError()  # type: ignore[assignment]
    with pytest.raises(DiesError):
        house.go_round()
    house.chat.refuses = None
    house.go_round()
    assert house.texts == []
    house.go_round()
    assert len(house.texts) == 1


def test_a_digest_comes_once_a_day_in_the_morning(house: House) -> None:
    house.told(time=NoticeTime.DAILY)
    zone_morning = house.clock().replace(hour=6, minute=30)
    house.clock.now = zone_morning
    house.stands(1, FAILING, CLOSED, at=zone_morning)
    house.go_round()
    seen: list[datetime] = []
    for _ in range(96):
        before = len(house.texts)
        house.stands(2, FAILING, TAKEN, at=house.clock() + timedelta(seconds=1))
        house.go_round(minutes=30)
        seen += [house.clock()] if len(house.texts) > before else []
    assert len(seen) in {1, 2}
    assert all(one.minute in {0, 30, 1, 31} for one in seen)
    assert sum(len(texts) for texts in house.texts) == 2


def test_a_connection_that_needs_renewing_and_ledgers_that_differ_are_problems_too(house: House) -> None:
    gap = Gap(refs=(native(1),), currency="USD", hubspot=Decimal("5.00"), reason=Reason(Cause.UNEXPLAINED))
    found = Ledgers(at=house.clock()).with_amounts([("USD", Decimal("5.00"), None)]).with_gaps([gap])
    house.ledgers.save(house.id, found)
    house.connections.save(replace(house.connections.get(house.id), state=ConnectionState.NEEDS_RECONNECT))

    house.go_round()

    (texts,) = house.texts
    assert any("The ledgers differ, and nothing explains it: 1 record needs you, 5.00 USD." in one for one in texts)
    assert any("until somebody connects it again" in one for one in texts)


def test_mails_say_the_same_to_the_connections_own_addresses(house: House) -> None:
    house.told(mails={"ann@example.com": "subscription-1"}, chat=None)
    house.stands(1, FAILING, CLOSED)
    house.go_round()
    ((connection_id, subject, text),) = house.mailing.messages
    assert connection_id == house.id
    assert subject.startswith("Counterfoil: ")
    assert "1 record needs you" in text
    assert f"https://console.example/c/{house.id}/needs-you" in text
    assert house.texts == []


def test_a_chat_is_told_though_mails_are_not_taken_and_mails_once_they_are(house: House) -> None:
    house.told(mails={"ann@example.com": "subscription-1"})
    house.mailing.refuses = RefusedMessageError("AWS did not take it.")
    house.stands(1, FAILING, CLOSED)
    house.go_round()
    house.mailing.refuses = None
    house.go_round(minutes=5)
    house.go_round(minutes=5)
    assert (len(house.texts), len(house.mailing.messages)) == (1, 1)


def test_nobody_is_told_where_nobody_wants_to_be() -> None:
    house = House()
    house.stands(1, FAILING, CLOSED)
    house.go_round()
    assert (house.texts, house.mailing.messages) == ([], [])
    assert house.store.kept(house.id).settings == NoticeSettings()


def test_what_needs_somebody_when_notices_are_switched_on_is_told_then() -> None:
    house = House()
    house.stands(1, FAILING, CLOSED)
    house.go_round()
    house.told(chat=ChatKind.TEAMS)
    house.go_round()
    assert len(house.texts) == 1
