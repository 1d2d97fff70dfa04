"""Mails and chats of a connection are in the language that somebody chose for it, and nothing of them stays English."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.errors import ErrorCategory, Version
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.ledgers import Cause, Gap, Ledgers, Reason
from counterfoil.domain.names import amount
from counterfoil.domain.notices import ChatKind
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.texts import names, refusals
from counterfoil.domain.texts.catalogue import ERROR_TEXTS
from counterfoil.domain.texts.sentence import capital
from counterfoil.engine.compare.mass_disappearance import MassDisappearance, report
from counterfoil.engine.compare.telling import tell
from counterfoil.engine.notices.desk import NoticeDesk
from counterfoil.engine.notices.report import Reporter
from counterfoil.languages import say_in
from tests.builders import NOON, a_connection, hubspot, quickbooks
from tests.fake_notices import PlainSecrets
from tests.fake_stores import InMemoryConnectionStore
from tests.fakes import InMemoryReportedLog, InMemoryReportMemory, RecordingNotifier
from tests.made_up import english_in, spoken
from tests.unit.engine.notices.test_herald import House
from tests.unit.engine.test_report import failing

CATEGORIES = sorted(ErrorCategory)
_WHY = Reason(Cause.UNEXPLAINED)


@pytest.fixture(scope="module")
def language(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with spoken(tmp_path_factory.mktemp("locale")) as made_up:
        yield made_up


@pytest.fixture
def notifier() -> RecordingNotifier:
    return RecordingNotifier()


@pytest.fixture
def reporter(notifier: RecordingNotifier, language: str) -> Reporter:
    connections = InMemoryConnectionStore()
    connections.save(a_connection(id="c1", name="Acme Ltd", language=language, revision=0))
    return Reporter(
        memory=InMemoryReportMemory(),
        reported=InMemoryReportedLog(),
        notifier=notifier,
        connections=connections,
        addresses=lambda _connection, ref: f"https://{ref.system}/{ref.id}",
        languages=say_in,
    )


def nothing_is_english(notifier: RecordingNotifier) -> str:
    """All that was sent."""
    said = "\n".join(f"{subject}\n{text}" for subject, text in notifier.messages)
    assert said
    assert english_in(said) == []
    return said


def test_what_fails_and_what_is_solved(reporter: Reporter, notifier: RecordingNotifier) -> None:
    outcomes = [_failing(number, category) for number, category in enumerate(CATEGORIES, start=1)]
    reporter.report(outcomes)
    over = [
        replace(one, status=OutcomeStatus.IN_SYNC, at=NOON + timedelta(hours=1), category=None, cause="", remedy="")
        for one in outcomes
    ]
    reporter.report(over)
    said = nothing_is_english(notifier)
    assert f"COUNTERFOIL: {len(outcomes)} RECORDS NEED YOU (Acme Ltd)" in said
    assert "1.204,50\N{NO-BREAK SPACE}USD" in said


def _failing(number: int, category: ErrorCategory) -> SyncOutcome:
    text = ERROR_TEXTS[category]
    versions = (Version(what=names.LINE(number=1), hubspot=amount("1204.50", "USD"), quickbooks=""),)
    return failing(
        number,
        category=category,
        cause=text.cause,
        remedy=text.remedy,
        explanation=refusals.NO_ACCOUNT(),
        versions=versions,
        label=capital(names.INVOICE(name=f"INV-{number}")),
        vendor_text="",
    )


def test_what_was_stored_otherwise_stays_as_it_was(reporter: Reporter, notifier: RecordingNotifier) -> None:
    reporter.report([failing(1)])
    assert "Change one of the two." in notifier.messages[0][1]


def test_that_a_connection_needs_to_be_renewed(reporter: Reporter, notifier: RecordingNotifier, language: str) -> None:
    dead = a_connection(state=ConnectionState.NEEDS_RECONNECT, language=language, revision=4)
    reporter.report([], [dead])
    nothing_is_english(notifier)


def test_that_the_ledgers_differ(notifier: RecordingNotifier, language: str) -> None:
    refs = (hubspot(EntityKind.INVOICE, "1"), quickbooks(EntityKind.INVOICE, "2"))
    gaps = [
        Gap(refs=refs, number=f"INV-{number}", customer="Ada", currency="USD", quickbooks=Decimal(number), reason=_WHY)
        for number in range(1, 23)
    ]
    ledgers = Ledgers(at=NOON, gaps=tuple(gaps))
    tell(a_connection(language=language), ledgers, InMemoryReportedLog(), notifier, say_in(language))
    nothing_is_english(notifier)


def test_that_most_records_have_vanished(notifier: RecordingNotifier, language: str) -> None:
    gone = MassDisappearance(connection_id="c1", system=System.HUBSPOT, known=100, vanished=90)
    report(a_connection(), [gone], InMemoryReportedLog(), notifier, now=NOON, say=say_in(language))
    nothing_is_english(notifier)


@pytest.mark.feature("H7")
def test_chats_and_the_mails_beside_them(language: str) -> None:
    house = House()
    known = house.connections.get(house.id)
    house.connections.save(replace(known, language=language))
    house.told(chat=ChatKind.SLACK, mails={"ann@acme.example": "subscription-1"})
    for number in (1, 2):
        house.stands(number, OutcomeStatus.FAILING, ErrorCategory.BOOKS_CLOSED)
    house.go_round()
    for number in (1, 2):
        house.stands(number, OutcomeStatus.IN_SYNC)
    house.go_round()
    desk = NoticeDesk(notices=house.store, secrets=PlainSecrets(), mailing=house.mailing, herald=house.herald)
    desk.try_out(house.connections.get(house.id))

    said = "\n".join([*(line for texts in house.texts for line in texts), *map(str, house.mailing.messages)])
    assert english_in(said) == []
    assert "2 RECORDS NEED YOU, 200,00\N{NO-BREAK SPACE}USD" in said
