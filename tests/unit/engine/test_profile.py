"""How both accounts are set up is read again each day, and what failed for a setting is retried once it has changed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.engine.connections.profile import AFTER_FAILURE, EVERY, ProfileKeeper
from counterfoil.engine.connections.profile_due import expect_change
from counterfoil.engine.ports import QueueError
from tests.fake_accounts import InMemoryAccounts
from tests.fake_ledger import WorkerKilledError
from tests.fake_polls import PollerOfAll
from tests.fake_systems import Fault
from tests.unit.engine.world import World

CLOSED = Failure(category=ErrorCategory.BOOKS_CLOSED, cure=Cure.PERSON, text="the books are closed")
DEAD = "a token that has ended"


class Settings:
    """A connection whose accounts' settings people change."""

    def __init__(self, world: World) -> None:
        self.world = world
        grants = {(world.id, system): "a token" for system in System}
        self.accounts = InMemoryAccounts(
            portal=world.connection.portal,
            company=world.connection.company,
            income_account=("79", "another one"),
            dead=frozenset({DEAD}),
            grants=grants,
        )

    @property
    def profiles(self) -> ProfileKeeper:
        return replace(self.world.profiles, accounts=self.accounts)

    @property
    def poller(self) -> PollerOfAll:
        return replace(self.world.poller, profiles=self.profiles)

    def close_books(self, until: date | None) -> None:
        self.accounts.company = replace(self.accounts.company, closed_until=until)


@pytest.fixture
def settings(world: World) -> Settings:
    return Settings(world)


def refused(world: World) -> RecordRef:
    """An invoice that failed for closed books."""
    world.quickbooks.faults.append(Fault(failure=CLOSED, matches=lambda write: write.kind is EntityKind.INVOICE))
    world.tell(ref := world.finalised())
    assert world.status(ref) is OutcomeStatus.FAILING
    return ref


def test_what_people_have_set_is_known_after_a_day(world: World, settings: Settings) -> None:
    settings.poller.poll()
    settings.accounts.company = replace(settings.accounts.company, allows_discount=False, terms={30: "3"})
    settings.accounts.portal = replace(settings.accounts.portal, time_zone="Pacific/Auckland")
    settings.poller.poll()
    assert world.connection.company.allows_discount
    world.clock.advance(EVERY)
    settings.poller.poll()
    company = world.connection.company
    assert (company.allows_discount, company.terms) == (False, {30: "3"})
    assert world.connection.portal.time_zone == "Pacific/Auckland"


def test_lists_are_asked_for_each_day_only_as_they_were_known(world: World, settings: Settings) -> None:
    """Each week they are read in any case, and so they are when somebody has seen the settings change."""
    for _ in range(9):
        settings.poller.poll()
        world.clock.advance(EVERY)
    expect_change(world.cursors, world.id)
    settings.poller.poll()
    assert [known is not None for known in settings.accounts.known] == [False, *[True] * 6, False, True, False]


def test_lists_that_are_told_to_have_changed_are_known_from_then_on(world: World, settings: Settings) -> None:
    began = world.clock()
    settings.poller.poll()
    settings.accounts.company = replace(settings.accounts.company, terms={30: "3"})
    for _ in range(3):
        world.clock.advance(EVERY)
        settings.poller.poll()
    assert [known.at for known in settings.accounts.known if known] == [began, began + EVERY, began + EVERY]


def test_the_chosen_income_account_stays(world: World, settings: Settings) -> None:
    chosen = world.connection.company.income_account_id
    settings.close_books(date(2026, 1, 31))
    settings.profiles.refresh(world.connection)
    assert world.connection.company.income_account_id == chosen != settings.accounts.income_account[0]


def test_nothing_is_stored_when_nothing_has_changed(world: World, settings: Settings) -> None:
    before = world.connection
    assert settings.profiles.refresh(replace(before, company=before.company)) == before
    settings.accounts.income_account = (before.company.income_account_id, "the chosen one")
    settings.profiles.refresh(before)
    assert world.connection.revision == before.revision


def test_what_failed_for_a_setting_is_carried_once_it_has_changed(world: World, settings: Settings) -> None:
    settings.close_books(date(2026, 3, 31))
    settings.profiles.refresh(world.connection)
    ref = refused(world)
    settings.close_books(None)
    settings.profiles.refresh(world.connection)  # as when a poll has seen the preferences change
    world.clock.advance(timedelta(seconds=1))
    world.work(world.queue.take())
    assert world.status(ref) is OutcomeStatus.IN_SYNC


def test_settings_that_were_seen_to_change_are_read_by_the_same_poll(world: World, settings: Settings) -> None:
    settings.close_books(date(2026, 3, 31))
    settings.poller.poll()
    ref = refused(world)
    settings.close_books(None)
    expect_change(world.cursors, world.id)
    settings.poller.poll()
    assert world.connection.company.closed_until is None
    world.clock.advance(timedelta(seconds=1))
    world.work(world.queue.take())
    assert world.status(ref) is OutcomeStatus.IN_SYNC


def test_a_setting_that_no_profile_shows_may_have_been_what_it_failed_for(world: World, settings: Settings) -> None:
    ref = refused(world)
    settings.profiles.refresh_when_due(world.connection, world.cursors)
    assert world.queue.take() == []
    expect_change(world.cursors, world.id)
    settings.profiles.refresh_when_due(world.connection, world.cursors)
    assert {event.ref for batch in world.queue.take() for event in batch.events} == {ref}
    settings.profiles.refresh_when_due(world.connection, world.cursors)
    assert world.queue.take() == []


@pytest.mark.parametrize("effect", [1, 2, 3, 4, 5])
def test_what_failed_is_retried_although_a_worker_dies_in_between(effect: int) -> None:
    world = World()
    settings = Settings(world)
    settings.close_books(date(2026, 3, 31))
    settings.profiles.refresh(world.connection)
    ref = refused(world)
    settings.close_books(None)
    world.effects.chosen = world.effects.done + effect
    with pytest.raises(WorkerKilledError):
        settings.profiles.refresh(world.connection)
    world.clock.advance(AFTER_FAILURE)
    settings.profiles.refresh_when_due(world.connection, world.cursors)
    assert ref in {event.ref for batch in world.queue.take() for event in batch.events}


def test_a_queue_that_is_broken_only_delays_the_retry(world: World, settings: Settings) -> None:
    refused(world)
    settings.close_books(date(2026, 3, 31))
    world.queue.broken = True
    with pytest.raises(QueueError):
        settings.profiles.refresh(world.connection)
    world.queue.broken = False
    world.clock.advance(AFTER_FAILURE)
    settings.profiles.refresh_when_due(world.connection, world.cursors)
    assert len(world.queue.take()) == 1


def test_an_account_that_cannot_be_read_holds_back_no_poll_and_is_asked_again_an_hour_later(
    world: World, settings: Settings
) -> None:
    settings.accounts.grants[world.id, System.QUICKBOOKS] = DEAD
    settings.close_books(date(2026, 1, 31))
    world.finalised()
    world.clock.advance(timedelta(minutes=1))
    polled = settings.poller.poll()
    assert (polled.enqueued, [failure.category for _, failure in polled.failures]) == (2, [ErrorCategory.NEEDS_RECONNECT])
    assert world.connection.state is ConnectionState.NEEDS_RECONNECT
    world.connections.save(replace(world.connection, state=ConnectionState.ACTIVE))
    settings.accounts.grants[world.id, System.QUICKBOOKS] = "a new token"
    assert settings.poller.poll().failures == []
    assert world.connection.company.closed_until is None
    world.clock.advance(AFTER_FAILURE)
    settings.poller.poll()
    assert world.connection.company.closed_until == date(2026, 1, 31)


def test_a_failed_reading_is_raised(world: World, settings: Settings) -> None:
    settings.accounts.grants[world.id, System.HUBSPOT] = DEAD
    with pytest.raises(VendorError):
        settings.profiles.refresh(world.connection)


def test_what_somebody_else_stored_meanwhile_stays(world: World, settings: Settings) -> None:
    before = world.connection
    paused = world.connections.save(replace(before, state=ConnectionState.PAUSED))
    settings.close_books(date(2026, 1, 31))
    assert settings.profiles.refresh(before) == paused == world.connection
