"""What the token vault promises, on every AWS there is."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from counterfoil.adapters.aws.vault import LEASE, TokenVault
from counterfoil.domain.errors import ErrorCategory
from tests.contract.stores.grounds import Ground
from tests.contract.stores.workers import HOUR, Workers, a_key, category


def test_without_tokens_somebody_must_connect(workers: Workers) -> None:
    assert category(workers.vault()) is ErrorCategory.NEEDS_RECONNECT


def test_the_first_use_renews_and_all_workers_share_it(connected: Workers) -> None:
    assert connected.vault().current() == "access-1"
    assert connected.vault().current() == "access-1"
    assert connected.grant.renewals == 1


def test_a_held_token_costs_no_call(connected: Workers) -> None:
    vault = connected.vault()
    vault.current()
    connected.ground.clients.calls.clear()

    assert vault.current() == "access-1"
    assert not connected.ground.clients.calls


def test_it_is_renewed_before_it_ends(connected: Workers) -> None:
    vault = connected.vault()
    vault.current()

    connected.clock.advance(HOUR - timedelta(minutes=3))
    assert vault.current() == "access-1"
    connected.clock.advance(timedelta(minutes=1, seconds=30))
    assert vault.current() == "access-2"
    assert connected.vault().current() == "access-2"


def test_a_rejected_token_is_renewed_once_for_all(connected: Workers) -> None:
    one, two = connected.vault(), connected.vault()
    assert one.current() == two.current() == "access-1"

    one.rejected("access-1")
    assert one.current() == "access-2"
    two.rejected("access-1")
    assert two.current() == "access-2"
    two.rejected("access-1")
    assert two.current() == "access-2"
    assert connected.grant.renewals == 2


def test_the_new_refresh_token_is_stored_before_the_access_token_is_used(connected: Workers) -> None:
    vault = connected.vault()
    for number in range(1, 4):
        assert vault.current() == f"access-{number}"
        vault.rejected(f"access-{number}")
        vault = connected.vault()
        vault.rejected(f"access-{number}")


def test_while_one_renews_the_others_wait_for_it(connected: Workers) -> None:
    def ask_another() -> None:
        connected.grant.before_answer = lambda: None
        assert category(connected.vault()) is ErrorCategory.VENDOR_UNAVAILABLE

    connected.grant.before_answer = ask_another

    assert connected.vault().current() == "access-1"
    assert connected.vault().current() == "access-1"
    assert connected.grant.renewals == 1


def test_who_comes_back_too_late_takes_the_winners_token(connected: Workers) -> None:
    winners: list[str] = []

    def outlast_the_lease() -> None:
        connected.grant.before_answer = lambda: None
        connected.grant.living = "refresh-0"  # the vendor's overlap: the old token still works
        connected.clock.advance(LEASE + timedelta(seconds=1))
        winners.append(connected.vault().current())

    connected.grant.before_answer = outlast_the_lease

    assert connected.vault().current() == winners[0] == "access-2"


def test_a_refusal_that_was_overtaken_is_not_death(connected: Workers) -> None:
    def outlast_the_lease() -> None:
        connected.grant.on_arrival = lambda: None
        connected.clock.advance(LEASE + timedelta(seconds=1))
        assert connected.vault().current() == "access-1"

    connected.grant.on_arrival = outlast_the_lease

    assert connected.vault().current() == "access-1"
    assert connected.vault().current() == "access-1"


def test_a_worker_that_crashed_while_renewing_is_replaced_when_its_lease_ends(connected: Workers) -> None:
    stored = connected.item.read()
    assert stored
    assert connected.item.lease(stored.version, connected.clock(), connected.clock() + LEASE)

    assert category(connected.vault()) is ErrorCategory.VENDOR_UNAVAILABLE
    connected.clock.advance(LEASE)
    assert connected.vault().current() == "access-1"


def test_a_dead_grant_is_not_tried_again(connected: Workers) -> None:
    connected.grant.living = "revoked"
    assert category(connected.vault()) is ErrorCategory.NEEDS_RECONNECT
    connected.grant.living = "refresh-0"

    assert category(connected.vault()) is ErrorCategory.NEEDS_RECONNECT
    assert connected.grant.renewals == 0


def test_connecting_again_revives(connected: Workers) -> None:
    old = connected.vault()
    connected.grant.living = "refresh-new"
    category(old)

    connected.vault().store("refresh-new")

    assert old.current() == "access-1"


def test_trouble_at_the_vendor_leaves_the_lease_to_the_next(connected: Workers) -> None:
    connected.grant.trouble = ErrorCategory.VENDOR_UNAVAILABLE
    assert category(connected.vault()) is ErrorCategory.VENDOR_UNAVAILABLE
    before = connected.clock()
    connected.grant.trouble = None

    assert connected.vault().current() == "access-1"
    assert connected.clock() == before


def test_a_static_token_lasts_until_it_is_refused(workers: Workers) -> None:
    vault = workers.vault()
    vault.store_static("pat-na1-1")
    workers.clock.advance(timedelta(days=1000))
    assert vault.current() == "pat-na1-1"

    vault.rejected("pat-na1-1")

    assert category(vault) is ErrorCategory.NEEDS_RECONNECT
    assert category(workers.vault()) is ErrorCategory.NEEDS_RECONNECT


@pytest.mark.parametrize("length", [0, 4000, 4096, 9000])
def test_tokens_of_any_length(connected: Workers, length: int) -> None:
    connected.grant.longer = "x" * length

    token = connected.vault().current()

    assert len(token) == len("access-1") + length
    assert connected.vault().current() == token


def test_connections_are_apart(connected: Workers) -> None:
    assert category(connected.vault("b")) is ErrorCategory.NEEDS_RECONNECT
    assert connected.vault("a").current() == "access-1"


def test_nothing_readable_is_stored_or_shown(connected: Workers) -> None:
    vault = connected.vault()
    vault.current()

    stored = repr(connected.ground.table.query("a#tokens"))
    assert "access_sealed" in stored
    assert "access-1" not in stored + repr(vault)
    assert "refresh-1" not in stored + repr(vault)


@pytest.mark.long
def test_sixteen_workers_renew_once(isolating_ground: Ground) -> None:
    workers = Workers(isolating_ground, a_key(isolating_ground), sleep=time.sleep)
    workers.vault().store("refresh-0")
    vaults = [workers.vault() for _ in range(16)]

    with ThreadPoolExecutor(16) as threads:
        tokens = list(threads.map(TokenVault.current, vaults))

    assert set(tokens) == {"access-1"}
    assert workers.grant.renewals == 1
